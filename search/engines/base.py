"""What every search engine of the house does, whatever serves it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from search.queries.question import Question


class SearchUnavailable(Exception):
    """The engine cannot answer now. Readers are told so; the rest of the site works."""


class IndexMissing(SearchUnavailable):
    """Nothing has been built yet. Cure: rebuild."""


class IndexBroken(SearchUnavailable):
    """What was built cannot be read, or another version of the program built it. Cure: rebuild."""


class IndexLocked(Exception):
    """Another process is writing. Nothing was changed; try again later."""


class State(StrEnum):
    """Where a document stands on the asked day: in exactly one of these."""

    IN_FORCE = "in-force"
    UPCOMING = "upcoming"
    PAST = "past"
    UNKNOWN = "unknown"


class Facet(StrEnum):
    """By what results can be narrowed and counted."""

    KIND = "kind"
    UNIT = "unit"
    FIELD = "field"
    TYPE = "type"
    STATE = "state"


class Order(StrEnum):
    """NEWEST is by the first day in force, the latest first; where it is not known, last."""

    RELEVANCE = "relevance"
    NEWEST = "newest"


@dataclass(frozen=True)
class IndexDocument:
    """One thing that can be found: a section of an edition, an article of a law, a form.

    ``key`` is unique; ``group`` is what is replaced together ("edition:12", "law:5"). ``head``
    marks the one of its group that stands for the whole: suggestions come from heads.
    Title, heading and body are plain text. ``article`` is the number of the article of a law
    ("5", "12a"), empty otherwise. ``units``, ``field`` (lĩnh vực) and ``type`` (of a law: Nghị
    định, …) are what facets count; ``units`` are codes.
    ``from_day`` ≤ day < ``until_day`` is when it is in force; None leaves that side open.
    ``paused_from`` ≤ day < ``paused_until``, both given or none, is when it is not, in between.
    ``own_days`` are those that people know it by: signed, issued, first in force.
    What is ``lasting`` is found on every day unless a state is asked for, as laws are; the rest is
    found on the days it is in force. Of what is ``undated`` nobody knows from when: its state is
    unknown on every day. ``public`` says that everyone may know it exists.
    """

    key: str
    group: str
    kind: str
    title: str
    heading: str
    body: str
    number: str
    url: str
    unit: str
    edition: str
    public: bool
    units: tuple[str, ...] = ()
    field: str = ""
    type: str = ""
    article: str = ""
    from_day: date | None = None
    until_day: date | None = None
    undated: bool = False
    lasting: bool = False
    head: bool = False
    paused_from: date | None = None
    paused_until: date | None = None
    own_days: tuple[date, ...] = ()


@dataclass(frozen=True)
class Filters:
    """Within what a reader searches: everything an engine does stays inside.

    ``on`` is the day that ``states`` and in-force-first are about; None asks all days and knows
    no states. Without ``states`` what is in force on the day and what is lasting is found. The
    other sets are those of a facet; an empty one asks for nothing.
    """

    on: date | None
    public_only: bool
    kinds: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    states: frozenset[State] = frozenset()


@dataclass(frozen=True)
class Query:
    """What a reader asks, and which page of it. ``facets`` asks for counts too, ``explain`` for
    the reasons why each hit stands where it stands. ``by_document`` asks for documents with the
    places in them: ``limit``, ``offset`` and all counts are of documents then. What is ``chosen``
    of facets beside the results narrows them and widens nothing: less is found, never something
    else instead."""

    question: Question
    within: Filters
    limit: int = 20
    offset: int = 0
    order: Order = Order.RELEVANCE
    facets: bool = False
    explain: bool = False
    by_document: bool = False
    chosen: frozenset[Facet] = frozenset()


@dataclass(frozen=True)
class Hit:
    """``snippet_html`` is escaped and may be put into a page as it is; all else is plain text.
    ``why`` are sentences in the reader's language, if they were asked for."""

    key: str
    group: str
    kind: str
    title: str
    heading: str
    number: str
    url: str
    unit: str
    edition: str
    score: float
    snippet_html: str
    why: tuple[str, ...] = ()


