"""Terms that are said in more than one way: abbreviations, everyday words for legal ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.queries.clauses import Words
from search.queries.slips import could_be_a_syllable
from search.text import folded, marked, words

# Of one term; each costs every search that has it.
MOST_ALTERNATIVES = 4


@dataclass(frozen=True)
class Synonym:
    """``short`` is also asked as each of ``long``; ``both_ways`` says that each of these is also
    asked as ``short``. All as written."""

    short: str
    long: tuple[str, ...]
    both_ways: bool = True


@dataclass(frozen=True)
class Term:
    """A term met in a question: how many words of it, and how else it is said. The words of an
    everyday one say nothing apart."""

    length: int
    alternatives: tuple[Words, ...]
    is_everyday: bool


class Synonyms:
    """The table as questions are read with it. Built once, asked often, never changed."""

    def __init__(self, table: Iterable[Synonym] = ()) -> None:
        self._by_first: dict[str, dict[Words, list[Words]]] = {}
        self._everyday: set[Words] = set()
        self._pairs: dict[tuple[str, str], tuple[str, str]] = {}
        for synonym in table:
            short = tuple(words(synonym.short))
            self._remember_pairs(short)
            if not synonym.both_ways:
                self._everyday.add(tuple(map(folded, short)))
            for long in filter(None, (tuple(words(form)) for form in synonym.long)):
                self._remember_pairs(long)
                self._add(short, long)
                if synonym.both_ways:
                    self._add(long, short)

    def at(self, syllables: Sequence[str], place: int) -> Term | None:
        """The longest term that begins at ``place``; alike ones give their alternatives together.

        A word typed with marks must have those of the term; typed without, only the letters.
        """
        met: dict[int, list[Words]] = {}
        for term, alternatives in self._by_first.get(folded(syllables[place]), {}).items():
            typed = syllables[place : place + len(term)]
            if _is_term(typed, term):
                met.setdefault(len(term), []).extend(alternatives)
        if not met:
            return None
        length = max(met)
        letters = [*map(folded, syllables)]
        others = {
            tuple(map(marked, synonym)): synonym
            for synonym in met[length]
            if not _is_said(synonym, letters, place, length)
        }
        if not others:
            return None
        is_everyday = tuple(letters[place : place + length]) in self._everyday
        return Term(length, tuple(others.values())[:MOST_ALTERNATIVES], is_everyday)

    @property
    def pairs(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """Neighbours in the table as written, by their letters: what words stand together."""
        return self._pairs

    def _remember_pairs(self, phrase: Words) -> None:
        for pair in pairwise(phrase):
            self._pairs.setdefault((folded(pair[0]), folded(pair[1])), pair)

    def _add(self, term: Words, alternative: Words) -> None:
        if term and alternative:
            listed = self._by_first.setdefault(folded(term[0]), {}).setdefault(term, [])
            if alternative not in listed:
                listed.append(alternative)


NO_SYNONYMS = Synonyms()


def _is_term(typed: Sequence[str], term: Words) -> bool:
    """What looks like a syllable must be typed as it is written: "kien" may be "điều kiện" as
    well as "kiện", and "vat" is "vật" sooner than "VAT"."""
    if len(typed) != len(term) or tuple(map(folded, typed)) != tuple(map(folded, term)):
        return False
    if len(term) == 1 and could_be_a_syllable(folded(term[0])):
        return typed[0] == term[0] if term[0].isupper() else marked(typed[0]) == marked(term[0])
    return all(
        marked(word) in (folded(word), marked(other))
        for word, other in zip(typed, term, strict=True)
    )


def _is_said(phrase: Words, letters: Sequence[str], place: int, length: int) -> bool:
    """Whether the term at ``place`` is a part of ``phrase`` where it stands: in "khởi kiện" nobody
    need be told that "kiện" is "khởi kiện"."""
    phrase_folded = [*map(folded, phrase)]
    starts = range(max(0, place + length - len(phrase_folded)), place + 1)
    return any(letters[start : start + len(phrase_folded)] == phrase_folded for start in starts)
