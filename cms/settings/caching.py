"""What processes remember together: files on this machine, or Redis for several."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from cms.settings.env import read_optional_secret

# Beyond it entries go, those that have expired first. One of them is a small file.
_MOST_FILES = 50_000
_SECONDS = 3600
_LOCAL = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


def read_caches(var_dir: Path) -> dict[str, dict[str, Any]]:
    """``shared`` is one for every process; ``default`` is quick and may differ between them."""
    url = read_optional_secret("REDIS_URL")
    if not url:
        files = {
            "BACKEND": "cms.shared_cache.SharedFileCache",
            "LOCATION": var_dir / "cache" / "shared",
            "TIMEOUT": _SECONDS,
            "OPTIONS": {"MAX_ENTRIES": _MOST_FILES},
        }
        return {"default": _LOCAL, "shared": files}
    if not url.startswith(("redis://", "rediss://", "unix://")):
        # Not shown: it may hold a password.
        raise ImproperlyConfigured("REDIS_URL must begin with redis://, rediss:// or unix://.")
    # Only this one: while the server does not answer, the site is still read.
    redis = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "TIMEOUT": _SECONDS,
        "KEY_PREFIX": "hieu-luc",
        # A server that does not answer must not hold the threads of the site.
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
    return {"default": _LOCAL, "shared": redis}