Counts = Mapping[Facet, Mapping[str, int]]


@dataclass(frozen=True)
class Results:
    """One page of hits and how many there are in all, counted within what was allowed.

    ``relaxed`` says that nothing had all the words, so that these have some of them. ``best_of``
    says that these are the best of more than were counted. ``counts`` are hits by the values of
    each facet, within all filters but those of the facet itself, so that a reader sees where
    else to go; a value nothing has is not listed. ``fallback`` says that the engine which should
    answer did not, and another one did.

    Asked ``by_document``, ``total`` and ``counts`` are of documents (groups), hits of one document
    stand together, ``places`` is how many places there are in all and ``places_in`` how many in
    each document that is shown.
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    took_ms: float = 0.0
    relaxed: bool = False
    best_of: bool = False
    fallback: bool = False
    counts: Counts = field(default_factory=dict)
    places: int = 0
    places_in: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggestion:
    """A document whose number or title goes on as somebody types."""

    number: str
    title: str
    url: str
    kind: str


Progress = Callable[[int], None]


class Engine(Protocol):
    """The one way in which the site searches; the embedded index and Elasticsearch are two.

    What each engine provides, and the conformance tests ask of all:

    - Documents and questions go through ``search.text``, ``search.queries.numbers`` and
      ``search.queries.question`` before the engine sees them. The engine only splits at spaces and
      never folds, stems or drops words itself (in Elasticsearch: ``whitespace`` analysis,
      ``dynamic: strict``), so that both engines know the same words.
    - What is wanted of an index is said once, in ``engines.tree``, and ranked once, in
      ``engines.two_stages``: an engine is a ``FirstStage`` and what writes.
    - Filters work inside the query, so that counts, pages, suggestions and ``relaxed`` betray
      nothing that this reader may not see.
    - All words first, any word if nothing has all; quoted phrases are always required, and what
      bears an asked number is found whatever words it lacks. The article that was asked for comes
      before a number or code, a number before a whole title, a whole title before all else; of
      what wins alike, what is in force comes first.
    - Filters without words list the heads of documents; neither words nor filters find nothing.
    - Between two writes, pages of one question never overlap or skip. Nothing is shown beyond
      ``two_stages.DEEPEST``, so that no page costs more than the whole of that.
    - Writing is safe to repeat: a document replaces the one with its key. When a write returns,
      the next search in any process sees it (Elasticsearch: ``refresh=wait_for``).
    - ``rebuild`` fills a new index beside the old one and switches at once (Elasticsearch: an
      alias), and readers are served by the old one until then.
    - An engine that is down, missing or damaged raises ``SearchUnavailable`` and nothing else.
    """

    def search(self, query: Query) -> Results:
        """Raises SearchUnavailable; never for what a reader typed."""

    def suggest(self, typed: str, within: Filters, limit: int = 8) -> list[Suggestion]:
        """Heads that have every word typed, in number or title, the last as far as it goes."""

    def occurrences(self, words: Sequence[str], within: Filters) -> list[int]:
        """How many documents within the filters have each folded word, or pair of neighbours as
        ``search.text.bigrams`` writes it: to see what was misspelt without betraying what is
        hidden."""

    def add(self, documents: Iterable[IndexDocument]) -> int:
        """Adds or replaces by key, in one commit. Returns how many."""

    def remove(self, groups: Iterable[str]) -> None:
        """Takes all documents of the groups out, in one commit; unknown groups are no error."""

    def replace(self, groups: Iterable[str], documents: Iterable[IndexDocument]) -> int:
        """Removes the groups and adds the documents in one commit. Returns how many were added."""

    def rebuild(self, documents: Iterable[IndexDocument], progress: Progress | None = None) -> int:
        """Builds everything anew and switches to it. Returns how many documents there are.

        The write lock is taken before the first document is asked for, so a change that is
        made meanwhile meets IndexLocked, is tried again, and is not lost.
        """

    def count(self) -> int:
        """How many documents there are."""

    def keys(self) -> Mapping[str, str]:
        """The keys of all documents, each with the fingerprint of what was indexed, to compare
        with the database."""
