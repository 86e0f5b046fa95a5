"""The text of a file as one string without running heads, from which each place leads back."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from doccontrol.pdftext.pages import Page, Span, TextSource, Word


def _without_marks(letter: str) -> str:
    """One small letter for one letter, so that offsets hold; đ as d."""
    base = unicodedata.normalize("NFD", letter.lower())[0]
    return {"đ": "d", "ð": "d"}.get(base, base)


_LETTERS = [chr(code) for code in [*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)]]
_PLAIN = str.maketrans(
    {letter: _without_marks(letter) for letter in _LETTERS if letter.isalpha()}
    | dict.fromkeys("\u00a0\t\r", " ")
    | dict.fromkeys("–—−", "-")
)
# Page numbers ("12", "- 12 -", "Trang 3/8"); the head of the official gazette, with its page.
# Four digits alone may be the year of a date that runs on.
_RUNNING_HEAD = re.compile(
    r"\s*(?:-?\s*(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,4})?\s*-?"
    r"|(?:\d{1,4}\s+)?cong\s+bao\s*/\s*so\b.*)\s*"
)
_EDGE = 2
# A word of which the recogniser is less sure than this is a guess.
SURE = 0.8
# Print stands within this much of the height of the print beside it; writing by hand towers.
TALLER_THAN_PRINT = 1.22


def plain(text: str) -> str:
    """Small letters without marks, đ as d, of the same length as ``text`` (which is NFC)."""
    return text.translate(_PLAIN)


def key(text: str) -> str:
    """What spellings of one phrase share: letters and digits only, without marks and spaces, so
    that "QU ỐC HỘI" is "QUỐC HỘI"."""
    return re.sub(r"[^a-z0-9]", "", plain(text))


def without_footnote_marks(text: str) -> str:
    return re.sub("[⁰¹²³⁴-⁹]+", "", text)


def loose(phrase: str) -> str:
    """A pattern for ``phrase`` (as ``plain`` gives it) that forgives spaces inside its words."""
    return r"\s*".join(re.escape(letter) for letter in phrase.replace(" ", ""))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, or a part of it; ``at`` is where it begins in the flow."""

    text: str
    at: int

    @property
    def plain(self) -> str:
        return plain(self.text)

    @property
    def key(self) -> str:
        return key(self.text)

    @property
    def end(self) -> int:
        return self.at + len(self.text)

    @property
    def is_capitals(self) -> bool:
        letters = [letter for letter in self.text if letter.isalpha()]
        return len(letters) > 1 and sum(map(str.isupper, letters)) >= 0.8 * len(letters)

    def cut(self, start: int, end: int) -> Line:
        """The part between two offsets of this line, without the spaces around it."""
        part = self.text[start:end]
        lead = len(part) - len(part.lstrip())
        return Line(part.strip(), self.at + start + lead)


class Flow:
    """The lines of all pages, one after the other, without page numbers and running heads."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = {page.number: page for page in pages}
        self._places: list[tuple[int, int, int]] = []
        lines: list[Line] = []
        at = 0
        for page in pages:
            offset = 0
            texts = page.text.split("\n")
            for number, text in enumerate(texts):
                at_edge = number < _EDGE or number >= len(texts) - _EDGE
                if text.strip() and not (at_edge and _RUNNING_HEAD.fullmatch(plain(text))):
                    lines.append(Line(text, at))
                    self._places.append((at, page.number, offset))
                    at += len(text) + 1
                offset += len(text) + 1
        self.lines = lines
        self.text = "\n".join(line.text for line in lines)
        self.plain = plain(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [at for at, _, _ in self._places]

    def line_number(self, at: int) -> int:
        """The index in ``lines`` of the line that holds the offset."""
        return max(bisect_right(self._starts, at) - 1, 0)

    def place(self, start: int, end: int) -> tuple[int, Span]:
        """Page and span of a part of the flow; a part that runs on ends with its first page."""
        first, last = self.line_number(start), self.line_number(max(start, end - 1))
        at, page, offset = self._places[first]
        while self._places[last][1] != page:
            last -= 1
        last_at, _, last_offset = self._places[last]
        stop = min(end, last_at + len(self.lines[last].text))
        return page, (offset + start - at, last_offset + stop - last_at)

    def page_of(self, line: Line) -> int:
        return self._places[self.line_number(line.at)][1]

    def words(self, start: int, end: int) -> Iterator[Word]:
        """The recognised words of a part; none where the text was not recognised but given."""
        page, span = self.place(start, end)
        if self._pages[page].source is TextSource.OCR:
            yield from self._pages[page].words_in(span)

    def is_recognised(self, at: int) -> bool:
        return self._pages[self.place(at, at + 1)[0]].source is TextSource.OCR

    def sureness(self, start: int, end: int) -> float:
        """How sure its least sure word is; 1 where the text was given."""
        return min((word.confidence for word in self.words(start, end)), default=1.0)

    def height(self, start: int, end: int) -> float:
        """The tallest recognised word of the part, as a share of the page's height; 0 if none."""
        return max((word.box[3] - word.box[1] for word in self.words(start, end)), default=0.0)
