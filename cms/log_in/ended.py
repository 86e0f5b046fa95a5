"""What is answered to a form whose log-in had ended: the log-in page with what was typed, and after
it the page that offers to send it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cms.log_in.held_form import FIELD, SENT_AGAIN, held, kept_form, page_of_form, sealed
from cms.log_in.sessions import last_person
from cms.log_in.views import LogInForm

GetResponse = Callable[[HttpRequest], HttpResponse]
FORBIDDEN, CONFLICT = 403, 409


class HeldFormMiddleware:
    """Stands before the views that lead strangers to the log-in page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST":
            return response
        if SENT_AGAIN in request.POST and request.user.is_authenticated:
            request.session.pop(FIELD, None)
        if _leads_to_log_in(response):
            return _log_in_again(request)
        return response


def _leads_to_log_in(response: HttpResponse) -> bool:
    """To come back to what was asked for; whoever has logged out is led there without."""
    leads_to = urlsplit(response.headers.get("Location", ""))
    return leads_to.path == resolve_url(settings.LOGIN_URL) and REDIRECT_FIELD_NAME in parse_qs(
        leads_to.query
    )


def _log_in_again(request: HttpRequest) -> HttpResponse:
    if not request.accepts("text/html"):
        ended = _(
            "Your log-in has ended, so nothing was saved. What you typed still stands on this "
            "page: press a button that saves or submits, and it is taken along through the log-in."
        )
        # The editor, which saves by itself, shows the words of such an answer.
        told = {"success": False, "error_code": "validation_error", "error_message": ended}
        return JsonResponse(told, status=CONFLICT)
    page, person = page_of_form(request), last_person(request)
    form = None if person is None else held(request, person)
    if form is None:
        query = urlencode({REDIRECT_FIELD_NAME: page})
        return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")
    return log_in_page(request, page, sealed(form))


def log_in_page(request: HttpRequest, page: str, seal: str) -> HttpResponse:
    shown: dict[str, Any] = {"form": LogInForm(request), REDIRECT_FIELD_NAME: page}
    shown |= {"held_form": seal, "has_ended": True}
    return render(request, "registration/login.html", shown)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token of a page that was open while somebody logged in anew, in another tab, is stale.
    Where the browser itself says that the form is ours, it is offered to be sent again."""
    if request.headers.get("origin") == f"{request.scheme}://{request.get_host()}":
        person = request.user.pk if request.user.is_authenticated else last_person(request)
        form = None if person is None else held(request, person)
        seal = sealed(form) if form else ""
        if seal and request.user.is_authenticated and request.accepts("text/html"):
            request.session[FIELD] = seal
            return redirect("held_form")
        if seal and request.accepts("text/html"):
            return log_in_page(request, page_of_form(request), seal)
    return render(request, "403_csrf.html", status=FORBIDDEN)


def show(request: HttpRequest) -> HttpResponse:
    """What is held for the person who has logged in again, with the button that sends it."""
    form = kept_form(request)
    if form is None or form.person != request.user.pk:
        return redirect("desk")
    return render(request, "registration/held_form.html", {"held": form, "sent_again": SENT_AGAIN})
