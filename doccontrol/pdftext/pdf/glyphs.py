"""The words of one page of a PDF as pdfium sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from ctypes import byref, c_double
from math import degrees

import pypdfium2 as pdfium
from pypdfium2 import raw

from doccontrol.pdftext.cleaning import cleaned, raised
from doccontrol.pdftext.pdf.placing import Rectangle, Token, is_raised

# A hyphen at the end of a line, with which pdfium swallows the line break.
_HYPHEN_AT_END = "\ufffe"
_WORD = re.compile(rf"[^\s{_HYPHEN_AT_END}]+{_HYPHEN_AT_END}?|{_HYPHEN_AT_END}")
_LINE_ENDS = re.compile(r"\s*\n *")
# Degrees: lines set a little askew are lines of the text.
ASKEW = 8
_DIGITS_AT_END = re.compile(r"\d{1,12}(?=\W*$)")

# From left, bottom, right, top in the space of the PDF to left, top, right, bottom as displayed.
ToDisplay = Callable[[float, float, float, float], Rectangle]


def to_display(page: pdfium.PdfPage, turned: int) -> tuple[float, float, ToDisplay]:
    """The width and height of the page turned clockwise by so many degrees (as it is displayed:
    ``page.get_rotation()``), and the way of a box onto it."""
    left, bottom, right, top = page.get_bbox()
    across, up = max(right - left, 1.0), max(top - bottom, 1.0)
    match turned:
        case 90:
            return up, across, lambda x, y, x2, y2: (y - bottom, x - left, y2 - bottom, x2 - left)
        case 180:
            return across, up, lambda x, y, x2, y2: (right - x2, y - bottom, right - x, y2 - bottom)
        case 270:
            return up, across, lambda x, y, x2, y2: (top - y2, right - x2, top - y, right - x)
        case _:
            return across, up, lambda x, y, x2, y2: (x - left, top - y2, x2 - left, top - y)


def is_upright(angle: float, turn: int) -> bool:
    """Whether letters of this direction stand upright, or nearly, on a page so turned."""
    return abs((angle + turn + 180) % 360 - 180) <= ASKEW


class Glyphs:
    """The characters of one page, and where they stand."""

    def __init__(self, textpage: pdfium.PdfTextPage, place: ToDisplay, turn: int) -> None:
        self._turn = turn
        self._page = textpage.raw
        self._place = place
        self._text = textpage.get_text_range()
        self._is_one_to_one = len(self._text) == textpage.count_chars()
        self._rectangle = raw.FS_RECTF()
        self._origin = c_double(), c_double()
        self._sides = c_double(), c_double(), c_double(), c_double()

    def tokens(self) -> Iterator[Token]:
        """The words in the order of the file; digits raised at the end of one as raised digits."""
        is_clean = cleaned(self._text) == _LINE_ENDS.sub("\n", self._text).strip()
        for found in _WORD.finditer(self._text):
            start, end = found.span()
            token = self._token(found[0], start, end - 1)
            digits = _DIGITS_AT_END.search(token.text)
            if digits and digits.end() > 1 and is_upright(token.angle, self._turn):
                self._raise(token, start, digits)
            if not is_clean:
                token.text = cleaned(token.text.replace(_HYPHEN_AT_END, "-"))
            if token.text:
                yield token

    def _token(self, text: str, first: int, last: int) -> Token:
        left, top, right, bottom = self._box(first)
        if last > first:
            left2, top2, right2, bottom2 = self._box(last)
            left, top = min(left, left2), min(top, top2)
            right, bottom = max(right, right2), max(bottom, bottom2)
        bottom, index = max(bottom, top + 1.0), self._index(first)
        angle = degrees(max(raw.FPDFText_GetCharAngle(self._page, index), 0.0))
        baseline = self._baseline(first)
        return Token(text, left, top, right, bottom, baseline, index=index, angle=angle)

    def _raise(self, token: Token, start: int, digits: re.Match[str]) -> None:
        """Mark those of the word's last digits whose feet stand above its baseline."""
        place = digits.end()
        while place > max(digits.start(), 1) and is_raised(self._foot(start + place - 1), token):
            place -= 1
        text = token.text
        token.text = text[:place] + raised(text[place : digits.end()]) + text[digits.end() :]

    def _foot(self, place: int) -> float:
        """The lower edge of the character itself: some fonts have small high digits of their own,
        on the same baseline."""
        left, right, bottom, top = self._sides
        references = map(byref, self._sides)
        if not raw.FPDFText_GetCharBox(self._page, self._index(place), *references):
            return 0.0
        return self._place(left.value, bottom.value, right.value, top.value)[3]

    def _box(self, place: int) -> Rectangle:
        box = self._rectangle
        if not raw.FPDFText_GetLooseCharBox(self._page, self._index(place), box):
            return 0.0, 0.0, 0.0, 0.0
        return self._place(box.left, box.bottom, box.right, box.top)

    def _baseline(self, place: int) -> float:
        x, y = self._origin
        if not raw.FPDFText_GetCharOrigin(self._page, self._index(place), byref(x), byref(y)):
            return 0.0
        return self._place(x.value, y.value, x.value, y.value)[1]

    def _index(self, place: int) -> int:
        """By pdfium's own count: in UTF-16, with characters that the text lacks or has more."""
        if self._is_one_to_one:
            return place
        before = len(self._text[:place].encode("utf-16-le")) // 2
        return raw.FPDFText_GetCharIndexFromTextIndex(self._page, before)
