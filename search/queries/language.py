"""The question language: everything that a reader types into one box, read.

Words, "phrases", -words, numbers of laws in any spelling, an article of one ("điều 5 nghị định
145/2020"), terms of the synonym table, and filters (``loại:``, ``phòng:``, ``lĩnh vực:``,
``hiệu lực:``, ``ngày:``, ``số:``). Nothing a reader can type is an error; what cannot be
followed is said in ``Asked.notes``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from django.utils.translation import gettext as _

from search.engines.base import Facet
from search.queries.clauses import Pinpoint
from search.queries.filters import TypedFilter, find_filters
from search.queries.names import KNOWN_NAMES, Names, shown_name
from search.queries.parts import Part, take_apart
from search.queries.question import Question, composed, question_of
from search.queries.synonyms import NO_SYNONYMS, Synonyms


class NoteKind(StrEnum):
    UNKNOWN_VALUE = "unknown-value"
    NOT_EXCLUDABLE = "not-excludable"
    TWO_NUMBERS = "two-numbers"


@dataclass(frozen=True)
class Note:
    """Something of the question that cannot be followed."""

    kind: NoteKind
    typed: str = ""

    @property
    def sentence(self) -> str:
        if self.kind is NoteKind.UNKNOWN_VALUE:
            words = _("Nothing matches “%(typed)s”, so there are no results.")
        elif self.kind is NoteKind.NOT_EXCLUDABLE:
            words = _("“%(typed)s” cannot be excluded; choose what you want instead.")
        else:
            words = _("No document bears two numbers; keep one of the number filters.")
        return words % {"typed": self.typed}


class ChipKind(StrEnum):
    FILTER = "filter"
    PHRASE = "phrase"
    NUMBER = "number"
    PINPOINT = "pinpoint"
    SYNONYM = "synonym"
    WITHOUT = "without"


@dataclass(frozen=True)
class Chip:
    """One thing understood. ``without`` is the question's text without it; of a synonym, with the
    words taken just as they stand."""

    kind: ChipKind
    label: str
    without: str


@dataclass(frozen=True)
class ParsedQuestion:
    """``text`` is what was read of what was typed; ``parts`` and ``filters`` are places in it."""

    text: str
    parts: tuple[Part, ...]
    filters: tuple[TypedFilter, ...]
    names: Names

    @cached_property
    def question(self) -> Question:
        return question_of(self.parts)

    def values(self, facet: Facet) -> frozenset[str]:
        """What may be found of this facet, as in the index; empty asks for nothing."""
        return frozenset().union(
            *(typed_filter.chosen for typed_filter in self.filters if typed_filter.facet is facet)
        )

    @property
    def on(self) -> date | None:
        """The day typed; the last of several."""
        return next(
            (typed_filter.on for typed_filter in reversed(self.filters) if typed_filter.on), None
        )

    @property
    def notes(self) -> tuple[Note, ...]:
        unknown = (
            Note(
                NoteKind.NOT_EXCLUDABLE if typed_filter.is_refused else NoteKind.UNKNOWN_VALUE,
                self.text[typed_filter.start : typed_filter.end],
            )
            for typed_filter in self.filters
            if not typed_filter.is_known
        )
        two = [Note(NoteKind.TWO_NUMBERS)] if self._bears_two_numbers else []
        return (*dict.fromkeys(unknown), *two)

    @property
    def finds_nothing(self) -> bool:
        """Whether no engine need be asked. What cannot be excluded is left out, and said."""
        return any(note.kind is not NoteKind.NOT_EXCLUDABLE for note in self.notes)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to rank by: no word, phrase or number."""
        return not self.question.clauses

    @property
    def chips(self) -> list[Chip]:
        """What was understood beyond plain words, by place."""
        placed = [(piece.start, self._chip_of_filter(piece)) for piece in self.filters]
        placed += [
            (piece.start, chip) for piece in self.parts if (chip := self._chip_of_part(piece))
        ]
        return [chip for _start, chip in sorted(placed, key=lambda pair: pair[0])]

    @property
    def _bears_two_numbers(self) -> bool:
        return len({clause.number for clause in self.question.typed if clause.exact}) > 1

    def _chip_of_filter(self, typed: TypedFilter) -> Chip:
        label = self.text[typed.start : typed.end]
        if typed.on:
            label = f"{typed.name}: {typed.on:%d/%m/%Y}"
        elif typed.number:
            label = f"{typed.name}: {typed.value}"
        elif typed.facet and not typed.negative:
            shown = (shown_name(value, typed.facet, self.names) for value in sorted(typed.chosen))
            label = f"{typed.name}: {', '.join(shown)}"
        return Chip(ChipKind.FILTER, label, self._without(typed.start, typed.end))

    def _chip_of_part(self, part: Part) -> Chip | None:
        typed = self.text[part.start : part.end]
        without = self._without(part.start, part.end)
        if isinstance(part.clause, Pinpoint):
            return Chip(ChipKind.PINPOINT, f"điều {part.clause.article}", without)
        if part.clause.exact:
            return None  # a filter has its chip
        if part.negative:
            return Chip(ChipKind.WITHOUT, typed.lstrip("-"), without)
        if part.clause.alternatives:
            others = [typed, *(" ".join(alternative) for alternative in part.clause.alternatives)]
            literally = self._without(part.start, part.end, f'"{typed}"')
            return Chip(ChipKind.SYNONYM, " = ".join(others), literally)
        if part.clause.quoted:
            return Chip(ChipKind.PHRASE, typed, without)
        return Chip(ChipKind.NUMBER, typed, without) if part.clause.number else None

    def _without(self, start: int, end: int, instead: str = "") -> str:
        return " ".join(f"{self.text[:start]} {instead} {self.text[end:]}".split())


def read(text: str, synonyms: Synonyms = NO_SYNONYMS, names: Names = KNOWN_NAMES) -> ParsedQuestion:
    """Reads what was typed. ``names`` are what filters can choose by."""
    text = composed(text)
    filters = tuple(find_filters(text, names))
    rest, numbers = text, list[Part]()
    for typed_filter in filters:
        rest = (
            rest[: typed_filter.start]
            + " " * (typed_filter.end - typed_filter.start)
            + rest[typed_filter.end :]
        )
        if typed_filter.number:
            numbers.append(
                Part(
                    typed_filter.start, typed_filter.end, typed_filter.number, typed_filter.negative
                )
            )
    return ParsedQuestion(text, tuple(take_apart(rest, synonyms, numbers)), filters, names)
