"""The live index of a cluster, as the two stages ask it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from elasticsearch import Elasticsearch

from search.engines.base import Counts, Facet, IndexMissing, SearchUnavailable
from search.engines.elasticsearch.connection import trouble_is_told
from search.engines.elasticsearch.fields import shown_fields, to_bytes
from search.engines.elasticsearch.frequencies import ClusterFrequencies
from search.engines.elasticsearch.query import to_query
from search.engines.facets import counts_told, facet_values, states_asked
from search.engines.tree import IndexQuery, OneOf
from search.engines.two_stages import DEEPEST, Candidate, FoundCandidates, Matches
from search.engines.within import FIELDS

# Last by key: what scores alike stands in one order on every page.
_ORDER: list[Any] = [{"_score": "desc"}, {"key": "asc"}]
_NEWEST: list[Any] = [{"from_day": "desc"}, {"key": "asc"}]
# More values of one facet than any agency has units or fields.
_MOST_VALUES = 1_000
# Of several searches in one request one may meet a shard that is just moving.
_TRIES = 3
_NOT_FOUND = 404


class Moment:
    """A ``FirstStage`` over an alias, for one reader and day."""

    def __init__(
        self, client: Elasticsearch, index: str, on: date | None, frequencies: ClusterFrequencies
    ) -> None:
        self._client, self._index, self._on = client, index, on
        self.frequencies = frequencies

    def find(
        self,
        queries: Sequence[IndexQuery],
        start: int,
        stop: int,
        *,
        counted: bool,
        newest: bool = False,
    ) -> list[FoundCandidates]:
        order = _NEWEST if newest else _ORDER
        bodies = [self._find(query, start, stop, counted, order) for query in queries]
        return [self._with_total(answer["hits"]) for answer in self._ask(queries, bodies)]

    def matches(self, query: IndexQuery, *, newest: bool = False) -> Matches:
        """As many as the server lists in one answer."""
        body = self._find(query, 0, DEEPEST, True, _NEWEST if newest else _ORDER)
        (answer,) = self._ask([query], [body | {"docvalue_fields": ["group", "about"]}])
        hits = answer["hits"]
        places = [(hit["fields"]["group"][0], hit["fields"]["about"][0]) for hit in hits["hits"]]
        firsts = dict(reversed(places))
        return Matches(
            hits["total"]["value"],
            [group for group, _about in places],
            [hit["sort"][1] for hit in hits["hits"]],
            {group: facet_values(json.loads(about), self._on) for group, about in firsts.items()},
        )

    def candidates(self, known_as: Sequence[Any]) -> list[Candidate | None]:
        if not known_as:
            return []
        keys = OneOf("key", tuple(known_as))
        body = self._find(keys, 0, len(known_as), False, _ORDER)
        (answer,) = self._ask([keys], [body])
        read = (self._candidate(hit) for hit in answer["hits"]["hits"])
        by_key = {candidate.key: candidate for candidate in read}
        return [by_key.get(key) for key in known_as]

    def totals(self, queries: Sequence[IndexQuery]) -> list[int]:
        bodies = [
            {"query": to_query(query).to_dict(), "size": 0, "track_total_hits": True}
            for query in queries
        ]
        return [answer["hits"]["total"]["value"] for answer in self._ask(queries, bodies)]

    def counts(self, query: IndexQuery, facets: Collection[Facet]) -> Counts:
        if not facets:
            return {}
        aggregations = {facet.value: self._aggregation(facet) for facet in facets}
        body = {
            "query": to_query(query).to_dict(),
            "size": 0,
            "track_total_hits": False,
            "aggs": aggregations,
        }
        (answer,) = self._ask([query], [body])
        return counts_told(answer["aggregations"])

    def read(self, candidates: Sequence[Candidate]) -> list[dict[str, str]]:
        return [shown_fields(candidate.known_as) for candidate in candidates]

    def _find(
        self, query: IndexQuery, start: int, stop: int, counted: bool, order: list[Any]
    ) -> dict[str, Any]:
        return {
            "query": to_query(query).to_dict(),
            "from": start,
            "size": max(0, stop - start),
            "sort": order,
            "track_total_hits": counted,
            "_source": False,
            "stored_fields": "_none_",
            "docvalue_fields": ["group", "packed", "about", "shown"],
        }

    def _with_total(self, hits: Mapping[str, Any]) -> FoundCandidates:
        candidates = [self._candidate(hit) for hit in hits["hits"]]
        return FoundCandidates(hits["total"]["value"] if "total" in hits else 0, candidates)

    def _candidate(self, hit: Mapping[str, Any]) -> Candidate:
        columns = hit["fields"]
        facts = json.loads(columns["about"][0])
        return Candidate(
            key=hit["sort"][1],
            group=columns["group"][0],
            packed=to_bytes(columns["packed"][0]),
            values=facet_values(facts, self._on),
            since=facts["from_day"],
            known_as=columns["shown"][0],
        )

    def _aggregation(self, facet: Facet) -> dict[str, Any]:
        if facet is Facet.STATE:
            return states_asked(self._on or date.max)
        return {"terms": {"field": FIELDS[facet], "size": _MOST_VALUES}}

    def _ask(self, queries: Sequence[IndexQuery], bodies: list[dict[str, Any]]) -> list[Any]:
        """The answers to all bodies, from one request."""
        # The same question always goes to the same copy of the index, as long as that one is
        # there: copies differ in what was deleted, so in scores, and pages would overlap.
        copy = f"q{zlib.crc32(repr(queries[:1]).encode())}"
        with trouble_is_told():
            if len(bodies) == 1:
                given = dict(bodies[0])
                # The client's names for what Python or it has words for.
                given |= {"from_": given.pop("from", 0), "source": given.pop("_source", False)}
                answer = self._client.search(
                    index=self._index,
                    preference=copy,
                    allow_partial_search_results=False,
                    **given,
                )
                return [answer]
            return self._ask_together(copy, bodies)

    def _ask_together(self, copy: str, bodies: list[dict[str, Any]]) -> list[Any]:
        head = {"index": self._index, "preference": copy, "allow_partial_search_results": False}
        searches = [line for body in bodies for line in (head, body)]
        for _attempt in range(_TRIES):
            answers = self._client.msearch(searches=searches)["responses"]
            wrong = [answer for answer in answers if "error" in answer]
            if not wrong:
                return list(answers)
        if wrong[0]["status"] == _NOT_FOUND:
            raise IndexMissing(f"Elasticsearch has no index {self._index}.")
        raise SearchUnavailable(f"Elasticsearch does not answer: {str(wrong[0]['error'])[:300]}")
