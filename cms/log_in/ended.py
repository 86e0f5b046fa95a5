"""What is answered to a form whose log-in had ended: the log-in page with what was typed, and after
it the page that offers to send it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.messages import warning
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cms.log_in.held_form import FIELD, SENT_AGAIN, held, kept_form, page_of_form, sealed
from cms.log_in.sessions import last_person
from cms.log_in.views import LogInForm

GetResponse = Callable[[HttpRequest], HttpResponse]
BAD_REQUEST, FORBIDDEN, CONFLICT = 400, 403, 409


class HeldFormMiddleware:
    """Stands before the views that lead strangers to the log-in page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST":
            return response
        # Whoever is logged in and led there lacks a right: to log in again would not help.
        if not request.user.is_authenticated:
            return _log_in_again(request) if _leads_to_log_in(response) else response
        if SENT_AGAIN in request.POST:
            return _after_sending_again(request, response)
        return response


def _after_sending_again(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What is held has done its service when it was taken. Refused, it is shown again; so it is
    where nothing takes it any longer, to be copied."""
    shown_again = reverse("held_form")
    if _path_of(response) == shown_again:
        return response
    if response.status_code < BAD_REQUEST and not _leads_to_log_in(response):
        request.session.pop(FIELD, None)
        return response
    if FIELD not in request.session:
        return response
    warning(
        request,
        _(
            "It could not be sent: its page is gone, or you may no longer do this. Copy what you "
            "still need."
        ),
    )
    return redirect(shown_again)


def _leads_to_log_in(response: HttpResponse) -> bool:
    """To come back to what was asked for; whoever has logged out is led there without."""
    query = parse_qs(urlsplit(response.headers.get("Location", "")).query)
    return _path_of(response) == resolve_url(settings.LOGIN_URL) and REDIRECT_FIELD_NAME in query


def _path_of(response: HttpResponse) -> str:
    """Where it leads; "" where it leads nowhere."""
    return urlsplit(response.headers.get("Location", "")).path


def _log_in_again(request: HttpRequest) -> HttpResponse:
    if not request.accepts("text/html"):
        ended = _(
            "Your log-in has ended, so nothing was saved. What you typed still stands on this "
            "page: press a button that saves or submits, and it is taken along through the log-in."
        )
        # The editor, which saves by itself, shows the words of such an answer.
        answer = {"success": False, "error_code": "validation_error", "error_message": ended}
        return JsonResponse(answer, status=CONFLICT)
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
