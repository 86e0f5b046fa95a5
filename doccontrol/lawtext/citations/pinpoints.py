"""Which part of a text is meant: điểm a khoản 2 Điều 5; Điều 9 đến Điều 14; Mục 3 Chương III."""

from __future__ import annotations

import re
from dataclasses import dataclass

# How far before a reference its provisions may begin, behind the reference before it.
REACH = 20_000

_UNIT = (
    r"(?:tiểu\s{1,2}mục|điểm|tiết|khoản|điều|mục|chương|phần|phụ\s{1,2}lục|biểu\s{1,2}mẫu|mẫu|biểu"
    r"|danh\s{1,2}mục)"
)
_IDENTITY = (
    r"(?:số\s{1,2})?(?:\d{1,4}(?:\.\d{1,3})*[a-zđ]{0,2}\d?|[a-zđ]{1,2}\d?|[ivxlc]{1,7}[a-zđ]?)"
)
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
    r"\s{0,2},?\s{0,2}(?:của|tại|trong|thuộc)?\s{0,2}"
    r"(?:(?:bản\s{1,2})?(?:quy\s{1,2}định|quy\s{1,2}chế|điều\s{1,2}lệ|danh\s{1,2}mục)\s{1,2})?"
    r"(?:(?:được\s{1,2})?(?:ban\s{1,2}hành\s{1,2})?kèm\s{1,2}theo)?\s{0,2}(?:các\s{1,2})?\Z",
    re.IGNORECASE,
)
# A new provision and its neighbour: "khoản 5 vào sau khoản 4 Điều 18".
_BESIDE = re.compile(rf"\s{{1,2}}vào\s{{1,2}}(?:sau|trước)\s{{1,2}}{_PART}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """The provisions as written, white space in one form, from ``start`` of the text."""

    words: str
    start: int


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


# Provisions that only say how, or stand in the place of what is touched.
_NOT_TOUCHED = re.compile(
    r"(?:\b(?:theo|bằng|như|so\s{1,2}với|phù\s{1,2}hợp\s{1,2}với|căn\s{1,2}cứ|nêu\s{1,2}tại"
    r"|quy\s{1,2}định\s{1,2}tại)\s{1,2}(?:(?:quy\s{1,2}định|nội\s{1,2}dung)\s{1,2})?"
    r"(?:(?:tại|của|các)\s{1,2}){0,2})\Z",
    re.IGNORECASE,
)
_AS_FOLLOWS = re.compile(r"\bnhư\s{1,2}sau\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\([^()]{0,600}\)")
_ARTICLE = re.compile(r"\bđiều\s{1,2}\d\S{0,6}\b[^;]*\Z", re.IGNORECASE)
_CLAUSE = re.compile(r"\bkhoản\s{1,2}\d\S{0,6}\b[^;]*\Z", re.IGNORECASE)
_LOWER = re.compile(r"(?:các\s{1,2})?(?:tiết|điểm|khoản)\b", re.IGNORECASE)
_POINT = re.compile(r"(?:các\s{1,2})?(?:tiết|điểm)\b", re.IGNORECASE)
_HIGHER = re.compile(r"\b(?:điều|phụ\s{1,2}lục|mục|mẫu|biểu|danh\s{1,2}mục)\b", re.IGNORECASE)


def parts_named(words: str) -> list[str]:
    """The provisions that the words of an act name, in order, as written; those it only goes by
    are left out, and so is what follows "như sau". One to be inserted beside another comes with the
    place of that other: "khoản 5 Điều 18"."""
    words = _IN_BRACKETS.sub(lambda aside: " " * len(aside[0]), words)
    follows = _AS_FOLLOWS.search(words)
    parts, past, end = [], 0, follows.start() if follows else len(words)
    for part in PINPOINT.finditer(words, 0, end):
        before = words[max(0, part.start() - 60) : part.start()]
        if part.start() < past or _NOT_TOUCHED.search(before):
            continue
        named = part[0]
        if beside := _BESIDE.match(words, part.end()):
            within = PINPOINT.match(words, beside.end() + 1)
            named = f"{named} {within[0]}" if within else named
            past = (within or beside).end()
        parts.append(" ".join(named.split()))
    return parts


def completed(parts: list[str]) -> list[str]:
    """Each with the higher provision that holds it, where that stands in the next one: of "khoản
    2; khoản 4 Điều 9" the first is "khoản 2 Điều 9" too."""
    done: list[str] = []
    for part in reversed(parts):
        done.insert(0, _completed(part, done[0] if done else "") or part)
    return done


def _completed(part: str, holder: str) -> str:
    if not _LOWER.match(part) or _HIGHER.search(part):
        return ""
    needs_a_clause = _POINT.match(part) and not re.search(r"\bkhoản\b", part, re.IGNORECASE)
    tail = (needs_a_clause and _CLAUSE.search(holder)) or _ARTICLE.search(holder)
    return f"{part} {tail[0]}" if tail else ""
