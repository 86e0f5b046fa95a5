"""What a reader typed, taken apart. Nothing a reader can type is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.numbers import asked_numbers, spelled_apart
from search.text import bigrams, compose, fold_aligned, folded, marked, words

# Beyond this a question is a pasted page; its beginning says what it is about.
LONGEST_QUESTION = 400
MOST_CLAUSES = 40

_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]+)[\"“”»]")


@dataclass(frozen=True)
class Clause:
    """One thing asked for: a word, a quoted phrase, or a number that may be written many ways.

    ``number`` is the form a document must carry, empty unless a number was asked.
    """

    words: tuple[str, ...]
    number: str = ""
    quoted: bool = False

    @property
    def folded(self) -> tuple[str, ...]:
        return tuple(folded(word) for word in self.words)

    @property
    def marked(self) -> tuple[str, ...]:
        return tuple(marked(word) for word in self.words)


@dataclass(frozen=True)
class Question:
    """Clauses as typed, one after another; what is typed twice is asked for once."""

    typed: tuple[Clause, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(dict.fromkeys(self.typed))

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for clause in self.clauses for word in clause.words))

    @property
    def bigrams(self) -> tuple[str, ...]:
        """Neighbours as typed, folded, also across clauses."""
        syllables = [word for clause in self.typed for word in clause.folded]
        return tuple(dict.fromkeys(bigrams(syllables)))

    @property
    def has_marks(self) -> bool:
        """Whether the reader types marks at all: only then can their absence mean anything."""
        return any(clause.marked != clause.folded for clause in self.clauses)

    @property
    def number_forms(self) -> tuple[str, ...]:
        """Numbers asked for, and the whole question read as one code ("qt ld 01")."""
        numbers = [clause.number for clause in self.clauses if clause.number]
        whole = spelled_apart([word for clause in self.typed for word in clause.folded])
        return tuple(dict.fromkeys([*numbers, *sorted(whole)]))


def read_question(text: str) -> Question:
    """Takes a question apart; without a letter or digit in it, it has no clauses.

    Only quotes in pairs mean something: every other sign stands between words.
    """
    rest = compose(text)[:LONGEST_QUESTION]
    placed: list[tuple[int, Clause]] = []
    for match in _QUOTED.finditer(rest):
        if phrase := tuple(words(match[1])):
            placed.append((match.start(), Clause(phrase, quoted=True)))
            rest = _blank(rest, *match.span())
    for number in asked_numbers(fold_aligned(rest)):
        written = tuple(words(rest[number.start : number.end]))
        placed.append((number.start, Clause(written, number=number.form)))
        rest = _blank(rest, number.start, number.end)
    for match in re.finditer(r"\S+", rest):
        placed += [(match.start(), Clause((word,))) for word in words(match[0])]
    placed.sort(key=lambda pair: pair[0])
    return Question(tuple(clause for _, clause in placed[:MOST_CLAUSES]))


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
