"""Filters typed into a question: ``loai:quy-trinh``, ``phòng:"lao động"``, ``số: 19/2014``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import islice

from search.engines.base import Facet
from search.queries.clauses import Clause
from search.queries.names import Names, day_named, every_value, values_named
from search.queries.numbers import asked_numbers, end_of_day_after
from search.text import fold_aligned, folded, letters, marked, words


class FilterName(StrEnum):
    """What stands before the colon, as it is shown."""

    KIND = "loại"
    UNIT = "phòng"
    FIELD = "lĩnh vực"
    STATE = "hiệu lực"
    NUMBER = "số"
    DAY = "ngày"


_SPELLINGS = {
    FilterName.KIND: "loại|loại văn bản|kind|type",
    FilterName.UNIT: "phòng|phòng ban|đơn vị|unit",
    FilterName.FIELD: "lĩnh vực|field",
    FilterName.STATE: "hiệu lực|tình trạng|trạng thái|state|status",
    FilterName.NUMBER: "số|số hiệu|số ký hiệu|mã|mã số|mã hiệu|number|code",
    FilterName.DAY: "ngày|on",
}
# The first that knows the value is meant: "loai:luật" is a type of law, "-loai:luật" is a kind.
_FACETS = {
    FilterName.KIND: (Facet.TYPE, Facet.KIND),
    FilterName.UNIT: (Facet.UNIT,),
    FilterName.FIELD: (Facet.FIELD,),
    FilterName.STATE: (Facet.STATE,),
}
# Of which all values are known, so that "all but these" can be said.
_CLOSED = (Facet.KIND, Facet.STATE)
_WITH_DAY = (FilterName.DAY, FilterName.STATE)
_LONGEST_VALUE = 10  # words


def _pattern(spelling: str) -> str:
    return r"[\s_-]?".join(map(_either_way, map(letters, words(spelling))))


def _either_way(syllable: str) -> str:
    """ "ký hiệu" is also "kí hiệu"."""
    other = folded(syllable)
    return syllable if other == syllable else f"(?:{syllable}|{other})"


_BY_LENGTH = sorted(
    (
        (spelling, name)
        for name, spellings in _SPELLINGS.items()
        for spelling in spellings.split("|")
    ),
    key=lambda pair: -len(pair[0]),
)
_FILTER = re.compile(
    r"(?<![^\s(])(?P<minus>-?)(?P<name>"
    + "|".join(_pattern(spelling) for spelling, _name in _BY_LENGTH)
    + r")\s?:(?P<gap>\s*)"
)
_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]*)[\"“”»]")
_RUN = re.compile(r"[^\s\"“”„«»]+")
_QUOTES = set('"“”„«»')


@dataclass(frozen=True)
class TypedFilter:
    """``start`` and ``end`` are places in the text; ``value`` is as typed. What was chosen stands
    in one of the rest; in none of them if nothing bears this name."""

    start: int
    end: int
    name: FilterName
    value: str
    negative: bool = False
    facet: Facet | None = None
    chosen: frozenset[str] = field(default=frozenset())
    on: date | None = None
    number: Clause | None = None

    @property
    def is_known(self) -> bool:
        return bool(self.chosen or self.on or self.number)

    @property
    def is_refused(self) -> bool:
        """Whether the value is known but cannot be excluded."""
        return self.negative and not self.is_known and self.facet is not None


def find_filters(text: str, names: Names) -> Iterator[TypedFilter]:
    """Of a composed text, by place, never overlapping.

    A value is quoted or follows the colon at once; after a blank it is one only if it is known, or
    "Số: 5 bản" and every line of a pasted form would be a filter. Several words need no quotes
    where together they are a known name.
    """
    bare, at = fold_aligned(text), 0
    while match := _FILTER.search(bare, at):
        at = match.end("name")
        name = _name_of(text[match.start("name") : match.end("name")])
        if name and (typed_filter := _read(text, match, name, names)):
            yield typed_filter
            at = typed_filter.end


def _name_of(typed: str) -> FilterName | None:
    """The marks, if any are typed, must be right: "sở:" is not "số:"."""
    bare, with_marks = _joined(typed, folded), _joined(typed, marked)
    fitting = (
        name
        for spelling, name in _BY_LENGTH
        if _joined(spelling, folded) == bare and with_marks in (bare, _joined(spelling, marked))
    )
    return next(fitting, None)


def _joined(text: str, form: Callable[[str], str]) -> str:
    return "".join(map(form, words(text)))


def _read(text: str, match: re.Match[str], name: FilterName, names: Names) -> TypedFilter | None:
    start, place, negative = match.start(), match.end(), bool(match["minus"])
    if quoted := _QUOTED.match(text, place):
        typed = TypedFilter(start, quoted.end(), name, quoted[1], negative)
        return _chosen(typed, names, loose=True)
    for value in _values(text, place):
        typed = TypedFilter(start, place + len(value), name, value, negative)
        typed = _chosen(typed, names, loose=not match["gap"] and " " not in value)
        if typed.is_known or typed.is_refused:
            end = end_of_day_after(fold_aligned(text), typed.end) if typed.number else typed.end
            return replace(typed, end=end)
    one_word = None if match["gap"] else _RUN.match(text, place)
    return one_word and TypedFilter(start, one_word.end(), name, one_word[0], negative)


def _values(text: str, place: int) -> Iterator[str]:
    """What may be the value, the longest first: so many words, none of the next filter."""
    following = _FILTER.search(fold_aligned(text), place)
    stop = following.start() if following else len(text)
    runs = islice(_RUN.finditer(text[:stop], place), _LONGEST_VALUE)
    for run in reversed(list(runs)):
        if not set(text[place : run.start()]) & _QUOTES:
            yield text[place : run.end()]


def _chosen(typed: TypedFilter, names: Names, *, loose: bool) -> TypedFilter:
    """``loose``: whatever stands there is the number, even one like no other."""
    value = typed.value.strip().rstrip(".,;:!?)")
    if typed.name is FilterName.NUMBER:
        return replace(typed, number=_number(value, loose=loose))
    if typed.name in _WITH_DAY and not typed.negative and (on := day_named(value)):
        return replace(typed, on=on)
    facets = _FACETS.get(typed.name, ())
    for facet in reversed(facets) if typed.negative else facets:
        if values := values_named(value, facet, names):
            if typed.negative:
                values = every_value(facet, names) - values if facet in _CLOSED else frozenset()
            return replace(typed, facet=facet, chosen=values)
    return typed


def _number(value: str, *, loose: bool) -> Clause | None:
    bare, written = fold_aligned(value), tuple(words(value))
    for number in asked_numbers(bare):
        if number.end - number.start == len(bare):
            return Clause(written, number=number.form, exact=True)
    form = "".join(map(letters, written)) if loose else ""
    return Clause(written, number=form, exact=True) if form else None
