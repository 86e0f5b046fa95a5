"""What every installation shares. Each environment adds its own file beside this one."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from cms.settings.caching import read_caches
from cms.settings.env import (
    read_flag,
    read_list,
    read_networks,
    read_number,
    read_optional_secret,
    read_text,
)
from cms.settings.searching import read_cluster, read_search_engine

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Database, index and files hold what only staff may read: whatever any of our processes writes is
# for the account it runs under alone.
os.umask(0o077)
# Everything written at run time lies here, so that two installations can stand side by side.
VAR_DIR = Path(read_text("VAR_DIR", str(BASE_DIR / "var"))).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

INSTALLED_APPS = [
    "cms",
    "search",
    "doccontrol",
    "reversion",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "doccontrol.apps.PeopleConfig",  # wagtail.users with our screens
    "cms.lean_wagtail.SnippetsConfig",
    "cms.lean_wagtail.DocumentsConfig",
    "cms.lean_wagtail.ImagesConfig",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.every_request.proxies.TrustedProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cms.every_request.middleware.MethodMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Outside the sessions, whose cookie it looks for.
    "cms.every_request.middleware.PrivateAnswersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.every_request.middleware.InterfaceLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cms.kept.middleware.KeptPagesMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.log_in.sessions.SessionLimitsMiddleware",
    "cms.every_request.body_limit.BodyLimitMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.every_request.middleware.ContentSecurityPolicyMiddleware",
    "cms.every_request.middleware.ActingMiddleware",
    "cms.every_request.middleware.ReadingMiddleware",
    "cms.every_request.middleware.PasswordMiddleware",
    "cms.log_in.ended.HeldFormMiddleware",
    "cms.spreadsheets.SpreadsheetMiddleware",
    "cms.every_request.asked_values.AskedValuesMiddleware",
    "cms.every_request.middleware.RefusalMiddleware",
    # Inside all who turn people away.
    "cms.kept.work.KeptWorkMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.portal.context.site_furniture",
            ],
        },
    }
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "doccontrol.Person"
AUTHENTICATION_BACKENDS = ["cms.log_in.backend.LimitedBackend"]
LOGIN_URL = "login"
CSRF_FAILURE_VIEW = "cms.log_in.ended.csrf_failure"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# A writer takes the lock when its transaction begins (IMMEDIATE): two approvals queue up
# instead of one failing half-way with "database is locked".
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    # FULL: what was answered as approved or confirmed must outlast a power cut the moment after.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
DATABASES = {
    "default": dj_database_url.parse(
        read_optional_secret("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'database.sqlite3'}",
        conn_max_age=read_number("DATABASE_CONN_MAX_AGE", 60),
        # A kept connection is tried before it is used: the database may have been restarted.
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
CACHES = read_caches(VAR_DIR)

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "cms" / "locale", BASE_DIR / "cms" / "locale_wagtail"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["cms.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a procedure of 60 steps posts more than Django's 1,000
UPLOAD_MAX_MEGABYTES = read_number("UPLOAD_MAX_MEGABYTES", 20, least=1)

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = read_text("DEFAULT_FROM_EMAIL", "hieu-luc@localhost")

SITE_BASE_URL = read_text("SITE_BASE_URL", "http://localhost:8000").rstrip("/")
WAGTAIL_SITE_NAME = "Hiệu Lực"
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAILADMIN_BASE_URL = SITE_BASE_URL
WAGTAIL_CONTENT_LANGUAGES = [("vi", _("Vietnamese"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False
# One door: /doi-mat-khau/, where the old password is asked for under a limit.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_MODERATION_ENABLED = True
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "doccontrol.documents.judging.finishing.finish_workflow"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.page_search", "AUTO_UPDATE": True}}
WAGTAILDOCS_EXTENSIONS = ["docx", "ods", "odt", "pdf", "xlsx"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "doccontrol.documents.reading.site_files.SiteFileForm"

ELASTICSEARCH = read_cluster()
SEARCH_ENGINE = read_search_engine(VAR_DIR, ELASTICSEARCH)
# The worker looks for work this often when there was none, in seconds.
WORK_IDLE_SECONDS = read_number("WORK_IDLE_SECONDS", 1, least=1)

# Whoever saves a file here hands it in; it is taken when nobody has written to it for so long.
INBOX_DIR = VAR_DIR / "inbox"
INBOX_QUIET_SECONDS = read_number("INBOX_QUIET_SECONDS", 5)
CACHE_DIR = VAR_DIR / "cache"  # made again when it is missing
# What one file may ask of the machine (doccontrol.pdftext.limits).
READING_LIMITS = {
    "megabytes": read_number("READING_MAX_MEGABYTES", 100, least=1),
    "pages": read_number("READING_MAX_PAGES", 2000, least=1),
    "unpacked_megabytes": read_number("READING_MAX_UNPACKED_MEGABYTES", 400, least=1),
    "seconds": read_number("READING_MAX_SECONDS", 120, least=1),
    "memory_megabytes": read_number("READING_MAX_MEMORY_MEGABYTES", 1500, least=256),
}

# What one request of people who work in the administration may hold, files and all.
REQUEST_MAX_MEGABYTES = read_number(
    "REQUEST_MAX_MEGABYTES",
    max(200, UPLOAD_MAX_MEGABYTES + 1, READING_LIMITS["megabytes"] + 1),
    least=1,
)

ALLOWED_HOSTS = read_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
# Proxies whose word on the reader's address and on HTTPS is believed.
TRUSTED_PROXIES = read_networks("TRUSTED_PROXIES")
DEBUG = read_flag("DEBUG", False)
# Every page says that its data are made up.
DEMONSTRATION = read_flag("DEMONSTRATION", False)
SESSION_HOURS = read_number("SESSION_HOURS", 12, least=1)
SESSION_IDLE_MINUTES = read_number("SESSION_IDLE_MINUTES", 60, least=1)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews a page in a frame of the same site

# Each save of a page is two tasks and three lines, each search a line: the access log tells enough.
_CHATTY = ("django_tasks", "wagtail", "elastic_transport")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {name: {"level": "WARNING"} for name in _CHATTY},
    "root": {"handlers": ["console"], "level": read_text("LOG_LEVEL", "INFO")},
}
