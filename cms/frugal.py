"""Less memory for processes that wait most of the time."""

from __future__ import annotations

import ctypes
import ctypes.util
import gc
import threading
import time

from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from django.utils import translation

from search.engine import get_engine

_MOST_ARENAS = -8  # M_ARENA_MAX of glibc's mallopt
_ARENAS = 2
_GIVES_BACK_EVERY = 10  # seconds


def share_little_heap() -> None:
    """Few heaps for many threads: glibc otherwise opens one for each, and keeps what it frees.
    Nothing happens where the C library is another."""
    library = ctypes.CDLL(ctypes.util.find_library("c"))
    if hasattr(library, "mallopt"):
        library.mallopt(_MOST_ARENAS, _ARENAS)


def give_back() -> None:
    """Hand memory that is free inside the process back to the machine; takes milliseconds."""
    library = ctypes.CDLL(ctypes.util.find_library("c"))
    if hasattr(library, "malloc_trim"):
        library.malloc_trim(0)


def give_back_regularly() -> None:
    """In a thread of its own, which ends with the process."""

    def go_on() -> None:
        while True:
            time.sleep(_GIVES_BACK_EVERY)
            give_back()

    threading.Thread(target=go_on, name="give back", daemon=True).start()


def load_what_all_read() -> None:
    """Before processes part: addresses with their views, the engine of search (not opened), and
    the words of both languages."""
    _find_addresses(get_resolver())
    get_engine()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("Home")


def _find_addresses(resolver: object) -> None:
    for pattern in getattr(resolver, "url_patterns", []):
        _find_addresses(pattern)


def before_parting() -> None:
    """No open database is shared. The collector looks at nothing that is loaded by now: looking
    writes into each object, which would make a copy of it for every process."""
    connections.close_all()
    gc.collect()
    gc.freeze()
