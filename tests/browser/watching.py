"""What a page did beside showing itself (errors it reported, hosts it asked, bytes it fetched), and
waiting for what the worker does meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

# Asked for on purpose, to see the page that says so.
NO_SUCH_PAGE = "/khong-co-trang-nay/"


class Watch:
    """Collects from the moment it is made."""

    def __init__(self, page: Page, address: str) -> None:
        self.troubles: list[str] = []
        self.responses: list[Response] = []
        self._host = urlsplit(address).netloc
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("request", self._request)
        page.on("response", lambda response: self.responses.append(response))

    def _console(self, message: ConsoleMessage) -> None:
        where = message.location["url"]
        # Wagtail saves by itself, and is told so while a row is only half filled in.
        half_filled = where.endswith("/edit/") and "status of 400" in message.text
        if message.type == "error" and NO_SUCH_PAGE not in where and not half_filled:
            self.troubles.append(f"console: {message.text} ({where})")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self._host:
            self.troubles.append(f"another host: {request.url}")


def eventually(look: Callable[[], None], *, within: float = 90) -> None:
    """Until ``look`` no longer fails, while the worker works. Raises its last failure.

    ``within`` is in seconds; a worker that just started has its daily work to do first, and counts
    questions every minute.
    """
    until = time.monotonic() + within
    while True:
        try:
            return look()
        except AssertionError:
            if time.monotonic() > until:
                raise
