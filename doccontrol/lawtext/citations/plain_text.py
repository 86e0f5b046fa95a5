"""The pages of a file as one plain text in which each place can be told on its page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from doccontrol.lawtext.spelling import letter_for_letter
from doccontrol.pdftext.pages import Page, Span, TextSource

# Cut out: letters that nobody sees, and what a page repeats of itself in the midst of a sentence
# that runs over two pages: its number, the gazette's running head, the space around its text.
_CUT = re.compile(
    "[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ue000\ue001]+"
    r"|^[ ]*+(?:(?:trang[ ]*+)?\d{1,4}(?:[ ]*+/[ ]*+\d{1,4})?|[-–][ ]*+\d{1,4}[ ]*+[-–]"
    r"|\d{0,4}[ ]*+CÔNG BÁO\b[^\n]{0,80})[ ]*+(?:\n|\Z)"
    r"|\A\s+|(?<!\s)\s+\Z",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _PlainPage:
    """``starts``: where each uncut piece begins in the plain text, ``shifts``: how much further on
    it stands in the page."""

    number: int
    starts: tuple[int, ...]
    shifts: tuple[int, ...]

    def place(self, start: int, end: int) -> Span:
        return self._on_page(start), self._on_page(end - 1) + 1

    def _on_page(self, place: int) -> int:
        return place + self.shifts[bisect_right(self.starts, place) - 1]


@dataclass(frozen=True, slots=True)
class Plain:
    """``text``: all pages, a line feed between them, look-alike letters as one. ``paragraphs``:
    whether each line is a whole paragraph (office files) or a line of paper, where sentences run
    on."""

    text: str
    paragraphs: bool
    _pages: tuple[_PlainPage, ...]
    _starts: tuple[int, ...]

    def place(self, span: Span) -> tuple[int, Span]:
        """The page on which ``span`` of ``text`` begins, and the span within that page's text; what
        runs over to the next page is left out."""
        nth = bisect_right(self._starts, span[0]) - 1
        start = self._starts[nth]
        last = self._starts[nth + 1] - 1 if nth + 1 < len(self._starts) else len(self.text)
        page = self._pages[nth]
        return page.number, page.place(span[0] - start, min(span[1], last) - start)


def plain(pages: Sequence[Page]) -> Plain:
    texts: list[str] = []
    kept: list[_PlainPage] = []
    starts: list[int] = []
    length = 0
    for page in pages:
        text, shortened = _shortened(page)
        texts.append(text)
        kept.append(shortened)
        starts.append(length)
        length += len(text) + 1
    office = bool(pages) and all(page.source is TextSource.OFFICE for page in pages)
    return Plain("\n".join(texts), office, tuple(kept), tuple(starts))


def _shortened(page: Page) -> tuple[str, _PlainPage]:
    text = letter_for_letter(page.text)
    pieces: list[str] = []
    starts, shifts = [0], [0]
    past = 0
    for cut in _CUT.finditer(text):
        pieces.append(text[past : cut.start()])
        past = cut.end()
        starts.append(starts[-1] + len(pieces[-1]))
        shifts.append(past - starts[-1])
    pieces.append(text[past:])
    return "".join(pieces), _PlainPage(page.number, tuple(starts), tuple(shifts))
