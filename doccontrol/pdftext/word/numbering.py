"""The numbers that Word itself shows before paragraphs: "Điều 3.", "1.2", "đ)", "-".

They stand in no run. What is counted goes on through all lists of one pattern; a list may begin
anew, and a deeper level does after each number above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from doccontrol.pdftext.old_fonts import shown_by
from doccontrol.pdftext.word.names import children, descendant, is_on, number_in, value
from doccontrol.pdftext.word.number_formats import written
from doccontrol.pdftext.word.styles import Styles

_LEVELS = 9
_PLACE = re.compile("%([1-9])")
_BULLET = "bullet"
_SYMBOLS = ("symbol", "wingdings", "webdings")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_NOT_AGAIN = 0
_LONGEST = 255  # letters of a number, as Word allows
_MOST_LINKS = 10


@dataclass(frozen=True, slots=True)
class Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""
    style: str = ""
    # Begins anew after a number of this level or one above it, counted from 1; 0 for never.
    restart: int | None = None
    is_legal: bool = False
    is_glued: bool = False  # nothing stands between the number and the text
    properties: etree._Element | None = None


@dataclass(slots=True)
class Pattern:
    """An abstract list: its levels, and how far each has been counted."""

    levels: dict[int, Level]
    counted: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass(slots=True)
class List:
    """One list of a pattern, with what it has of its own."""

    pattern: Pattern
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of one file; counts as its paragraphs are read in order."""

    def __init__(self, roots: Sequence[etree._Element], styles: Styles) -> None:
        self._styles = styles
        self._patterns: dict[str, etree._Element] = {}
        self._numbers: dict[str, etree._Element] = {}
        for root in roots:
            for pattern in children(root, "abstractNum"):
                self._patterns.setdefault(value(pattern, "abstractNumId"), pattern)
            for number in children(root, "num"):
                self._numbers.setdefault(value(number, "numId"), number)
        self._made: dict[str, Pattern] = {}
        self._lists: dict[str, List | None] = {}

    def label(self, paragraph: etree._Element, style: str) -> str:
        """What Word shows before ``paragraph``, which is counted, with the space after it; "" for
        one that is not numbered. ``style`` is the paragraph's."""
        list_id, stated, by_style = self._styles.numbering(paragraph, style)
        numbered = self._list(list_id) if list_id else None
        if numbered is None:
            return ""
        place = stated if stated is not None else _level_of_style(numbered, by_style)
        if not 0 <= place < _LEVELS:
            return ""
        level = _level(numbered, place)
        _count(numbered, place)
        return self._shown(numbered, level, style)

    def _shown(self, numbered: List, level: Level, style: str) -> str:
        look = self._styles.look(level.properties, style)
        if not look.is_seen:
            return ""
        if level.kind == _BULLET:
            text = _bullet(level.text, look.font)
        else:
            text = _PLACE.sub(lambda place: _number(numbered, int(place[1]) - 1, level), level.text)
            text = shown_by(look.font, text)
            text = text.upper() if look.is_in_capitals else text
        if not text.strip():
            return ""
        return text if level.is_glued else f"{text} "

    def _list(self, list_id: str) -> List | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._made_list(list_id)
        return self._lists[list_id]

    def _made_list(self, list_id: str) -> List | None:
        number = self._numbers.get(list_id)
        if number is None:
            return None
        pattern = self._pattern(value(descendant(number, "abstractNumId")))
        if pattern is None:
            return None
        levels, starts = {}, {}
        for override in children(number, "lvlOverride"):
            place = number_in(value(override, "ilvl"), -1)
            if (stated := descendant(override, "lvl")) is not None:
                levels[place] = _level_in(stated)
            if (start := descendant(override, "startOverride")) is not None:
                starts[place] = number_in(value(start), 1)
        return List(pattern, levels, starts)

    def _pattern(self, identity: str) -> Pattern | None:
        """By its identity, or by the style of lists to which it leads."""
        for _ in range(_MOST_LINKS):
            if identity in self._made:
                return self._made[identity]
            stated = self._patterns.get(identity)
            if stated is None:
                return None
            link = value(descendant(stated, "numStyleLink"))
            if not link:
                levels = {
                    number_in(value(level, "ilvl"), -1): _level_in(level)
                    for level in children(stated, "lvl")
                }
                return self._made.setdefault(identity, Pattern(levels))
            identity = self._pattern_of_style(link)
        return None

    def _pattern_of_style(self, name: str) -> str:
        for style in self._styles.lineage(name):
            number = self._numbers.get(value(descendant(style, "pPr", "numPr", "numId")))
            if number is not None:
                return value(descendant(number, "abstractNumId"))
        return ""


def _level(numbered: List, place: int) -> Level:
    return numbered.levels.get(place) or numbered.pattern.levels.get(place) or Level()


def _level_of_style(numbered: List, style: str) -> int:
    """The level that says that it is the style's; the first where none does."""
    for place in range(_LEVELS):
        if style and _level(numbered, place).style == style:
            return place
    return 0


def _count(numbered: List, place: int) -> None:
    counted = numbered.pattern.counted
    if place in numbered.starts:  # its first paragraph begins anew, and what is below it
        counted[place] = numbered.starts.pop(place) - 1
    so_far = counted[place]
    counted[place] = _level(numbered, place).start if so_far is None else so_far + 1
    for deeper in range(place + 1, _LEVELS):
        after = _level(numbered, deeper).restart
        if after is None or (after != _NOT_AGAIN and place < after):
            counted[deeper] = None


def _number(numbered: List, place: int, of: Level) -> str:
    level = _level(numbered, place)
    counted = numbered.pattern.counted[place]
    number = level.start if counted is None else counted
    kind = "decimal" if of.is_legal and level.kind != "none" else level.kind
    return written(number, kind)


def _level_in(stated: etree._Element) -> Level:
    restart = descendant(stated, "lvlRestart")
    return Level(
        start=number_in(value(descendant(stated, "start")), 0),
        kind=_kind_in(stated),
        text=value(descendant(stated, "lvlText"))[:_LONGEST],
        style=value(descendant(stated, "pStyle")),
        restart=None if restart is None else number_in(value(restart), _NOT_AGAIN),
        is_legal=is_on(descendant(stated, "isLgl")),
        is_glued=value(descendant(stated, "suff")) == "nothing",
        properties=descendant(stated, "rPr"),
    )


def _kind_in(stated: etree._Element) -> str:
    """A newer way of writing ("001, 002") stands beside an older one for older programs."""
    newer = descendant(stated, "AlternateContent", "Choice", "numFmt")
    pattern = value(newer, "format").partition(",")[0].strip()
    if pattern and len(pattern) <= _LONGEST and set(pattern) <= {"0", "1"}:
        return "0" * len(pattern)
    older = descendant(stated, "AlternateContent", "Fallback", "numFmt")
    return value(descendant(stated, "numFmt")) or value(older) or "decimal"


def _bullet(text: str, font: str) -> str:
    """A sign of a font of symbols is a letter in none: what it looks like is only a dot."""
    if font.lower().startswith(_SYMBOLS) and not _PRIVATE.search(text):
        return "•" if text.strip() else ""
    return text
