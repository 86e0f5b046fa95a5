"""One state of the embedded index, as the two stages ask it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import tantivy

from search.engines.base import Counts, Facet, Filters
from search.engines.embedded.damage import damage_is_told
from search.engines.embedded.fields import about, fields_of, number_of
from search.engines.embedded.query import to_query
from search.engines.facets import Values, counts_told, facet_values, states_asked
from search.engines.tree import Every, Fixed, IndexQuery, Term
from search.engines.two_stages import Candidate, FoundCandidates, Matches
from search.engines.within import FIELDS

_MOST_VALUES = 1_000
# Of more places than these the best are listed: only a very large index has them for one question.
MOST_MATCHES = 100_000
# What facets are told of documents, by its number; shared by all states of all indices.
_FACTS: dict[Any, dict[str, Any]] = {}
_MOST_FACTS = 200_000
# In how many public documents a word of a field stands, remembered for one state of the index.
Counted = dict[tuple[str, str], int]


class Moment:
    """A ``FirstStage`` over a searcher: what others commit meanwhile is not seen."""

    def __init__(self, searcher: tantivy.Searcher, within: Filters, counted: Counted) -> None:
        self._searcher = searcher
        self._on = within.on
        self.frequencies = IndexFrequencies(searcher, counted, public_only=within.public_only)

    @damage_is_told()
    def find(
        self,
        queries: Sequence[IndexQuery],
        start: int,
        stop: int,
        *,
        counted: bool,
        newest: bool = False,
    ) -> list[FoundCandidates]:
        by = "from_day" if newest else None
        return [self._find(to_query(query), start, stop, counted, by) for query in queries]

    @damage_is_told()
    def matches(self, query: IndexQuery, *, newest: bool = False) -> Matches:
        answer = self._searcher.search(
            to_query(query),
            limit=max(1, min(MOST_MATCHES, self._searcher.num_docs)),
            count=True,
            order_by_field="from_day" if newest else None,
        )
        places = [place for _score, place in answer.hits]
        groups = self._searcher.fast_field_values("group_number", places)
        firsts = dict(zip(reversed(groups), reversed(places), strict=True))
        return Matches(
            answer.count,  # type: ignore[attr-defined]
            groups,
            places,
            dict(zip(firsts, self._values(list(firsts.values())), strict=True)),
        )

    @damage_is_told()
    def candidates(self, known_as: Sequence[Any]) -> list[Candidate]:
        return [self._candidate(self._searcher.doc(place)) for place in known_as]

    @damage_is_told()
    def totals(self, queries: Sequence[IndexQuery]) -> list[int]:
        return [_total(self._searcher, query) for query in queries]

    @damage_is_told()
    def counts(self, query: IndexQuery, facets: Collection[Facet]) -> Counts:
        aggregations: dict[str, Any] = {
            facet: {"terms": {"field": FIELDS[facet], "size": _MOST_VALUES}}
            for facet in facets
            if facet in FIELDS
        }
        if Facet.STATE in facets and self._on:
            aggregations[Facet.STATE] = states_asked(self._on)
        if not aggregations:
            return {}
        buckets = self._searcher.aggregate(to_query(query), aggregations)
        return counts_told(buckets)

    @damage_is_told()
    def read(self, candidates: Sequence[Candidate]) -> list[dict[str, str]]:
        return [fields_of(candidate.known_as) for candidate in candidates]

    @damage_is_told()
    def terms(self, field: str) -> list[str]:
        """All that documents have in a field of whole values."""
        every = tantivy.Query.all_query()
        terms = self._searcher.terms_with_prefix(field, "", every)
        return [term for term, documents in terms if documents]

    def _values(self, places: list[Any]) -> list[Values]:
        """Facts are the same wherever they have the same number, so they are remembered."""
        numbers = self._searcher.fast_field_values("facts_number", places)
        if len(_FACTS) + len(places) > _MOST_FACTS:
            _FACTS.clear()
        for number, place in zip(numbers, places, strict=True):
            if number not in _FACTS:
                _FACTS[number] = about(self._searcher.doc(place))
        return [facet_values(_FACTS[number], self._on) for number in numbers]

    def _find(
        self, query: tantivy.Query, start: int, stop: int, counted: bool, by: str | None
    ) -> FoundCandidates:
        answer = self._searcher.search(
            query, limit=stop - start, offset=start, count=counted, order_by_field=by
        )
        candidates = [self._candidate(self._searcher.doc(place)) for _score, place in answer.hits]
        # tantivy has this attribute; its type stubs forgot it.
        total = answer.count if counted else 0  # type: ignore[attr-defined]
        return FoundCandidates(total, candidates)

    def _candidate(self, document: tantivy.Document) -> Candidate:
        facts = about(document)
        packed: bytes = document["packed"][0]
        values = facet_values(facts, self._on)
        group = number_of(facts["group"])
        return Candidate(facts["key"], group, packed, values, facts["from_day"], known_as=document)


class IndexFrequencies:
    """``Frequencies`` as the index itself knows them; for the public, of what is public.

    What stands in very many documents is no secret of one: it is counted in all.
    """

    _MANY = 1_000
    _MOST_REMEMBERED = 50_000

    def __init__(self, searcher: tantivy.Searcher, counted: Counted, *, public_only: bool) -> None:
        self._searcher = searcher
        self._counted = counted
        self._public_only = public_only

    @damage_is_told()
    def documents(self) -> int:
        if self._public_only:
            return self._searcher.doc_freq("public", field_value=True)
        return self._searcher.num_docs

    @damage_is_told()
    def of_words(self, words: Sequence[str]) -> list[int]:
        return [self._documents_with("folded", word) for word in words]

    @damage_is_told()
    def of_pairs(self, pairs: Sequence[str]) -> list[int]:
        return [self._documents_with("bigrams", pair) for pair in pairs]

    def _documents_with(self, field: str, word: str) -> int:
        many = self._searcher.doc_freq(field, word)
        if not self._public_only or not many or many > self._MANY:
            return many
        if (known := self._counted.get((field, word))) is None:
            public = Every((Fixed(Term("public", value=True)), Term(field, word)))
            known = _total(self._searcher, public)
            if len(self._counted) >= self._MOST_REMEMBERED:
                self._counted.clear()
            self._counted[field, word] = known
        return known


def _total(searcher: tantivy.Searcher, query: IndexQuery) -> int:
    answer = searcher.search(to_query(query), limit=1)
    total: int = answer.count  # type: ignore[attr-defined]
    return total
