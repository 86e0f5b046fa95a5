"""Wagtail's own search, as the explorer of pages asks it: by words. What else is typed (quotes,
brackets, a sign of per cent) is no part of them, and the full-text search of SQLite takes it for
its own language, in which it is an error."""

from __future__ import annotations

import re
from typing import Any

from modelsearch.backends.base import BaseSearchBackend
from wagtail.search.backends import database

# Of a number or code (161/2026/NĐ-CP, QT-LĐVL-01) nothing is taken away.
_NO_WORD = re.compile(r"[^\w/.&-]+")


def words_of(typed: str) -> str:
    """The words with their signs; "" if there is none, which finds nothing."""
    parts = _NO_WORD.sub(" ", typed).split()
    return " ".join(part for part in parts if any(map(str.isalnum, part)))


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:
    """Wagtail's for the database in use, asked for words only."""
    backend = database.SearchBackend(params)
    find = backend._search

    def by_words(compiler: type, query: Any, *args: Any, **options: Any) -> Any:
        return find(
            compiler, words_of(query) if isinstance(query, str) else query, *args, **options
        )

    backend._search = by_words
    return backend
