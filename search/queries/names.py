"""What can be chosen by a filter and by which names; asked for with or without marks.

Units, fields and types of laws are the agency's own: they are handed in as pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from doccontrol.document_kinds import DOCUMENT_KINDS
from search.engines.base import Facet, State
from search.text import folded, words

# Pairs of a value as it stands in the index and one of its names; the first is shown.
Names = Mapping[Facet, Iterable[tuple[str, str]]]

_LAWS = (
    "văn bản pháp luật|luật|pháp luật|văn bản|vb|văn bản quy phạm pháp luật|vbqppl|qppl|law|laws"
)
_KINDS = {kind.key: "|".join(kind.search_names) for kind in DOCUMENT_KINDS} | {"law": _LAWS}
_STATES: dict[str, str] = {
    State.IN_FORCE: "còn hiệu lực|còn|đang có hiệu lực|có hiệu lực|đang hiệu lực|đang|in force",
    State.UPCOMING: "sắp có hiệu lực|sắp|chưa có hiệu lực|chưa|sắp hiệu lực|upcoming",
    State.PAST: "hết hiệu lực|hết|cũ|past|superseded",
    State.UNKNOWN: "chưa rõ hiệu lực|chưa rõ|không rõ|chưa rõ ngày hiệu lực|unknown",
}
# Longer than one name: a part of it is enough ("phong:lao-dong").
_BY_PART = (Facet.UNIT, Facet.FIELD)
_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")


def _listed(table: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(value), name) for value, names in table.items() for name in names.split("|"))


KNOWN_NAMES: Names = {Facet.KIND: _listed(_KINDS), Facet.STATE: _listed(_STATES)}


def with_names(own: Names) -> Names:
    """The built-in names and the agency's."""
    return {facet: (*KNOWN_NAMES.get(facet, ()), *own.get(facet, ())) for facet in Facet}


def values_named(typed: str, facet: Facet, names: Names) -> frozenset[str]:
    """The values that a reader means; none if no name fits.

    A whole name goes before part of one; signs, spaces and marks are nothing. Of units and fields
    a part must be whole syllables.
    """
    letters = _letters(typed)
    pairs = [(value, [*map(folded, words(name))]) for value, name in names.get(facet, ())]
    if whole := {value for value, name in pairs if letters and "".join(name) == letters}:
        return frozenset(whole)
    if not letters or facet not in _BY_PART:
        return frozenset()
    return frozenset(value for value, name in pairs if _has_part(name, letters))


def shown_name(value: str, facet: Facet, names: Names) -> str:
    return next((name for known, name in names.get(facet, ()) if known == value), value)


def every_value(facet: Facet, names: Names) -> frozenset[str]:
    return frozenset(value for value, _name in names.get(facet, ()))


def day_named(typed: str) -> date | None:
    """Day, month and year in this order, or as ISO 8601 has it; None for no day of a calendar."""
    parts = _DAY.fullmatch(typed.strip())
    if not parts:
        return None
    day, month, year = parts.group(1, 3, 4) if parts[1] else parts.group(7, 6, 5)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _letters(text: str) -> str:
    return "".join(map(folded, words(text)))


def _has_part(name: list[str], letters: str) -> bool:
    return any(
        "".join(name[start:end]) == letters
        for start in range(len(name))
        for end in range(start + 1, len(name) + 1)
    )
