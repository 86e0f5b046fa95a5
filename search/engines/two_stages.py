"""How a question is answered with any engine: a wide first stage in it, a careful second here."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from search.engines.base import Counts, Facet, Filters, Hit, Order, Query, Results, State
from search.engines.facets import Values, count_values
from search.engines.index_queries import all_words, any_word, listed, outright
from search.engines.tree import IndexQuery
from search.engines.within import FIELDS, but, values_of
from search.page.snippets import SNIPPET_WORDS, Highlighter
from search.queries.question import Question
from search.ranking.explaining import explain
from search.ranking.order import WINDOW, Placed, in_order
from search.ranking.passages import best_starts
from search.ranking.question_words import Frequencies
from search.ranking.words import unpack

# Nobody reads further; and an engine keeps all that stands before a page at hand to find it.
DEEPEST = 10_000
# By what an engine tells the documents apart to which places belong.
Group = Hashable


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the first stage found, a place in the document ``group``. ``values`` are those on the
    asked day, ``since`` is the first day in force as it is indexed; ``known_as`` is how the engine
    reads the rest of it."""

    key: str
    group: Group
    packed: bytes
    values: Values
    since: int
    known_as: Any

    @property
    def in_force(self) -> bool:
        """On the asked day; true if none was asked."""
        return self.values.get(Facet.STATE, (State.IN_FORCE,)) == (State.IN_FORCE,)


@dataclass(frozen=True, slots=True)
class FoundCandidates:
    """``total`` is how many there are in all, 0 if they were not to be counted."""

    total: int
    candidates: list[Candidate]


@dataclass(frozen=True, slots=True)
class Matches:
    """Every place that matches, best first, or newest: of each as little as counting needs.

    There are ``total``; of very many an engine lists the best. ``groups`` and ``known_as`` are by
    place: to which document it belongs, and how the engine reads it. All places of a document have
    the same ``values``.
    """

    total: int
    groups: Sequence[Group]
    known_as: Sequence[Any]
    values: Mapping[Group, Values]


class FirstStage(Protocol):
    """One state of an index, asked by one reader about one day."""

    @property
    def frequencies(self) -> Frequencies:
        """Of what the reader may see: nothing that is hidden changes how candidates compare.

        An engine's own scores know frequencies of all documents only. They choose the candidates
        where more match than are compared, and order what comes after those. A word that stands
        in hidden documents alone changes nothing there either, but how much commoner a public
        word is among hidden documents could be guessed from who is the hundredth.
        """

    def find(
        self,
        queries: Sequence[IndexQuery],
        start: int,
        stop: int,
        *,
        counted: bool,
        newest: bool = False,
    ) -> list[FoundCandidates]:
        """For each: the candidates from place ``start`` up to ``stop``, best first, or newest. To
        find without counting is much faster where any word will do."""

    def matches(self, query: IndexQuery, *, newest: bool = False) -> Matches:
        """All that match, to be counted by document."""

    def candidates(self, known_as: Sequence[Any]) -> Sequence[Candidate | None]:
        """Of ``Matches``, in the order given; None for one that is gone meanwhile."""

    def totals(self, queries: Sequence[IndexQuery]) -> list[int]:
        """For each: how many there are."""

    def counts(self, query: IndexQuery, facets: Collection[Facet]) -> Counts:
        """By value of each facet; states are those on the asked day."""

    def read(self, candidates: Sequence[Candidate]) -> list[dict[str, str]]:
        """The fields of a Hit, and ``body``, as they were given."""


@dataclass(frozen=True)
class Answer:
    """What can be shown, in order; ``start`` is the place of the first among all.

    A page that begins within the window comes with the whole of it, any other without.
    """

    candidates: list[Candidate]
    placed: list[Placed]
    total: int
    start: int = 0
    relaxed: bool = False
    any_word: bool = False

    def page(self, query: Query) -> list[Placed]:
        first = max(0, query.offset) - self.start
        return self.placed[first : first + query.limit] if first >= 0 else []


@dataclass(frozen=True)
class Given:
    """What the first stage gives, best first by its own measure; ``compared`` of them, from the
    first on, are for the second stage."""

    candidates: list[Candidate]
    total: int
    start: int = 0
    compared: int = 0
    relaxed: bool = False
    any_word: bool = False


def search(first: FirstStage, query: Query) -> Results:
    """One page, with counts if they are asked for."""
    result = answer(first, query)
    placed = result.page(query)
    shown = [result.candidates[place.candidate] for place in placed]
    words = query.question.highlighted
    highlighter = Highlighter(words)
    starts = best_starts(words, [unpack(place.packed).body for place in shown], SNIPPET_WORDS)
    why = _why(first, query, result) if query.explain else {}
    return Results(
        hits=[
            hit_of(fields, highlighter, start, score=place.score, why=why.get(place.candidate, ()))
            for fields, start, place in zip(first.read(shown), starts, placed, strict=True)
        ],
        total=result.total,
        relaxed=result.relaxed,
        best_of=result.any_word and result.total >= WINDOW,
        counts=_counts(first, query, result) if query.facets and asks_anything(query) else {},
    )


