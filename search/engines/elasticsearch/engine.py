"""Search on an Elasticsearch cluster, for more readers than one machine serves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from search.engines.base import (
    Filters,
    IndexBroken,
    IndexDocument,
    IndexMissing,
    Progress,
    Query,
    Results,
    Suggestion,
)
from search.engines.by_document import search
from search.engines.elasticsearch.connection import (
    Connection,
    PartsAway,
    client_of,
    trouble_is_told,
    writing_client_of,
)
from search.engines.elasticsearch.fields import index_settings
from search.engines.elasticsearch.frequencies import ClusterFrequencies, Remembered
from search.engines.elasticsearch.indices import Indices
from search.engines.elasticsearch.reading import Moment
from search.engines.elasticsearch.writing import fingerprints, keys_of, remove, write
from search.engines.index_queries import with_word
from search.engines.refused import Refusal, SomeRefused
from search.engines.suggesting import suggest
from search.queries.question import Question
from search.text import bigrams, folded

_Answer = TypeVar("_Answer")
# Seconds.
PARTS_COME_BACK_WITHIN = 60.0
_MEGABYTE = 1_000_000


class ElasticsearchEngine:
    """An ``Engine`` over the indices of one cluster whose names begin with ``index``.

    ``replicas`` are copies beside the first, made as far as there are nodes for them: with one,
    any node may fail. Writing raises SomeRefused, after all else is written, if the server does
    not take a document.
    """

    def __init__(
        self, connection: Connection, index: str, *, shards: int = 1, replicas: int = 1
    ) -> None:
        self._connection, self._shards = connection, shards
        self._indices = Indices(
            writing_client_of(connection), index, index_settings(shards, replicas)
        )
        self._remembered = Remembered()
        self._away_since = 0.0

    def search(self, query: Query) -> Results:
        started = time.perf_counter()
        results = self._read(lambda: search(self._moment(query.within, query.question), query))
        return replace(results, took_ms=(time.perf_counter() - started) * 1000)

    def first_stage(self, within: Filters) -> Moment:
        """What the second stage asks, for training and measuring it."""
        return self._moment(within)

    def suggest(self, typed: str, within: Filters, limit: int = 8) -> list[Suggestion]:
        return self._read(lambda: suggest(self._moment(within), typed, within, limit))

    def occurrences(self, words: Sequence[str], within: Filters) -> list[int]:
        queries = [with_word(word, within) for word in words]
        return self._read(lambda: self._moment(within).totals(queries)) if queries else []

    def add(self, documents: Iterable[IndexDocument]) -> int:
        return self.replace((), documents)

    def remove(self, groups: Iterable[str]) -> None:
        self.replace(groups, ())

    def replace(self, groups: Iterable[str], documents: Iterable[IndexDocument]) -> int:
        client = writing_client_of(self._connection)
        with self._indices.locked():
            index = self._indices.live()
            # What a writer that was killed had sent is not yet seen, and must be found as well.
            with trouble_is_told():
                client.indices.refresh(index=index)
            before = keys_of(client, index, groups)
            written, refusals = write(client, index, documents)
            remove(client, index, before - written)
            with trouble_is_told():
                client.indices.refresh(index=index)
        self._remembered.forget()
        return _count_written(len(written), refusals)

    def rebuild(self, documents: Iterable[IndexDocument], progress: Progress | None = None) -> int:
        client = writing_client_of(self._connection)
        with self._indices.locked() as held, self._indices.new(held) as index:
            written, refusals = write(client, index, documents, progress)
        self._remembered.forget()
        return _count_written(len(written), refusals)

    def count(self) -> int:
        """Raises IndexBroken if parts of the index have been away, whenever this was asked, for
        longer than a cluster needs to start: waiting for them would have no end."""
        try:
            with trouble_is_told():
                answer = client_of(self._connection).count(index=self._indices.alias)
        except PartsAway as failure:
            now = time.monotonic()
            self._away_since = self._away_since or now
            if now - self._away_since < PARTS_COME_BACK_WITHIN:
                raise
            raise IndexBroken(str(failure)) from failure
        self._away_since = 0.0
        return int(answer["count"])

    def keys(self) -> Mapping[str, str]:
        return fingerprints(writing_client_of(self._connection), self._indices.alias)

    def megabytes(self) -> float:
        """Of the live index, one copy."""
        with trouble_is_told():
            statistics = client_of(self._connection).indices.stats(index=self._indices.alias)
        return float(statistics["_all"]["primaries"]["store"]["size_in_bytes"]) / _MEGABYTE

    def forget(self) -> None:
        """Removes all of its indices from the cluster, for tests and benchmarks."""
        self._indices.forget()

    def _moment(self, within: Filters, question: Question | None = None) -> Moment:
        client, alias = client_of(self._connection), self._indices.alias
        frequencies = ClusterFrequencies(
            client,
            alias,
            public_only=within.public_only,
            shards=self._shards,
            remembered=self._remembered,
        )
        if question:
            words = [list(map(folded, wording)) for wording in question.wordings]
            frequencies.know(
                [w for listed in words for w in listed],
                [p for listed in words for p in bigrams(listed)],
            )
        return Moment(client, alias, within.on, frequencies)

    def _read(self, ask: Callable[[], _Answer]) -> _Answer:
        """Asked once more if the index was switched while it was read."""
        try:
            return ask()
        except IndexMissing:
            return ask()


def open_cluster(
    *, index: str, shards: int = 1, replicas: int = 1, **connection: Any
) -> ElasticsearchEngine:
    """``connection`` are the fields of a Connection."""
    return ElasticsearchEngine(Connection(**connection), index, shards=shards, replicas=replicas)


def _count_written(written: int, refusals: Sequence[Refusal]) -> int:
    if refusals:
        raise SomeRefused(refusals)
    return written
