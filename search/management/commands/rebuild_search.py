from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.engine import get_engine
from search.engines.base import Engine, IndexDocument, IndexLocked, SearchUnavailable
from search.engines.fallback import each_engine
from search.engines.refused import SomeRefused
from search.index.indexing import everything, how_many_rows
from search.keeping.verifying import Afresh

_BAR = 30


class Command(BaseCommand):
    help = (
        "Build the search index anew, beside the one in use, and switch to it at the end. "
        "Readers are served by the old one until then."
    )

    def handle(self, **options: Any) -> None:
        self._rows = how_many_rows()
        engines = list(each_engine(get_engine()))
        for name, engine in engines:
            if len(engines) > 1:
                self.stdout.write(f"{name}:")
            self._rebuild(engine)

    def _rebuild(self, engine: Engine) -> None:
        began = time.perf_counter()
        try:
            documents = engine.rebuild(Afresh(self._counted), self._report)
        except IndexLocked as busy:
            raise CommandError(f"{busy} Run this again when it is done.") from busy
        except SearchUnavailable as failure:
            raise CommandError(f"The index could not be built: {failure}") from failure
        except SomeRefused as reason:
            raise CommandError(
                f"The new index is in use, without all documents: {reason}"
            ) from None
        finally:
            self._end_bar()
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
        """On a terminal one line that grows, elsewhere a line each time."""
        line = f"{self._read}/{self._rows} editions and texts, {documents} documents"
        if self.stdout.isatty():
            filled = _BAR * self._read // max(self._rows, 1)
            self.stdout.write(f"\r[{'#' * filled:<{_BAR}}] {line}", ending="")
        else:
            self.stdout.write(line)
        self.stdout.flush()

    def _end_bar(self) -> None:
        if self.stdout.isatty():
            self.stdout.write("")
