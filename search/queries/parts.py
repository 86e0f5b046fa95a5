"""A question taken apart: what stands where. Every sign but quotes in pairs, the hyphen of a
negation and those inside numbers only stands between words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from string import whitespace

from search.queries.clauses import Clause, Pinpoint
from search.queries.days import PlacedDay, day_form, days_in
from search.queries.numbers import AskedNumber, asked_numbers, end_of_day_after
from search.queries.pinpoints import find_pinpoint
from search.queries.synonyms import Synonyms
from search.text import LONGEST_WORD, WORD, fold_aligned, words

_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]+)[\"“”»]")
# "-word", never "2020-2025", "QĐ-TTg" or "- một" of a list.
_NEGATION = re.compile(r"(?<!\S)-(?=[^\W_]|[\"“”„«])")
_TOGETHER = re.compile(r"\S+")
_RANGE = re.compile(r"\d\s*$")
_WITHIN_A_TERM = "-" + whitespace
_PlacedWord = tuple[int, int, str]


@dataclass(frozen=True)
class Part:
    """``start`` and ``end`` are places in the composed text; ``negative`` must not be found."""

    start: int
    end: int
    clause: Clause | Pinpoint
    negative: bool = False


def take_apart(text: str, synonyms: Synonyms, taken: Sequence[Part] = ()) -> list[Part]:
    """The parts of a composed text and those that were ``taken`` from it before, by place.

    If all are negative, none is: nobody asks for everything but a word.
    """
    taking = _Taking(text)
    taking.phrases()
    taking.numbers()
    taking.days()
    taking.negative_words()
    taking.words_and_terms(synonyms)
    parts = sorted([*taken, *taking.parts], key=lambda part: part.start)
    if all(part.negative or isinstance(part.clause, Pinpoint) for part in parts):
        return [replace(part, negative=False) for part in parts]
    return parts


class _Taking:
    """``rest`` is the text with blanks for what was taken."""

    def __init__(self, text: str) -> None:
        self.text, self.negations = _negations(text)
        self.rest = self.text
        self.parts: list[Part] = []

    def phrases(self) -> None:
        for match in _QUOTED.finditer(self.text):
            if phrase := tuple(words(match[1])):
                self._take(*match.span(), Clause(phrase, quoted=True))

    def numbers(self) -> None:
        """Also the article beside one, whose "Đ12" would look like a code."""
        rest, bare = self.rest, fold_aligned(self.rest)
        days = days_in(bare)
        numbers = [number for number in asked_numbers(bare) if not _is_of_a_day(number, days)]
        placed = find_pinpoint(rest, bare, numbers)
        if placed:
            self._take(placed.start, placed.end, placed.pinpoint)
        for number in numbers:
            if not (placed and placed.start <= number.start < placed.end):
                written = tuple(words(rest[number.start : number.end]))
                end = end_of_day_after(bare, number.end) if number.is_law else number.end
                self._take(number.start, end, Clause(written, number=number.form))

    def days(self) -> None:
        for placed in days_in(fold_aligned(self.rest)):
            written = tuple(words(self.rest[placed.start : placed.end]))
            self._take(placed.start, placed.end, Clause(written, number=day_form(placed.day)))

    def negative_words(self) -> None:
        """ "-an-toàn" is a phrase."""
        for place in sorted(self.negations):
            together = _TOGETHER.match(self.rest, place)
            if together and (phrase := tuple(words(together[0]))):
                self._take(*together.span(), Clause(phrase, quoted=len(phrase) > 1))

    def words_and_terms(self, synonyms: Synonyms) -> None:
        for run in _runs(self.text, self.rest):
            syllables, at = [word for _start, _end, word in run], 0
            while at < len(run):
                term = synonyms.at(syllables, at)
                after = at + (term.length if term else 1)
                clause = Clause(tuple(syllables[at:after]))
                if term:
                    alone = term.is_everyday and term.length > 1
                    clause = replace(clause, alternatives=term.alternatives, together=alone)
                self.parts.append(Part(run[at][0], run[after - 1][1], clause))
                at = after

    def _take(self, start: int, end: int, clause: Clause | Pinpoint) -> None:
        negative = start in self.negations and isinstance(clause, Clause)
        self.parts.append(Part(start - negative, end, clause, negative))
        self.rest = self.rest[:start] + " " * (end - start) + self.rest[end:]


def _is_of_a_day(number: AskedNumber, days: Sequence[PlacedDay]) -> bool:
    """ "3 / 2024" of "5 / 3 / 2024"."""
    return any(day.start <= number.start and number.end <= day.end for day in days)


def _negations(text: str) -> tuple[str, set[int]]:
    """The text with blanks for the hyphens, and the places after them."""
    places = set()
    for match in _NEGATION.finditer(text):
        follows = text[match.end()]
        if not (follows.isdigit() and _RANGE.search(text, 0, match.start())):
            places.add(match.end())
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return text, places


def _runs(text: str, rest: str) -> Iterator[list[_PlacedWord]]:
    """Words with nothing but spaces and hyphens between them: a term runs across nothing else."""
    run = list[_PlacedWord]()
    for placed in _placed_words(rest):
        if run and text[run[-1][1] : placed[0]].strip(_WITHIN_A_TERM):
            yield run
            run = []
        run.append(placed)
    if run:
        yield run


def _placed_words(rest: str) -> Iterator[_PlacedWord]:
    for match in WORD.finditer(rest):
        yield match.start(), match.end(), match[0][:LONGEST_WORD]
