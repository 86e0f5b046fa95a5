"""What every search engine of the house does, whatever serves it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol


class SearchUnavailable(Exception):
    """The engine cannot answer now. Readers are told so; the rest of the site works."""


class IndexMissing(SearchUnavailable):
    """Nothing has been built yet. Cure: rebuild."""


class IndexBroken(SearchUnavailable):
    """What was built cannot be read, or another version of the program built it. Cure: rebuild."""


class IndexLocked(Exception):
    """Another process is writing. Nothing was changed; try again later."""


@dataclass(frozen=True)
class IndexDocument:
    """One thing that can be found: a section of an edition, an article of a law, a form.

    ``key`` is unique; ``group`` is what is replaced together ("edition:12", "law:5").
    Title, heading and body are plain text. ``from_day`` ≤ day < ``until_day`` is when it is in
    force; None leaves that side open. ``public`` says that everyone may know it exists.
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
    from_day: date | None = None
    until_day: date | None = None


@dataclass(frozen=True)
class Query:
    """What a reader asks. ``on`` None asks all days, no ``kinds`` asks all kinds."""

    text: str
    on: date | None
    public_only: bool
    kinds: frozenset[str] = frozenset()
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True)
class Hit:
    """``snippet_html`` is escaped and may be put into a page as it is; all else is plain text."""

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


@dataclass(frozen=True)
class Results:
    """One page of hits and how many there are in all, counted within what was allowed.

    ``relaxed`` says that nothing had all the words, so that these have some of them.
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    took_ms: float = 0.0
    relaxed: bool = False


Progress = Callable[[int], None]


class Engine(Protocol):
    """The one way in which the site searches; the embedded index and Elasticsearch are two.

    What each engine provides, and the conformance tests ask of all:

    - Documents and questions go through ``search.text``, ``search.numbers`` and
      ``search.questions`` before the engine sees them. The engine only splits at spaces and
      never folds, stems or drops words itself (in Elasticsearch: ``whitespace`` analysis,
      ``dynamic: strict``), so that both engines know the same words.
    - Fields: weighted text with marks, folded, as folded bigrams; title and heading words;
      the document's own numbers and those it cites; ``key`` and ``group`` as terms; kind,
      public, from and until as filters that do not score.
    - Filters work inside the query, so that counts, pages and ``relaxed`` betray nothing that
      this reader may not see.
    - All words first, any word if nothing has all; quoted phrases are always required. An exact
      number or code comes before a title, a title before a heading, a heading before a body;
      the marks that were typed before other marks.
    - Between two writes, pages of one question never overlap or skip (in Elasticsearch: a last
      sort by ``key``).
    - Writing is safe to repeat: a document replaces the one with its key. When a write returns,
      the next search in any process sees it (Elasticsearch: ``refresh=wait_for``).
    - ``rebuild`` fills a new index beside the old one and switches at once (Elasticsearch: an
      alias), and readers are served by the old one until then.
    - An engine that is down, missing or damaged raises ``SearchUnavailable`` and nothing else.
    """

    def search(self, query: Query) -> Results:
        """Raises SearchUnavailable; never for what a reader typed."""

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

    def keys(self) -> set[str]:
        """The keys of all documents, to compare with the database."""
