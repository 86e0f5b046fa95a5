"""Browsers in which somebody has logged in before, known by a signed cookie.

Whoever tries passwords for an account elsewhere uses up the tries of strangers; the person at
the own desk is not kept out by them.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

COOKIE = "known_device"
KEPT = timedelta(days=180)
_SALT = "cms.log_in.devices"
# Of a shared machine; the person who logged in longest ago is forgotten first.
MOST_ACCOUNTS = 10


def account_name(typed: str) -> str:
    """The name under which tries are counted: one, however it is typed."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def known_device(request: HttpRequest, typed: str) -> str:
    """The device's own name if this account has logged in on it before, else empty."""
    device, accounts = _read(request)
    return device if _shortened(typed) in accounts else ""


def remember_device(request: HttpRequest, response: HttpResponse, typed: str) -> None:
    device, accounts = _read(request)
    account = _shortened(typed)
    newest_first = [account, *(other for other in accounts if other != account)]
    response.set_cookie(
        COOKIE,
        signing.dumps([device or secrets.token_hex(16), newest_first[:MOST_ACCOUNTS]], salt=_SALT),
        max_age=int(KEPT.total_seconds()),
        path=reverse("login"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        device, accounts = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=KEPT)
    except signing.BadSignature:
        return "", []
    return device, accounts


def _shortened(typed: str) -> str:
    """Nobody at a shared machine reads the names of the others from the cookie."""
    name = account_name(typed).encode("utf-8", "surrogatepass")
    return hashlib.sha256(settings.SECRET_KEY.encode() + name).hexdigest()[:16]
