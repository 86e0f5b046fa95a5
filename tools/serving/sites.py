"""Sites of their own for a measurement, served by gunicorn as in production: ours with the
demonstration's data, and a bare Wagtail site to compare with."""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

WORKERS, THREADS = 2, 4
SECONDS_TO_START = 60
# Sees the desk, the administration and the board.
PERSON = "thuky"
_BARE_PERSON = "admin"
# What ``wagtail start`` makes for development, without what only development needs.
_BARE_SETTINGS = """
from .base import *

DEBUG = False
SECRET_KEY = {secret!r}
ALLOWED_HOSTS = ["127.0.0.1"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
"""


class SiteFailed(Exception):
    """A site could not be made or does not answer; the message says what was tried."""


@dataclass(frozen=True, slots=True)
class Site:
    """A folder with a ``manage.py``, and the environment it is run in."""

    folder: Path
    wsgi: str
    environment: Mapping[str, str]
    log_in_path: str
    person: str
    password: str
    gunicorn_options: tuple[str, ...] = field(default=())

    def manage(self, *arguments: str) -> None:
        """Raises SiteFailed with the end of what the command printed."""
        self.run(sys.executable, "manage.py", *arguments)

    def run(self, *command: str) -> None:
        done = subprocess.run(  # noqa: S603  our own commands
            command, cwd=self.folder, env=self._environment(), capture_output=True, text=True
        )
        if done.returncode:
            raise SiteFailed(f"{' '.join(command)}: {(done.stdout + done.stderr)[-2000:]}")

    @contextmanager
    def started(self, *command: str) -> Iterator[int]:
        """A command beside the site; the process id. Ended with the block."""
        process = subprocess.Popen(  # noqa: S603
            command,
            cwd=self.folder,
            env=self._environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait(timeout=SECONDS_TO_START)

    @contextmanager
    def served(self) -> Iterator[tuple[int, int]]:
        """(process id of gunicorn's master, port), while the block runs."""
        port = _free_port()
        gunicorn = (
            *(sys.executable, "-m", "gunicorn", self.wsgi, "--bind", f"127.0.0.1:{port}"),
            *("--workers", str(WORKERS), "--threads", str(THREADS), "--log-level", "error"),
            *self.gunicorn_options,
        )
        with self._answering(port, *gunicorn) as master:
            yield master, port

    @contextmanager
    def served_and_worked(self) -> Iterator[tuple[int, int]]:
        """As ``served``, by our own ``manage.py serve``: with the worker, in one family."""
        port = _free_port()
        serve = (
            *(sys.executable, "manage.py", "serve", "--bind", f"127.0.0.1:{port}"),
            *("--workers", str(WORKERS), "--threads", str(THREADS)),
        )
        with self._answering(port, *serve) as parent:
            yield parent, port

    @contextmanager
    def _answering(self, port: int, *command: str) -> Iterator[int]:
        with self.started(*command) as process:
            _wait_for(port)
            yield process

    def _environment(self) -> dict[str, str]:
        return dict(os.environ) | {"PYTHONPATH": str(self.folder)} | dict(self.environment)


def our_site(var_dir: Path, password: str) -> Site:
    """Ours over ``var_dir``, where people log in with ``password``; an empty one is filled with
    the demonstration, and all work done. Raises SiteFailed for any other folder."""
    is_loaded = (var_dir / "database.sqlite3").exists()
    if not is_loaded and (not var_dir.is_dir() or any(var_dir.iterdir())):
        raise SiteFailed(f"{var_dir} is no folder with a loaded demonstration, and no empty one.")
    environment = {
        "VAR_DIR": str(var_dir),
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DEBUG": "false",
        "LOG_LEVEL": "ERROR",
        "DATABASE_URL": "",
    }
    folder = Path(settings.BASE_DIR)
    site = Site(folder, "cms.wsgi", environment, "/dang-nhap/", PERSON, password)
    if not is_loaded:
        for command in ("migrate", "demo", "rebuild_search"):
            site.manage(command)
        site.manage("work", "--once")
    return site


def bare_site(folder: Path) -> Site:
    """A new Wagtail site with its first page and an administrator, in the empty ``folder``."""
    password = secrets.token_urlsafe(12)
    environment = {
        "DJANGO_SETTINGS_MODULE": "bare.settings.benchmark",
        "DJANGO_SUPERUSER_PASSWORD": password,
    }
    login = "/admin/login/"
    site = Site(folder, "bare.wsgi", environment, login, _BARE_PERSON, password)
    make = "from wagtail.bin.wagtail import main; main()"
    site.run(sys.executable, "-c", make, "start", "bare", str(folder))
    (folder / "bare" / "settings" / "benchmark.py").write_text(
        _BARE_SETTINGS.format(secret=secrets.token_urlsafe(40)), encoding="utf-8"
    )
    site.manage("migrate")
    mail = f"{_BARE_PERSON}@example.org"
    site.manage("createsuperuser", "--noinput", "--username", _BARE_PERSON, "--email", mail)
    return site


def log_in(site: Site, port: int) -> str:
    """The Cookie header of ``site.person``. Raises SiteFailed."""
    cookies = _cookies(port, "GET", site.log_in_path, "", "")
    form = {
        "username": site.person,
        "password": site.password,
        "csrfmiddlewaretoken": cookies.get("csrftoken", ""),
    }
    sent = _as_header(cookies)
    cookies |= _cookies(port, "POST", site.log_in_path, sent, urlencode(form))
    if "sessionid" not in cookies:
        raise SiteFailed(f"{site.person} could not log in at {site.log_in_path}.")
    return _as_header(cookies)


def read_page(port: int, path: str) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_START)
    connection.request("GET", path)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def _cookies(port: int, method: str, path: str, cookie: str, body: str) -> dict[str, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_START)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connection.request(method, path, body or None, headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    lines = response.headers.get_all("Set-Cookie", [])
    return dict(re.findall(r"^([^=]+)=([^;]*)", "\n".join(lines), re.MULTILINE))


def _as_header(cookies: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_START)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except (OSError, HTTPException):
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise SiteFailed(f"Nothing answers at port {port}.")