def answer(first: FirstStage, query: Query) -> Answer:
    """What the first stage gives, in the order of the second."""
    given = given_by(first, query)
    return Answer(
        *ordered(first, query.question, given.candidates, given.compared),
        given.total,
        given.start,
        relaxed=given.relaxed,
        any_word=given.any_word,
    )


def given_by(first: FirstStage, query: Query) -> Given:
    """Keywords find what has all of them, counted and paged up to DEEPEST; only if nothing has,
    what has some. A question finds what answers it best. What has only some words is no more than
    a window of candidates: nobody reads further, and their number would mean nothing. Filters
    without words list the heads of documents; nothing at all finds nothing.
    """
    question, newest = query.question, query.order is Order.NEWEST
    if not asks_anything(query):
        return Given([], 0)
    if not question.asks:
        start, stop = _span(query)
        queries = [matching(question, query.within)]
        (result,) = first.find(queries, start, stop, counted=True, newest=newest)
        if result.total or not can_be_relaxed(question):
            compared = 0 if start or newest or not question.syllables else WINDOW
            return Given(result.candidates, result.total, start, compared)
    candidates = any_word_candidates(first, question, query.within)
    if newest:
        candidates.sort(key=lambda candidate: (-candidate.since, candidate.key))
    relaxed = bool(candidates) and not question.asks
    compared = 0 if newest else WINDOW
    return Given(candidates, len(candidates), compared=compared, relaxed=relaxed, any_word=True)


def asks_anything(query: Query) -> bool:
    """Whether it asks for anything at all."""
    narrowed = any(values_of(query.within, facet) for facet in Facet)
    return query.limit > 0 and bool(query.question.clauses or narrowed)


def _span(query: Query) -> tuple[int, int]:
    """From where and how far candidates are wanted: the window can only be ordered as a whole."""
    start, stop = max(0, query.offset), max(0, query.offset) + query.limit
    start = min(start, DEEPEST - 1)
    return (start if start >= WINDOW else 0), max(WINDOW, min(stop, DEEPEST))


def can_be_relaxed(question: Question) -> bool:
    """One word, one phrase or one number has no parts to give up."""
    if len(question.clauses) != 1:
        return bool(question.clauses)
    (only,) = question.clauses
    return not only.quoted and not only.number and len(only.words) > 1


def any_word_candidates(first: FirstStage, question: Question, within: Filters) -> list[Candidate]:
    queries = [
        outright(question, within),
        any_word(question, within, first.frequencies),
    ]
    exact, partial = (result.candidates for result in first.find(queries, 0, WINDOW, counted=False))
    met = {candidate.key for candidate in exact}
    return [*exact, *(candidate for candidate in partial if candidate.key not in met)][:WINDOW]


def ordered(
    first: FirstStage, question: Question, candidates: list[Candidate], compared: int
) -> tuple[list[Candidate], list[Placed]]:
    """The first ``compared`` in the order of the second stage, the rest as the engine has it.

    What the second stage finds alike stands by key: so engines agree, and nothing shows of what
    they counted.
    """
    window = sorted(candidates[:compared], key=lambda candidate: candidate.key)
    words = [unpack(row.packed) for row in window]
    placed = in_order(question, words, [row.in_force for row in window], first.frequencies)
    placed += [Placed.beyond(place) for place in range(len(window), len(candidates))]
    return window + candidates[compared:], placed


def _counts(first: FirstStage, query: Query, answer: Answer) -> Counts:
    """For each facet, how many would be found by each of its values."""
    question, within = query.question, query.within
    filtered = {facet for facet in FIELDS if values_of(within, facet)}
    wide = set(FIELDS) - filtered
    if answer.any_word:
        best = count_values(candidate.values for candidate in answer.candidates)
        counts = {facet: best[facet] for facet in wide if facet in best}
    else:
        counts = dict(first.counts(matching(question, within), wide))
    for facet in filtered | ({Facet.STATE} if within.on else set()):
        counts[facet] = _counted(first, question, but(within, facet), facet)
    return counts


def _counted(
    first: FirstStage, question: Question, within: Filters, facet: Facet
) -> Mapping[str, int]:
    """All matches are counted; of what has only some words, the best."""
    if not question.asks:
        counts = first.counts(matching(question, within), {facet}).get(facet, {})
        if counts or not can_be_relaxed(question):
            return counts
    candidates = any_word_candidates(first, question, within)
    return count_values(candidate.values for candidate in candidates).get(facet, {})


def matching(question: Question, within: Filters) -> IndexQuery:
    return all_words(question, within) if question.clauses else listed(within)


def _why(first: FirstStage, query: Query, answer: Answer) -> dict[int, tuple[str, ...]]:
    """By place among the candidates; what the second stage did not see has no reasons."""
    window = answer.candidates[:WINDOW] if answer.start == 0 and query.question.syllables else []
    words, in_force = (
        [unpack(candidate.packed) for candidate in window],
        [candidate.in_force for candidate in window],
    )
    return dict(enumerate(explain(query.question, words, in_force, first.frequencies)))


def hit_of(fields: dict[str, str], highlighter: Highlighter, start: int, **more: Any) -> Hit:
    columns: dict[str, Any] = dict(fields)
    body = columns.pop("body")
    text = body if body.strip() else columns["heading"] or columns["title"]
    return Hit(**columns, snippet_html=highlighter.snippet(text, start), **more)
