"""Shows a person their own page again as it was drawn, while nothing that it shows has changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone, translation

from cms.kept.frame import remember_frame
from cms.kept.shelf import KeptPage, Shelf
from cms.kept.tokens import parted
from cms.kept.version import WORK, content_version
from cms.log_in import sessions
from doccontrol.access import own_page

GetResponse = Callable[[HttpRequest], HttpResponse]
MOST_BYTES = 8 * 2**20
LONGEST_QUERY = 300

# Of others nothing is kept, and nothing asked.
VIEWS = {"desk", "clocks:index", "clocks:results", "triage:index"}
# What a view or Wagtail's frame may read of a request beside its address.
HEADERS = ("Accept", "User-Agent", "X-Requested-With")

shelf = Shelf(MOST_BYTES)


class KeptWorkMiddleware:
    """The last of the list: session, account and password are looked at as ever, and all others
    see the answer as ever. What the view would ask beside, the rights of the person, stands in the
    database: whoever loses one has another version, and the view is asked again.

    The key holds everything the page depends on: person, address, language, day, cookies, and the
    version of the content, read before the page is drawn.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        key = getattr(request, "_kept_work_key", None)
        page = None if key is None else _page(request, response)
        if page is not None:
            shelf.put(key, page)
        return response

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        key = _key(request)
        if key is None:
            return None
        page = shelf.get(key)
        if page is not None and page.is_standing():
            page.shown_again()
            return _shown(page, request)
        # The person was looked up before the version was read: what is drawn must not be older.
        request.user = get_user(request)
        remember_frame(request, key[0])
        request._kept_work_key = key  # type: ignore[attr-defined]
        return None


def _key(request: HttpRequest) -> tuple[Any, ...] | None:
    """None for a request that is not answered from what is kept."""
    is_plain = (
        request.method == "GET"
        and request.resolver_match is not None
        and request.resolver_match.view_name in VIEWS
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
        and request.user.is_authenticated
        and not _has_messages(request)
    )
    version = content_version(WORK) if is_plain else ""
    if not version:
        return None
    return (
        version,
        request.user.pk,
        timezone.localdate(),
        translation.get_language(),
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        _cookies(request),
        tuple(request.headers.get(name) for name in HEADERS),
    )


def _cookies(request: HttpRequest) -> Hashable:
    """Choices of the reader. Who it is, and since when, was looked at already."""
    looked_at = {
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        sessions.COOKIE,
        "messages",
    }
    return tuple(sorted(cookie for cookie in request.COOKIES.items() if cookie[0] not in looked_at))


def _has_messages(request: HttpRequest) -> bool:
    """They are shown once, by a page that is drawn."""
    return len(get_messages(request)) > 0  # type: ignore[arg-type]


def _page(request: HttpRequest, response: HttpResponse) -> KeptPage | None:
    """None for what is not one person's page, as the view says, or cannot be shown twice."""
    own = own_page(response)
    if (
        own is None
        or response.status_code != HTTPStatus.OK
        or response.streaming
        or response.cookies
        or response.has_header("Vary")
        or request.session.modified
        or _has_messages(request)
    ):
        return None
    pieces = parted(response.content)
    if pieces is None or (len(pieces) == 1 and request.META.get("CSRF_COOKIE_NEEDS_UPDATE")):
        return None  # the token stands where it is not known
    headers = tuple((n, v) for n, v in response.headers.items() if n.lower() != "content-length")
    return KeptPage(pieces, headers, "", own.is_standing, own.shown_again)


def _shown(page: KeptPage, request: HttpRequest) -> HttpResponse:
    """With the token of this session."""
    token = get_token(request).encode() if len(page.pieces) > 1 else b""
    response = HttpResponse(token.join(page.pieces))
    for name, value in page.headers:
        response.headers[name] = value
    return response
