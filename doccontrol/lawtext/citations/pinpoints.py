"""Which part of a text is meant: điểm a khoản 2 Điều 5; Điều 9 đến Điều 14; Mục 3 Chương III."""

from __future__ import annotations

import re
from dataclasses import dataclass

# How far before a reference its provisions may begin; a longer list is cut at its far end.
REACH = 400

_UNIT = (
    r"(?:tiểu\s{1,2}mục|điểm|tiết|khoản|điều|mục|chương|phần|phụ\s{1,2}lục|biểu\s{1,2}mẫu|mẫu|biểu"
    r"|danh\s{1,2}mục)"
)
_IDENTITY = r"(?:số\s{1,2})?(?:\d{1,4}(?:\.\d{1,3})*[a-zđ]{0,2}\d?|[a-zđ]{1,2}\d?|[ivxlc]{1,7})"
_JOIN = r"\s{0,2}(?:,|;|(?:và|hoặc|đến)\b|-)\s{0,2}"
# An appendix may be the only one and bear no number.
_PART = (
    rf"(?:{_UNIT}\s{{1,2}}{_IDENTITY}(?:[-./][\w.]{{1,12}})?\b(?!\))(?:{_JOIN}{_IDENTITY}\b(?!\)))*"
    r"|(?:các\s{1,2})?phụ\s{1,2}lục|danh\s{1,2}mục|biểu\s{1,2}mẫu)"
)
_LINK = r"(?:\s{0,2}[,;]\s{0,2}|\s{1,2}(?:và|của|hoặc|đến|từ|tại|thuộc|trong)\s{1,2}|\s{1,2}){1,2}"
PINPOINT = re.compile(
    rf"\b(?:các\s{{1,2}}|từ\s{{1,2}})?{_PART}(?:{_LINK}(?:các\s{{1,2}}|từ\s{{1,2}})?{_PART})*",
    re.IGNORECASE,
)
# What may stand between the provisions and the text that they belong to.
_TO_THE_TEXT = re.compile(
    r"\s{0,2},?\s{0,2}(?:của|tại|trong|thuộc|(?:được\s{1,2})?(?:ban\s{1,2}hành\s{1,2})?"
    r"kèm\s{1,2}theo)?\s{0,2}(?:các\s{1,2})?\Z",
    re.IGNORECASE,
)
# A new provision and its neighbour: "khoản 5 vào sau khoản 4 Điều 18".
_INTO = r"\s{1,2}vào\s{1,2}(?:sau|trước)\s{1,2}"
_BESIDE = re.compile(_INTO + _PART, re.IGNORECASE)
_INSERTED = re.compile(rf"(\b{_PART}){_INTO}\Z", re.IGNORECASE)
_NEIGHBOUR = re.compile(_PART, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """The provisions as written, white space in one form, from ``start`` of the text."""

    words: str
    start: int


def inserted_before(between: str, pinpoint: Pinpoint) -> str:
    """Where ``between`` ends with a provision to be inserted beside ``pinpoint``, that provision
    with the place of the other: "khoản 5 Điều 18"; else empty."""
    inserted = _INSERTED.search(between)
    neighbour = _NEIGHBOUR.match(pinpoint.words)
    if inserted is None or neighbour is None:
        return ""
    return " ".join(f"{inserted[1]} {pinpoint.words[neighbour.end() :]}".split())


def pinpoint_before(text: str, place: int, floor: int = 0) -> Pinpoint | None:
    """The provisions named right before the reference at ``place``, not before ``floor``."""
    begin = max(floor, place - REACH)
    before = text[begin:place]
    found = None
    for part in PINPOINT.finditer(before):
        found = part
    if found is None or not _TO_THE_TEXT.match(before, found.end()):
        return None
    return Pinpoint(" ".join(found[0].split()), begin + found.start())


def added_or_named(text: str, part: re.Match[str]) -> str:
    """The provisions of ``part`` as written; of one to be inserted beside another, with the place
    of that other: "khoản 5 Điều 18"."""
    words = part[0]
    if beside := _BESIDE.match(text, part.end()):
        within = PINPOINT.match(text, beside.end() + 1)
        words = f"{words} {within[0]}" if within else words
    return " ".join(words.split())
