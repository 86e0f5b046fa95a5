from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.engine import get_engine
from search.engines.base import IndexDocument, IndexLocked, SearchUnavailable
from search.indexing import everything, how_many_rows


class Command(BaseCommand):
    help = (
        "Build the search index anew, beside the one in use, and switch to it at the end. "
        "Readers are served by the old one until then."
    )

    def handle(self, **options: Any) -> None:
        began = time.perf_counter()
        self._rows = how_many_rows()
        try:
            documents = get_engine().rebuild(self._counted(), self._report)
        except IndexLocked as busy:
            raise CommandError(f"{busy} Run this again when it is done.") from busy
        except SearchUnavailable as failure:
            raise CommandError(f"The index could not be built: {failure}") from failure
        took = time.perf_counter() - began
        self.stdout.write(
            self.style.SUCCESS(
                f"{documents} documents indexed from {self._rows} editions and legal texts "
                f"in {took:.1f} s."
            )
        )

    def _counted(self) -> Iterator[IndexDocument]:
        """Everything; on the way counts the editions and texts, whose total is known."""
        self._read = 0
        group = ""
        for document in everything():
            if document.group != group:
                group, self._read = document.group, self._read + 1
            yield document

    def _report(self, documents: int) -> None:
        self.stdout.write(f"{self._read}/{self._rows} editions and texts, {documents} documents")
        self.stdout.flush()
