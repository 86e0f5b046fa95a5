"""Where the sentences of a text begin, and which list each stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from doccontrol.lawtext.citations.wording import MENTIONED

_MARK = re.compile(
    r"[ ]*(?:(?P<article>Điều[ ]{1,3}\d{1,4}[a-zđ]?[ ]?[.:])|(?P<clause>\d{1,3}[a-zđ]?[.)](?!\d))"
    r"|(?P<point>[a-zđ]{1,2}\d{0,2}[ ]?\))|(?P<dash>[-–+•*](?=[ ]))"
    r"|(?P<part>(?:Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|Phụ lục|PHỤ LỤC)\b(?=[^\n]{0,12}\n)))[ ]*"
)
_TYPE_ALONE = re.compile(
    r"[ ]*(?:HIẾN PHÁP|BỘ LUẬT|LUẬT|PHÁP LỆNH|LỆNH|NGHỊ ĐỊNH|NGHỊ QUYẾT|QUYẾT ĐỊNH|THÔNG TƯ"
    r"|THÔNG TƯ LIÊN TỊCH|NGHỊ QUYẾT LIÊN TỊCH|CHỈ THỊ|VĂN BẢN HỢP NHẤT)[ ]*(?P<colon>:?)[ ]*\Z"
)
_BASIS = re.compile(r"[ ]*(?:[-–+][ ]*)?Căn[ ]{1,3}cứ\b")
# Below a basis, in a line of its own: a further text.
_FURTHER_BASIS = re.compile(rf"[ ]*(?:số[ ]{{0,3}})?{MENTIONED}")
_SENTENCE_ENDS = re.compile(r"[.;:][”\"')\]]{0,2}[ ]*\Z")
# From its first article on, a text rests on nothing more. In the Codex they are Điều 42.1.NĐ.1.
_ARTICLE = re.compile(
    r"[ ]*(?:Điều[ ]{1,3}(?:\d{1,4}[a-zđ]?[ ]?[.:]|\d[\d.]{0,12}\.[A-ZĐ])|Chương[ ]{1,3}(?:I|1)\b)"
)


class Level(IntEnum):
    """How deep an item stands; a text without a mark stands in what was opened last."""

    ARTICLE = 1
    CLAUSE = 2
    POINT = 3
    DASH = 4
    NONE = 9


@dataclass(frozen=True, slots=True)
class Clause:
    """From ``start`` until before ``end``; ``body`` is where it begins after its mark.

    ``opening``: before the first article, where titles and bases stand. ``basis``: it opens with
    "Căn cứ" there. ``after_type``: the line before names nothing but the type, as above a title.
    """

    start: int
    end: int
    body: int
    level: Level
    opening: bool
    basis: bool
    after_type: bool

    @property
    def is_item(self) -> bool:
        return self.level is not Level.NONE


def clauses(text: str, *, paragraphs: bool) -> Iterator[Clause]:
    """The clauses of ``text`` in order; together they cover it.

    With ``paragraphs`` each line is one. Else a line is of paper, and a clause goes on until its
    sentence ends or the next line opens an item, a basis or a heading.
    """
    opening, closed, after_type = True, True, False
    start, place = 0, 0
    begun = _Begun(None, basis=False, after_type=False)
    for line in text.splitlines(keepends=True):
        mark, alone = _MARK.match(line), _TYPE_ALONE.match(line.rstrip("\n"))
        basis = _BASIS.match(line) is not None
        further = begun.basis and _FURTHER_BASIS.match(line) is not None
        if not line.strip():
            closed = True
        elif paragraphs or closed or basis or alone or _is_item(mark, line):
            if place > start:
                yield _clause(start, place, begun, opening)
            if _ARTICLE.match(line) or (alone and alone["colon"]):
                opening = False
            start, begun = (
                place,
                _Begun(mark, basis=(basis or further) and opening, after_type=after_type),
            )
            after_type = alone is not None
            closed = alone is not None or _SENTENCE_ENDS.search(line.rstrip()) is not None
        else:
            closed = _SENTENCE_ENDS.search(line.rstrip()) is not None
        place += len(line)
    if place > start:
        yield _clause(start, place, begun, opening)


@dataclass(frozen=True, slots=True)
class _Begun:
    mark: re.Match[str] | None
    basis: bool
    after_type: bool


def _is_item(mark: re.Match[str] | None, line: str) -> bool:
    """A dash that begins a line of paper may stand between two words, and "Điều 5." alone may end
    a sentence: a heading has a title."""
    if mark is None or mark.lastgroup == "dash":
        return False
    return mark.lastgroup != "article" or bool(line[mark.end() :].strip())


def _clause(start: int, end: int, begun: _Begun, opening: bool) -> Clause:
    level, body = Level.NONE, start
    if begun.mark is not None:
        name = begun.mark.lastgroup or ""
        level = Level.ARTICLE if name == "part" else Level[name.upper()]
        body = start if name == "part" else start + begun.mark.end()
    return Clause(start, end, body, level, opening, begun.basis, begun.after_type)
