"""Behind HTTPS, with secrets from the environment. ``check --deploy`` is clean with this file."""

from __future__ import annotations

from cms.settings.base import *  # noqa: F403
from cms.settings.base import TRUSTED_PROXIES
from cms.settings.env import read_flag, read_list, read_number, read_optional_secret, read_text
from cms.settings.guarded import read_base_url, read_hosts, read_secret_key, refuse_debug

refuse_debug()
DEBUG = False
SECRET_KEY = read_secret_key()
ALLOWED_HOSTS = read_hosts()
SITE_BASE_URL = read_base_url()
WAGTAILADMIN_BASE_URL = SITE_BASE_URL
CSRF_TRUSTED_ORIGINS = read_list("CSRF_TRUSTED_ORIGINS", SITE_BASE_URL)

SECURE_SSL_REDIRECT = read_flag("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = read_number("SECURE_HSTS_SECONDS", 31_536_000)
# Both bind every other site of the same domain, which is not ours to decide.
SECURE_HSTS_INCLUDE_SUBDOMAINS = read_flag("SECURE_HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = read_flag("SECURE_HSTS_PRELOAD", False)
# Taken away from whoever is no trusted proxy (cms.every_request.proxies).
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

EMAIL_HOST = read_text("EMAIL_HOST", "").strip()
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_PORT = read_number("EMAIL_PORT", 587)
    EMAIL_HOST_USER = read_text("EMAIL_HOST_USER", "")
    EMAIL_HOST_PASSWORD = read_optional_secret("EMAIL_HOST_PASSWORD")
    EMAIL_USE_TLS = read_flag("EMAIL_USE_TLS", True)
    EMAIL_TIMEOUT = 30
# Without a host mail reaches nobody: cms.checks says so at each start.
MAIL_MUST_BE_SENT = True

SILENCED_SYSTEM_CHECKS = [
    # It asks to forbid every frame; Wagtail shows its previews in a frame of this same site.
    "security.W019",
    # Subdomains and the browsers' preload list: see above.
    "security.W005",
    "security.W021",
]
