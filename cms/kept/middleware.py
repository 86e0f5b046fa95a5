"""Shows a page for the public again as it was drawn, while nothing that it shows has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response

from cms.kept.frame import remember_frame
from cms.kept.shelf import KeptPage, Shelf
from cms.kept.tokens import parted
from cms.kept.version import content_version
from doccontrol.access import alike_for_everybody
from doccontrol.asked_once import no_answers_last

GetResponse = Callable[[HttpRequest], HttpResponse]
MOST_BYTES = 8 * 2**20
LONGEST_QUERY = 300
# Readers may keep it too, but ask each time: what was withdrawn is withdrawn at once.
CACHE_CONTROL = "no-cache"
_TOLD_ANEW = {"content-length", "etag", "vary", "content-language"}

# Of others nothing is kept, and nothing asked.
VIEWS = {"wagtail_serve", "documents:edition", "search"}

shelf = Shelf(MOST_BYTES)


class KeptPagesMiddleware:
    """For whoever brings no session: nobody is signed in then, and nobody is looked up.

    The key holds everything the page depends on: address, language, day, and the version of the
    content, read before the page is drawn. All other middlewares see the answer as ever.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with no_answers_last():
            response = self.get_response(request)
        key = getattr(request, "_kept_key", None)
        if key is None:
            return response
        page = _page(request, response, key)
        if page is None:
            return response
        shelf.put(key, page)
        return _shown(page, request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        key = _key(request)
        page = None if key is None else shelf.get(key)
        if page is None or not page.is_standing():
            request._kept_key = key  # type: ignore[attr-defined]
            if key is not None:
                remember_frame(request, key[0])
            return None
        page.shown_again()
        return _shown(page, request)


def _key(request: HttpRequest) -> tuple[Any, ...] | None:
    """None for a request that is not answered from what is kept."""
    cookies = request.COOKIES
    is_plain = (
        request.method == "GET"
        and request.resolver_match is not None
        and request.resolver_match.view_name in VIEWS
        and settings.SESSION_COOKIE_NAME not in cookies
        and "messages" not in cookies
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
    )
    version = content_version() if is_plain else ""
    if not version:
        return None
    return (
        version,
        timezone.localdate(),
        translation.get_language(),
        request.scheme,
        request.get_host(),
        request.get_full_path(),
    )


def _page(request: HttpRequest, response: HttpResponse, key: Hashable) -> KeptPage | None:
    """None for what is not the same for everybody, as the view says, or cannot be shown twice."""
    alike = alike_for_everybody(response)
    varies = {name.strip().lower() for name in response.headers.get("Vary", "").split(",")}
    if (
        alike is None
        or response.status_code != HTTPStatus.OK
        or response.streaming
        or response.cookies
        or varies - {"", "cookie"}
    ):
        return None
    pieces = parted(response.content)
    if pieces is None or (len(pieces) == 1 and request.META.get("CSRF_COOKIE_NEEDS_UPDATE")):
        return None  # the token stands where it is not known
    headers = [(n, v) for n, v in response.headers.items() if n.lower() not in _TOLD_ANEW]
    return KeptPage(
        pieces=pieces,
        headers=(*headers, ("Cache-Control", CACHE_CONTROL)),
        etag=hashlib.sha256(repr((key, alike.state)).encode()).hexdigest()[:32],
        is_standing=alike.is_standing,
        shown_again=alike.shown_again,
    )


def _shown(page: KeptPage, request: HttpRequest) -> HttpResponse:
    """With this visitor's token, and so with an ETag of this visitor's."""
    token = get_token(request).encode() if len(page.pieces) > 1 else b""
    response = HttpResponse(token.join(page.pieces))
    for name, value in page.headers:
        response.headers[name] = value
    secret = request.META.get("CSRF_COOKIE", "")
    etag = f'W/"{hashlib.sha256((page.etag + secret).encode()).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    conditional = get_conditional_response(request, etag=etag, response=response)
    return conditional or response
