"""What is decided for every request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import ProtectedError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from cms.every_request.page_before import page_before
from doccontrol.acting import acting
from doccontrol.asked_once import answers_hold
from doccontrol.documents.doors.addresses import refusal_at
from doccontrol.documents.refusals import StillNamed
from doccontrol.errors import Refused

GetResponse = Callable[[HttpRequest], HttpResponse]
METHOD_NOT_ALLOWED, CONFLICT = 405, 409


class InterfaceLanguageMiddleware:
    """The language that the reader chose (a cookie), else the agency's: Vietnamese.

    Django's own LocaleMiddleware follows the browser; a Vietnamese agency's portal opened on
    a machine set to English must still greet in Vietnamese.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


class MethodMiddleware:
    """GET, HEAD and POST are all that this site speaks; anything else is answered with 405.

    Many views of Wagtail take a method that they do not know for a GET. What nobody needs nobody
    may ask: then a table of who may do what has no unknown columns. First in the list, so that it
    answers before anything is asked of the database.
    """

    ALWAYS = ("GET", "HEAD", "POST")
    # Wagtail's own scripts: a preview is cleared, a hint is put away for good.
    ALSO = {
        "wagtailadmin_pages:preview_on_add": "DELETE",
        "wagtailadmin_pages:preview_on_edit": "DELETE",
        "wagtailadmin_dismissibles": "PATCH",
    }

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, options: object
    ) -> HttpResponse | None:
        assert request.resolver_match is not None  # noqa: S101  a view was found
        if request.method in self.ALWAYS:
            return None
        if request.method == self.ALSO.get(request.resolver_match.view_name):
            return None
        return HttpResponseNotAllowed(self.ALWAYS)


class ContentSecurityPolicyMiddleware:
    """Scripts and styles from this site only.

    Wagtail's admin writes inline scripts and styles, so it gets a wider rule.
    """

    PUBLIC = (
        "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'; "
        "base-uri 'self'; form-action 'self'; object-src 'none'"
    )
    ADMIN = (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; frame-ancestors 'self'; "
        "base-uri 'self'; form-action 'self'; object-src 'none'"
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A preview is a public template inside the admin, with Wagtail's user bar in it.
        wide = request.path.startswith("/admin/") or getattr(request, "is_preview", False)
        response.headers.setdefault("Content-Security-Policy", self.ADMIN if wide else self.PUBLIC)
        return response


class ActingMiddleware:
    """Whoever is signed in acts, wherever the request leads; asked for only by a guard."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting(lambda: request.user):
            return self.get_response(request)


class ReadingMiddleware:
    """While a page is only read, what several of its parts ask is asked once."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with answers_hold():
            return self.get_response(request)


class PasswordMiddleware:
    """Leads somebody whose password was set by another to the page where they set their own."""

    OPEN = ("password_change", "password_change_done", "logout", "set_language")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a cookie nobody is signed in, and nothing need be asked.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and self._must_change(request):
            return HttpResponseRedirect(reverse("password_change"))
        return self.get_response(request)

    def _must_change(self, request: HttpRequest) -> bool:
        person = request.user
        return (
            person.is_authenticated
            and person.must_change_password
            and request.path not in {reverse(name) for name in self.OPEN}
        )


class PrivateAnswersMiddleware:
    """What is answered to somebody who is logged in is kept by no cache, the browser's included:
    on a shared machine the next person would find it. The log-in page says who tried.

    Whether somebody is logged in is not asked of the database: whoever brings a session, or is
    given one, is answered so.
    """

    PRIVATE = "private, no-store"
    PERMISSIONS = (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), "
        "browsing-topics=()"
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = settings.SESSION_COOKIE_NAME
        personal = session in request.COOKIES or session in response.cookies
        if personal or request.path == reverse("login"):
            response.headers["Cache-Control"] = self.PRIVATE
        response.headers.setdefault("Permissions-Policy", self.PERMISSIONS)
        return response


class RefusalMiddleware:
    """Tells the person why something was refused, where they were, in the words of the refusal."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == METHOD_NOT_ALLOWED and request.method == "GET":
            # An address that only takes forms, opened from a bookmark or after a log-in.
            response.content = render_to_string("405.html", {"back": way_back(request)}, request)
        return response

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        refused = refusal_at(request)
        return None if refused is None else self.process_exception(request, refused)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ProtectedError):
            error = StillNamed()
        if not isinstance(error, Refused):
            return None
        if not request.accepts("text/html"):
            # Wagtail's autosave asks for JSON, and shows the words of a "validation_error".
            refusal = {"error_code": "validation_error", "error_message": str(error)}
            return JsonResponse({"success": False} | refusal, status=CONFLICT)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # Wagtail's modal draws "html" whatever the step, but only of an answer with status 200.
            html = render_to_string("cms/refused_in_modal.html", {"text": str(error)})
            return JsonResponse({"step": "refused", "html": html})
        messages.error(request, str(error))
        return HttpResponseRedirect(way_back(request))


def way_back(request: HttpRequest) -> str:
    """The page that the person came from if it is ours, else the nearest place that is theirs."""
    before = page_before(request)
    # A page that refuses to be opened must not lead to itself for ever.
    goes_round = request.method == "GET" and before.partition("?")[0] == request.path
    if before and not goes_round:
        return before
    if request.path.startswith("/admin/") and request.path != reverse("wagtailadmin_home"):
        return reverse("wagtailadmin_home")
    return reverse("desk") if request.user.is_authenticated else "/"
