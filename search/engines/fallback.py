"""A cluster first; while it does not answer, an index on this machine."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from search.engines.base import (
    Engine,
    Filters,
    IndexBroken,
    IndexDocument,
    IndexMissing,
    Progress,
    Query,
    Results,
    SearchUnavailable,
    Suggestion,
)
from search.engines.refused import SomeRefused

logger = logging.getLogger(__name__)
# After a failure the first engine is left alone for so many seconds: waiting for it costs each
# reader seconds, asking it again costs one of them a moment.
RESTS = 5.0
_Answer = TypeVar("_Answer")


class Behind(SearchUnavailable):
    """The fallback has the change. The first engine does not, and must be compared with the
    database once it answers."""


def open_with_fallback(*, path: Path, **cluster: Any) -> WithFallback:
    """``cluster`` is what ``open_cluster`` is given, ``path`` the folder of the embedded index."""
    # What an installation, or a worker that waits, has no use for is not loaded: the client of a
    # cluster takes 27 MB, the embedded engine with numpy 14.
    from search.engines.elasticsearch.engine import open_cluster
    from search.engines.embedded.engine import EmbeddedEngine

    return WithFallback(open_cluster(**cluster), EmbeddedEngine(path))


class WithFallback:
    """An ``Engine`` of two, each of which has everything. Readers get ``fallback`` with their
    results when the second answered.

    Whatever is written is written to both; ``documents`` that can be gone through only once are
    held in memory for that.
    """

    def __init__(self, first: Engine, second: Engine) -> None:
        self.first, self.second = first, second
        self._rests_until = 0.0

    def search(self, query: Query) -> Results:
        return self._ask(
            lambda: self.first.search(query),
            lambda: replace(self.second.search(query), fallback=True),
        )

    def suggest(self, typed: str, within: Filters, limit: int = 8) -> list[Suggestion]:
        return self._ask(
            lambda: self.first.suggest(typed, within, limit),
            lambda: self.second.suggest(typed, within, limit),
        )

    def occurrences(self, words: Sequence[str], within: Filters) -> list[int]:
        return self._ask(
            lambda: self.first.occurrences(words, within),
            lambda: self.second.occurrences(words, within),
        )

    def add(self, documents: Iterable[IndexDocument]) -> int:
        return self.replace((), documents)

    def remove(self, groups: Iterable[str]) -> None:
        self.replace(groups, ())

    def replace(self, groups: Iterable[str], documents: Iterable[IndexDocument]) -> int:
        """Raises Behind if only the second has the change."""
        groups, documents = list(groups), _again(documents)
        try:
            written = self.first.replace(groups, documents)
        except (IndexMissing, IndexBroken):
            raise
        except SearchUnavailable as failure:
            self.second.replace(groups, documents)
            raise Behind(str(failure)) from failure
        except SomeRefused:
            self.second.replace(groups, documents)
            raise
        self.second.replace(groups, documents)
        return written

    def rebuild(self, documents: Iterable[IndexDocument], progress: Progress | None = None) -> int:
        """While the first does not answer, the second is only built if it cannot answer either:
        this is tried again and again."""
        documents = _again(documents)
        try:
            written = self.first.rebuild(documents, progress)
        except SearchUnavailable:
            if not _can_be_read(self.second):
                self.second.rebuild(documents)
            raise
        except SomeRefused:
            self.second.rebuild(documents)
            raise
        self.second.rebuild(documents)
        return written

    def count(self) -> int:
        """Of the first; raises what is wrong with either."""
        self.second.count()
        return self.first.count()

    def keys(self) -> Mapping[str, str]:
        return self.first.keys()

    def _ask(self, first: Callable[[], _Answer], second: Callable[[], _Answer]) -> _Answer:
        if time.monotonic() < self._rests_until:
            return second()
        try:
            return first()
        except SearchUnavailable as failure:
            logger.warning("The fallback answers: %s", failure)
            self._rests_until = time.monotonic() + RESTS
        return second()


def each_engine(engine: Engine) -> Iterator[tuple[str, Engine]]:
    """The engines that have an index of their own, with their names."""
    if isinstance(engine, WithFallback):
        yield from each_engine(engine.first)
        yield from each_engine(engine.second)
    else:
        yield type(engine).__name__.removesuffix("Engine").lower(), engine


def _can_be_read(engine: Engine) -> bool:
    try:
        engine.count()
    except SearchUnavailable:
        return False
    return True


def _again(documents: Iterable[IndexDocument]) -> Iterable[IndexDocument]:
    return list(documents) if isinstance(documents, Iterator) else documents
