"""Every value that tests assume, stated. Nothing is written outside a folder of the run."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_run_dir = Path(tempfile.mkdtemp(prefix="hieu-luc-test-"))
os.environ["VAR_DIR"] = str(_run_dir)
atexit.register(shutil.rmtree, _run_dir, ignore_errors=True)

from cms.settings.base import *  # noqa: E402, F403
from cms.settings.base import DATABASES  # noqa: E402

DEBUG = False
SECRET_KEY = "for tests only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
LANGUAGE_CODE = "vi"
SITE_BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
_memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES = {"default": _memory, "shared": _memory | {"LOCATION": "shared"}}
TRUSTED_PROXIES = []
SESSION_HOURS, SESSION_IDLE_MINUTES = 12, 60
REQUEST_MAX_MEGABYTES = 2
INBOX_QUIET_SECONDS = 0
# Whatever the environment says: tests that ask a cluster open an engine of their own.
SEARCH_ENGINE = {
    "class": "search.engines.embedded.engine.EmbeddedEngine",
    "path": _run_dir / "index",
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads of the concurrency tests must share it.
    DATABASES["default"]["TEST"] = {"NAME": str(_run_dir / "test.sqlite3")}
LOGGING = {"version": 1, "disable_existing_loggers": True}
WHITENOISE_AUTOREFRESH = True
