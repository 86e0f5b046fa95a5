"""What is decided for every request."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponse]


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
        return response


class ContentSecurityPolicyMiddleware:
    """Scripts and styles from this site only.

    Wagtail's admin writes inline scripts and styles, so it gets a wider rule.
    """

    PUBLIC = "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'self'; form-action 'self'; object-src 'none'"
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
