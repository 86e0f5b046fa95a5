"""How long a log-in lasts: so many hours in all, so many minutes without a sign of the person.

When somebody was last seen stands in a signed cookie, not in the session: a row written for every
page would make readers wait for each other.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

GetResponse = Callable[[HttpRequest], HttpResponse]
BEGUN = "log_in_at"
COOKIE = "last_seen"
_SALT = "cms.log_in.sessions"
# The cookie is not sent anew with each page.
_EVERY = 60
# Asked by an open page by itself, whoever sits before it.
ASKED_BY_THE_PAGE = {"wagtailadmin_editing_sessions:ping"}


def begin_session(request: HttpRequest) -> None:
    request.session[BEGUN] = time.time()


class SessionLimitsMiddleware:
    """Logs out whoever was away for too long, and says so on the page that comes next."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = time.time()
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            begun = float(request.session.get(BEGUN, 0))
            seen = max(begun, _last_seen(request))
            if reason := _over(now - begun, now - seen):
                logout(request)
                messages.info(request, reason)
        response = self.get_response(request)
        if SESSION_KEY in request.session and _is_a_sign(request):
            _tell_seen(request, response, now)
        return response


def _over(whole: float, idle: float) -> str:
    """Why the session is over, or nothing."""
    if whole > settings.SESSION_HOURS * 3600:
        return _("Your session has ended: a log-in lasts %(hours)s hours. Log in again.") % {
            "hours": settings.SESSION_HOURS
        }
    if idle > settings.SESSION_IDLE_MINUTES * 60:
        return _(
            "Your session has ended: nothing was done for %(minutes)s minutes. Log in again."
        ) % {"minutes": settings.SESSION_IDLE_MINUTES}
    return ""


def _is_a_sign(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is None or match.view_name not in ASKED_BY_THE_PAGE


def _last_seen(request: HttpRequest) -> float:
    """Of this very session, else 0."""
    try:
        session, seen = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
    except signing.BadSignature:
        return 0.0
    return float(seen) if session == _name_of(request) else 0.0


def _tell_seen(request: HttpRequest, response: HttpResponse, now: float) -> None:
    if now - _last_seen(request) < _EVERY:
        return
    response.set_cookie(
        COOKIE,
        signing.dumps([_name_of(request), int(now)], salt=_SALT),
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )


def _name_of(request: HttpRequest) -> str:
    """Which session, without its key."""
    return hashlib.sha256((request.session.session_key or "").encode()).hexdigest()[:16]
