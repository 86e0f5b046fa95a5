"""Where drawn pages lie: in this process; the longest unused goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True, slots=True)
class KeptPage:
    """``pieces`` are the page's bytes, parted where each visitor's own token stands.

    ``is_standing`` says whether what lies outside the database is as it was; ``shown_again`` is
    called whenever the page is.
    """

    pieces: tuple[bytes, ...]
    headers: tuple[tuple[str, str], ...]
    etag: str
    is_standing: Callable[[], bool]
    shown_again: Callable[[], object]

    @property
    def size(self) -> int:
        return sum(map(len, self.pieces))


class Shelf:
    """At most ``most_bytes`` of pages; safe for threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._pages: OrderedDict[Hashable, KeptPage] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> KeptPage | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: KeptPage) -> None:
        with self._lock:
            self._take_away(key)
            self._pages[key] = page
            self._bytes += page.size
            while self._bytes > self._most_bytes:
                self._take_away(next(iter(self._pages)))

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def _take_away(self, key: Hashable) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._bytes -= page.size
