"""Production refuses what would leave the site open, and says what to do. Each start is a process
of its own: settings are read once."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEY = "b1Vq9ZtX4mKw7Rf2Nc8LhGs5YpJd3QeTa6UoWiEvBxMzCkSnHlPrDgFyAj0"
ENOUGH = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "a.vn, b.vn ,", "SITE_BASE_URL": "https://a.vn/"}
READ = """
import json, os
from cms.settings import production as p
databases = p.DATABASES["default"]
print(json.dumps({
    "ALLOWED_HOSTS": p.ALLOWED_HOSTS, "SITE_BASE_URL": p.SITE_BASE_URL,
    "SECURE_PROXY_SSL_HEADER": p.SECURE_PROXY_SSL_HEADER,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": p.SECURE_HSTS_INCLUDE_SUBDOMAINS,
    "SECURE_HSTS_PRELOAD": p.SECURE_HSTS_PRELOAD,
    "EMAIL_BACKEND": p.EMAIL_BACKEND.rpartition(".")[2],
    "EMAIL_HOST_PASSWORD": getattr(p, "EMAIL_HOST_PASSWORD", None),
    "PASSWORD": databases["PASSWORD"], "CONN_HEALTH_CHECKS": databases["CONN_HEALTH_CHECKS"],
    "CACHES": {name: cache["BACKEND"].rpartition(".")[2] for name, cache in p.CACHES.items()},
    "SESSION_COOKIE_AGE": p.SESSION_COOKIE_AGE, "umask": os.umask(0),
}))
"""


def start(folder, code=READ, **environment):
    given = {"VAR_DIR": str(folder / "var"), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=given | ENOUGH | environment,
        cwd=folder,
        capture_output=True,
        text=True,
    )


def read(folder, **environment):
    done = start(folder, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "name, value, why",
    [
        ("SECRET_KEY", "kx9z", "4 characters"),
        ("SECRET_KEY", "", "must not be empty"),
        ("SECRET_KEY", "a" * 80, "1 different characters"),
        ("SECRET_KEY", "0123456789abcdef" * 4, "repeated"),
        ("SECRET_KEY", f"django-insecure-{KEY}", "made for development"),
        ("ALLOWED_HOSTS", "*", "must not hold '*'"),
        ("ALLOWED_HOSTS", "a.vn,*.b.vn", "must not hold '*.b.vn'"),
        ("ALLOWED_HOSTS", "https://a.vn", "without https://"),
        ("ALLOWED_HOSTS", " , ", "must name the site's host"),
        ("SITE_BASE_URL", "a.vn", "must be an address"),
        ("DEBUG", "true", "must be false in production"),
        ("TRUSTED_PROXIES", "proxy.local", "must be addresses"),
        ("REDIS_URL", "localhost:6379", "must begin with redis://"),
        ("SESSION_HOURS", "0", "at least 1"),
        ("SESSION_IDLE_MINUTES", "-5", "at least 1"),
    ],
)
def test_what_would_leave_the_site_open_stops_the_start(tmp_path, name, value, why):
    done = start(tmp_path, **{name: value})
    assert done.returncode != 0
    said = done.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in said and name in said and why in said
    assert name != "SECRET_KEY" or not value or value not in said, "a secret is never shown"


def test_what_is_given_plainly_is_read_plainly(tmp_path):
    said = read(tmp_path, SESSION_HOURS="9")
    assert said["ALLOWED_HOSTS"] == ["a.vn", "b.vn"]
    assert said["SITE_BASE_URL"] == "https://a.vn"
    assert said["CONN_HEALTH_CHECKS"] is True
    assert said["SESSION_COOKIE_AGE"] == 9 * 3600
    assert said["CACHES"] == {"default": "LocMemCache", "shared": "SharedFileCache"}
    assert said["umask"] == 0o077
    assert said["EMAIL_BACKEND"] == "EmailBackend"


def test_https_and_subdomains_are_believed_and_bound_only_when_told(tmp_path):
    untold = read(tmp_path)
    assert untold["SECURE_PROXY_SSL_HEADER"] is None
    assert not untold["SECURE_HSTS_INCLUDE_SUBDOMAINS"] and not untold["SECURE_HSTS_PRELOAD"]
    told = read(
        tmp_path,
        TRUSTED_PROXIES="127.0.0.1, 10.0.0.0/8, unix",
        SECURE_HSTS_INCLUDE_SUBDOMAINS="true",
        SECURE_HSTS_PRELOAD="true",
    )
    assert told["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert told["SECURE_HSTS_INCLUDE_SUBDOMAINS"] and told["SECURE_HSTS_PRELOAD"]


def test_every_secret_may_lie_in_a_file(tmp_path):
    secrets = {
        "SECRET_KEY": KEY,
        "EMAIL_HOST_PASSWORD": "thư",
        "DATABASE_URL": "postgresql://a:kho@localhost/b",
        "REDIS_URL": "redis://:nho@localhost:6379/0",
    }
    files = {}
    for name, value in secrets.items():
        (tmp_path / name).write_text(f"{value}\n", encoding="utf-8")
        files[f"{name}_FILE"] = str(tmp_path / name)
    said = read(tmp_path, EMAIL_HOST="mail.a.vn", **files)
    assert (said["EMAIL_HOST_PASSWORD"], said["PASSWORD"]) == ("thư", "kho")
    assert said["CACHES"]["shared"] == "RedisCache"


DEPLOYED = """
import django
from django.core.management import call_command
django.setup()
call_command("check", "--deploy", "--fail-level", "WARNING")
"""
DJANGO = {"DJANGO_SETTINGS_MODULE": "cms.settings.production"}


def test_the_deployment_check_is_clean_and_says_that_mail_reaches_nobody(tmp_path):
    done = start(tmp_path, DEPLOYED, **DJANGO)
    assert done.returncode == 0, done.stderr
    assert "cms.I001" in done.stderr and "WARNINGS" not in done.stderr
    with_mail = start(tmp_path, DEPLOYED, EMAIL_HOST="mail.a.vn", **DJANGO)
    assert "cms.I001" not in with_mail.stderr


def test_the_deployment_check_tells_of_a_database_that_others_can_read(tmp_path):
    var = tmp_path / "var"
    var.mkdir()
    (var / "database.sqlite3").touch()
    var.chmod(0o755)
    (var / "database.sqlite3").chmod(0o644)
    done = start(tmp_path, DEPLOYED, **DJANGO)
    assert done.returncode != 0 and "cms.W001" in done.stderr
    (var / "database.sqlite3").chmod(0o600)
    assert start(tmp_path, DEPLOYED, **DJANGO).returncode == 0


SERVED = """
from cms.wsgi import application
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE a (b)")
    cursor.execute("PRAGMA synchronous")
    print(cursor.fetchone()[0])
"""


def test_the_web_process_says_that_mail_reaches_nobody_and_writes_for_itself_alone(tmp_path):
    done = start(tmp_path, SERVED, **DJANGO)
    assert done.returncode == 0, done.stderr
    assert "EMAIL_HOST is not set" in done.stderr
    for path in [tmp_path / "var", *(tmp_path / "var").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert done.stdout.strip() == "2", "FULL: what is committed outlasts a power cut"
