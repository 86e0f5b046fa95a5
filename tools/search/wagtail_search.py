"""Wagtail's own database search over the same documents, to compare with."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection, models
from modelsearch import index
from modelsearch.backends import get_search_backend
from wagtail.search.models import IndexEntry

from search.engines.base import IndexDocument
from search.measuring.judged_questions import JudgedQuestion
from tools.search.benchmarking import KEPT, Run, quality
from tools.search.engine_speed import percentiles
from tools.throwaway import throw_away_database

_TOGETHER = 500
# As a site would set them that knows which words say most.
_TITLE_BOOST, _HEADING_BOOST = 3, 4


@dataclass(frozen=True)
class _WagtailSearch:
    """``operator``: "and" is Wagtail's own choice and finds little for a sentence."""

    backend: Any
    table: type[models.Model]
    operator: str

    def __call__(self, text: str, limit: int) -> list[str]:
        found = self.backend.search(text, self.table, operator=self.operator)
        return [each.key for each in found[:limit]]


def compared(
    documents: Iterable[IndexDocument], questions: Sequence[JudgedQuestion]
) -> dict[str, dict[str, float]]:
    """Quality and speed of a hundred hits by operator, in a database of its own, of the kind the
    site has. Without snippets, for it makes none. Raises NoThrowAwayDatabase."""
    with throw_away_database(), _table() as table:
        backend = get_search_backend()
        began = time.perf_counter()
        rows = (
            table(key=each.key, title=each.title, heading=each.heading, body=each.body)
            for each in documents
        )
        while together := list(islice(rows, _TOGETHER)):
            backend.get_index_for_model(table).add_items(
                table, table._default_manager.bulk_create(together)
            )
        seconds = round(time.perf_counter() - began, 1)
        return {
            operator: _measured(_WagtailSearch(backend, table, operator), questions)
            | {"build_seconds": seconds}
            for operator in ("and", "or")
        }


def _measured(ask: _WagtailSearch, questions: Sequence[JudgedQuestion]) -> dict[str, float]:
    found: Run = {}
    milliseconds = []
    for each in questions:
        began = time.perf_counter()
        found[each.key] = [(key, 0.0) for key in ask(each.text, KEPT)]
        milliseconds.append((time.perf_counter() - began) * 1000)
    return quality(questions, found) | percentiles(milliseconds)


@contextmanager
def _table() -> Iterator[type[models.Model]]:
    """Made here and not in models.py: no installation has it."""

    class StockDocument(index.Indexed, models.Model):  # type: ignore[misc]
        key = models.TextField()
        title = models.TextField()
        heading = models.TextField()
        body = models.TextField()

        search_fields = [
            index.SearchField("title", boost=_TITLE_BOOST),
            index.SearchField("heading", boost=_HEADING_BOOST),
            index.SearchField("body"),
        ]

        class Meta:
            app_label = "search"

        def __str__(self) -> str:
            return str(self.key)

    # What the program does at its start for all tables that it has.
    IndexEntry.add_generic_relations()
    with connection.schema_editor() as editor:
        editor.create_model(StockDocument)
    yield StockDocument
