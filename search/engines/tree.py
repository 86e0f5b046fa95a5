"""What is wanted of an index, in words of no engine: each engine only translates this.

So all engines find and score by the same formula. Words are as ``analysis`` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """Documents with the word; scored by BM25 where the field keeps frequencies."""

    field: str
    value: str | bool
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents with two or more words next to each other, scored by BM25."""

    field: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """Documents with at least one of the words. Scores nothing of its own."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Documents whose number lies within, both ends included; None is an open end."""

    field: str
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """The documents of a query, each scored the same. Scored 0 it is a filter."""

    query: IndexQuery
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Documents of at least one query; the scores of all that hold are added."""

    queries: tuple[IndexQuery, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """Documents of all queries and none of ``without``; scores are added, and ``better`` adds
    more where it holds. At least one query."""

    queries: tuple[IndexQuery, ...]
    better: tuple[IndexQuery, ...] = ()
    without: tuple[IndexQuery, ...] = ()


IndexQuery = Term | Phrase | OneOf | Between | Fixed | AnyOf | Every
