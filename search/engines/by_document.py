"""Documents with the places found in them, with any engine: what a page of results shows.

Ranked are places (``two_stages``); a document stands where its best place stands. A number beside
a tab or a facet is the number of documents that are listed once it is chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from search.engines import two_stages
from search.engines.base import Counts, Facet, Filters, Order, Query, Results, State
from search.engines.facets import Values, count_values
from search.engines.two_stages import Candidate, FirstStage, Group, asks_anything, can_be_relaxed
from search.engines.within import FIELDS, but, values_of
from search.page.snippets import SNIPPET_WORDS, Highlighter
from search.queries.question import Question
from search.ranking.answering_places import tells_most
from search.ranking.order import WINDOW
from search.ranking.passages import best_starts
from search.ranking.words import unpack

# So many places of a document are shown: among others, and where it is the only one.
PLACES_EACH, PLACES_ALONE = 6, 30


@dataclass(frozen=True, slots=True)
class _Place:
    """``candidate`` is None while only its document is known."""

    group: Group
    known_as: Any
    candidate: Candidate | None = None
    score: float = 0.0


@dataclass(frozen=True)
class _Listing:
    """All places in order; ``values`` are those of each document. ``is_cut``: there are more
    places than an engine lists."""

    places: Sequence[_Place]
    values: Mapping[Group, Values]
    relaxed: bool = False
    any_word: bool = False
    is_cut: bool = False

    @property
    def counts(self) -> Counts:
        return count_values(self.values.values())


def search(first: FirstStage, query: Query) -> Results:
    """One page: of documents, if the query asks for them, or of places."""
    if not query.by_document:
        return two_stages.search(first, query)
    if not asks_anything(query):
        return Results()
    listing = _listing(first, query)
    places_of: dict[Group, list[_Place]] = {}
    for place in listing.places:
        places_of.setdefault(place.group, []).append(place)
    start = max(0, query.offset)
    shown = list(places_of.values())[start : start + query.limit]
    most = PLACES_ALONE if len(places_of) == 1 else PLACES_EACH
    hits, places_in = _read(first, query.question, shown, most)
    return Results(
        hits=hits,
        total=len(places_of),
        relaxed=listing.relaxed,
        best_of=listing.is_cut or (listing.any_word and len(listing.places) >= WINDOW),
        counts=_counts(first, query, listing) if query.facets else {},
        places=sum(map(len, places_of.values())),
        places_in=places_in,
    )


def _listing(first: FirstStage, query: Query, *, ranked: bool = True) -> _Listing:
    """As ``two_stages.given_by``, but all that has every word: only so documents are counted. What
    was chosen of facets does not make other places good enough that were not before. Not
    ``ranked``, the places stand in any order: to be counted only."""
    question, wide = query.question, _without(query.within, query.chosen)
    if not question.asks:
        listing = _all_words(first, query, ranked=ranked)
        if listing.places or not can_be_relaxed(question):
            return listing
        if wide != query.within and any(first.totals([two_stages.matching(question, wide)])):
            return listing
    return _some_words(first, query, wide, ranked=ranked)


def _without(within: Filters, chosen: frozenset[Facet]) -> Filters:
    for facet in chosen & set(FIELDS):
        within = but(within, facet)
    return within


def _all_words(first: FirstStage, query: Query, *, ranked: bool) -> _Listing:
    question, newest = query.question, query.order is Order.NEWEST
    matches = first.matches(two_stages.matching(question, query.within), newest=newest)
    compared = WINDOW if ranked and not newest and question.syllables else 0
    window = [row for row in first.candidates(matches.known_as[:compared]) if row is not None]
    rest = zip(matches.groups[compared:], matches.known_as[compared:], strict=True)
    places = [*_ranked(first, question, window), *(_Place(*place) for place in rest)]
    return _Listing(places, matches.values, is_cut=matches.total > len(matches.groups))


def _some_words(first: FirstStage, query: Query, wide: Filters, *, ranked: bool) -> _Listing:
    """The best of what was asked for, then of these what was chosen: so choosing shows what was
    counted."""
    question = query.question
    best = two_stages.any_word_candidates(first, question, wide)
    best = [candidate for candidate in best if _is_within(candidate.values, query.within)]
    if query.order is Order.NEWEST:
        best.sort(key=lambda candidate: (-candidate.since, candidate.key))
    if not ranked or query.order is Order.NEWEST:
        places = [_Place(row.group, row.known_as, row) for row in best]
    else:
        places = list(_ranked(first, question, best))
    values = {candidate.group: candidate.values for candidate in best}
    relaxed = bool(best) and not question.asks
    return _Listing(places, values, relaxed=relaxed, any_word=True)


def _is_within(values: Values, within: Filters) -> bool:
    return all(
        not (chosen := set(values_of(within, facet))) or not chosen.isdisjoint(values[facet])
        for facet in FIELDS
    )


def _ranked(first: FirstStage, question: Question, window: list[Candidate]) -> Iterator[_Place]:
    candidates, placed = two_stages.ordered(first, question, window, len(window))
    for place in placed:
        row = candidates[place.candidate]
        yield _Place(row.group, row.known_as, row, place.score)


def _read(
    first: FirstStage, question: Question, shown: Sequence[Sequence[_Place]], most: int
) -> tuple[list[Any], dict[str, int]]:
    """The hits of the documents shown, those that tell most first, and how many places each has."""
    kept = [
        place for places in shown for place in places[: WINDOW if len(shown) == 1 else most * 3]
    ]
    unknown = [place.known_as for place in kept if place.candidate is None]
    read = iter(first.candidates(unknown))
    by_group: dict[Group, list[tuple[Candidate, float]]] = {}
    for place in kept:
        candidate = place.candidate or next(read)
        if candidate is not None:
            by_group.setdefault(place.group, []).append((candidate, place.score))
    chosen: list[tuple[Candidate, float]] = []
    for rows in by_group.values():
        order = tells_most(question, [unpack(candidate.packed) for candidate, _score in rows])
        chosen += [rows[place] for place in order[:most]]
    words = question.highlighted
    highlighter = Highlighter(words)
    bodies = [unpack(candidate.packed).body for candidate, _score in chosen]
    starts = best_starts(words, bodies, SNIPPET_WORDS)
    fields = first.read([candidate for candidate, _score in chosen])
    hits = [
        two_stages.hit_of(row, highlighter, start, score=score)
        for row, start, (_candidate, score) in zip(fields, starts, chosen, strict=True)
    ]
    many = Counter({places[0].group: len(places) for places in shown})
    groups = zip(hits, chosen, strict=True)
    return hits, {hit.group: many[candidate.group] for hit, (candidate, _score) in groups}


def _counts(first: FirstStage, query: Query, listing: _Listing) -> Counts:
    """For each facet, how many documents would be listed by each of its values."""
    within = query.within
    counts = dict(listing.counts)
    counts.pop(Facet.STATE, None)
    for facet in FIELDS:
        if values_of(within, facet):
            other = _listing(first, replace(query, within=but(within, facet)), ranked=False)
            counts[facet] = other.counts.get(facet, {})
    if within.on:
        counts[Facet.STATE] = _states(first, query)
    return counts


def _states(first: FirstStage, query: Query) -> Mapping[str, int]:
    """What has only some words is the best in each state: another's would be in the way."""
    question, within = query.question, query.within
    every = replace(query, within=replace(within, states=frozenset(State)))
    if not question.asks:
        listing = _all_words(first, every, ranked=False)
        if listing.places or not can_be_relaxed(question):
            return listing.counts.get(Facet.STATE, {})
    listed = {}
    for state in State:
        only = replace(query, within=replace(within, states=frozenset({state})))
        listed[state] = len(_listing(first, only, ranked=False).values)
    return {state: many for state, many in listed.items() if many}
