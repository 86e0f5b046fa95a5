"""Behind HTTPS, with secrets from the environment. ``check --deploy`` is clean with this file."""

from __future__ import annotations

from cms.settings.base import *  # noqa: F403
from cms.settings.env import read_flag, read_list, read_number, read_secret, read_text

DEBUG = False
SECRET_KEY = read_secret("SECRET_KEY")
ALLOWED_HOSTS = [host for host in read_text("ALLOWED_HOSTS").split(",") if host]
SITE_BASE_URL = read_text("SITE_BASE_URL").rstrip("/")
WAGTAILADMIN_BASE_URL = SITE_BASE_URL
CSRF_TRUSTED_ORIGINS = read_list("CSRF_TRUSTED_ORIGINS", SITE_BASE_URL)

SECURE_SSL_REDIRECT = read_flag("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = read_number("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

if read_text("EMAIL_HOST", ""):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = read_text("EMAIL_HOST")
    EMAIL_PORT = read_number("EMAIL_PORT", 587)
    EMAIL_HOST_USER = read_text("EMAIL_HOST_USER", "")
    EMAIL_HOST_PASSWORD = read_text("EMAIL_HOST_PASSWORD", "")
    EMAIL_USE_TLS = read_flag("EMAIL_USE_TLS", True)

# W019 asks to forbid every frame; Wagtail shows its previews in a frame of this same site.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
