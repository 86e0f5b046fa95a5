"""How much may be sent, decided before anything of it is read.

Django writes what is sent as a file to disk while it reads the form, long before a view asks who
sent it. A stranger may send a form of words, no more.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

GetResponse = Callable[[HttpRequest], HttpResponse]
MEGABYTE = 1024 * 1024
# A long form without files, a question, a log-in.
WORDS = 256 * 1024
LENGTH_REQUIRED, TOO_LARGE = 411, 413


class BodyLimitMiddleware:
    """Stands behind authentication, before what reads forms (CSRF does, in its view's turn)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get("HTTP_TRANSFER_ENCODING"):
            return _refused(
                LENGTH_REQUIRED,
                _("What was sent does not say how long it is, so none of it was read."),
            )
        length = _length(request)
        if length <= WORDS:
            return self.get_response(request)
        if not _works_in_admin(request):
            return _refused(
                TOO_LARGE,
                _(
                    "What was sent is too large, so none of it was read. Files are taken in the "
                    "administration only: if your log-in has ended, log in again in another "
                    "window, then go back and send it once more."
                ),
            )
        if length > settings.REQUEST_MAX_MEGABYTES * MEGABYTE:
            return _refused(
                TOO_LARGE,
                _(
                    "What was sent is larger than %(megabytes)s MB, so none of it was read. Go "
                    "back and send fewer files at once."
                )
                % {"megabytes": settings.REQUEST_MAX_MEGABYTES},
            )
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # Django reads nothing then


def _works_in_admin(request: HttpRequest) -> bool:
    return request.path.startswith("/admin/") and request.user.has_perm("wagtailadmin.access_admin")


def _refused(status: int, why: str) -> HttpResponse:
    return HttpResponse(render_to_string("413.html", {"why": why}), status=status)
