"""Quoted words: what an amending text puts into another one. They refer, they do not act."""

from __future__ import annotations

import re
from collections.abc import Iterator

QUOTED = "\ue001"
# A quotation that nobody closes (a scan lost the mark) is none after this many letters.
_LONGEST = 40_000
_MARK = re.compile(r"[“”\"]")
_NO_LINE_FEED = re.compile(r"[^\n]")


def without_quotes(text: str) -> str:
    """The text with each quotation as ``QUOTED`` marks, every letter and line in its place."""
    parts, past = [], 0
    for start, end in quotations(text):
        parts += [text[past:start], _NO_LINE_FEED.sub(QUOTED, text[start:end])]
        past = end
    return "".join([*parts, text[past:]])


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Outermost quotations with their marks, in order. Within one, a mark that opens a line only
    repeats the first: long quotations are often marked anew on each paragraph."""
    depth, start = 0, 0
    for mark in _MARK.finditer(text):
        place = mark.start()
        if depth and place - start > _LONGEST:
            depth = 0
        opens_line = not text[max(0, place - 12) : place].rpartition("\n")[2].strip()
        if _opens(text, place, opens_line):
            if depth == 0:
                start, depth = place, 1
            elif not opens_line:
                depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield start, mark.end()


def _opens(text: str, place: int, opens_line: bool) -> bool:
    if text[place] != '"':
        return text[place] == "“"
    follows = text[place + 1 : place + 2]
    return bool(follows.strip()) and (opens_line or text[place - 1] in " (\n[")
