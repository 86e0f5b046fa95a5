"""In how many documents words stand, asked of Elasticsearch and remembered for a while."""

from __future__ import annotations

import time
from collections.abc import Sequence

from elasticsearch import Elasticsearch

from search.engines.elasticsearch.connection import trouble_is_told

# A little old is good enough, and what another process wrote is known after so many seconds.
_REMEMBERED = 60.0
_MOST = 50_000
# For the public, words are counted one by one as long as they are so rare: only there could a
# hidden document be noticed.
_RARE = 1_000


class Remembered:
    """By whether only the public is meant, field and word; threads share it."""

    def __init__(self) -> None:
        self._counts: dict[tuple[bool, str, str], int] = {}
        self._until = 0.0

    def forget(self) -> None:
        self._counts = {}

    def counts(self) -> dict[tuple[bool, str, str], int]:
        now = time.monotonic()
        if now > self._until or len(self._counts) > _MOST:
            self._counts, self._until = {}, now + _REMEMBERED
        return self._counts


class ClusterFrequencies:
    """``Frequencies`` of what a reader may see. ``shards`` share the documents evenly, and one of
    them is asked."""

    def __init__(
        self,
        client: Elasticsearch,
        index: str,
        *,
        public_only: bool,
        shards: int,
        remembered: Remembered,
    ) -> None:
        self._client, self._index = client, index
        self._public_only, self._shards = public_only, shards
        self._known = remembered.counts()

    def documents(self) -> int:
        place = (self._public_only, "", "")
        if place not in self._known:
            with trouble_is_told():
                answer = self._client.count(index=self._index, query=self._seen())
            self._known[place] = answer["count"]
        return self._known[place]

    def of_words(self, words: Sequence[str]) -> list[int]:
        return self._of("folded", words)

    def of_pairs(self, pairs: Sequence[str]) -> list[int]:
        return self._of("bigrams", pairs)

    def know(self, words: Sequence[str], pairs: Sequence[str]) -> None:
        """Asks for all of them at once, which otherwise would be asked for one after another."""
        terms_of = {
            "folded": self._unknown("folded", words),
            "bigrams": self._unknown("bigrams", pairs),
        }
        terms_of = {field: terms for field, terms in terms_of.items() if terms}
        if not terms_of:
            return
        with trouble_is_told():
            frequencies = self._in_one_shard(terms_of)
            if self._public_only:
                frequencies |= self._counted(
                    {place: n for place, n in frequencies.items() if 0 < n <= _RARE}
                )
        for (field, term), many in frequencies.items():
            self._known[self._public_only, field, term] = many

    def _of(self, field: str, terms: Sequence[str]) -> list[int]:
        self.know(*((terms, ()) if field == "folded" else ((), terms)))
        return [self._known[self._public_only, field, term] for term in terms]

    def _unknown(self, field: str, terms: Sequence[str]) -> list[str]:
        return sorted({t for t in terms if (self._public_only, field, t) not in self._known})

    def _in_one_shard(self, asked_terms: dict[str, list[str]]) -> dict[tuple[str, str], int]:
        answer = self._client.termvectors(
            index=self._index,
            doc={field: " ".join(terms) for field, terms in asked_terms.items()},
            fields=list(asked_terms),
            term_statistics=True,
            field_statistics=False,
            positions=False,
            offsets=False,
        )["term_vectors"]
        return {
            (field, term): answer.get(field, {}).get("terms", {}).get(term, {}).get("doc_freq", 0)
            * self._shards
            for field, terms in asked_terms.items()
            for term in terms
        }

    def _counted(self, rare: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
        if not rare:
            return {}
        places = list(rare)
        filters = [{"term": {field: term}} for field, term in places]
        answer = self._client.search(
            index=self._index,
            query=self._seen(),
            size=0,
            track_total_hits=False,
            aggregations={"each": {"filters": {"filters": filters}}},
        )
        buckets = answer["aggregations"]["each"]["buckets"]
        return {place: b["doc_count"] for place, b in zip(places, buckets, strict=True)}

    def _seen(self) -> dict[str, object]:
        return {"term": {"public": True}} if self._public_only else {"match_all": {}}
