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
    sign = _sign_of_life(request)
    return float(sign[1]) if sign and sign[0] == _name_of(request) else 0.0


def last_person(request: HttpRequest) -> int | None:
    """The primary key of who was logged in here, as long as a log-in may last; the session may
    have ended since. None if nobody was."""
    sign = _sign_of_life(request)
    return sign[2] if sign and time.time() - sign[1] < settings.SESSION_COOKIE_AGE else None


def _sign_of_life(request: HttpRequest) -> tuple[str, int, int] | None:
    """Which session, when, and of whom."""
    try:
        session, seen, person = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return session, seen, person


def _tell_seen(request: HttpRequest, response: HttpResponse, now: float) -> None:
    if now - _last_seen(request) < _EVERY:
        return
    response.set_cookie(
        COOKIE,
        signing.dumps([_name_of(request), int(now), int(request.session[SESSION_KEY])], salt=_SALT),
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )


def _name_of(request: HttpRequest) -> str:
    """Which session, without its key."""
    return hashlib.sha256((request.session.session_key or "").encode()).hexdigest()[:16]
