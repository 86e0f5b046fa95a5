"""What a file says: pages of text, and where each word stands. Plain values, no file is opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from doccontrol.pdftext.notes import Note

# Left, top, right, bottom as shares of the page's width and height, from its top left corner.
Box = tuple[float, float, float, float]
# Offsets into ``Page.text``: from the first character until before the second.
Span = tuple[int, int]


class FileKind(StrEnum):
    """Decided by content, never by name."""

    PDF = "pdf"  # text layer, to be trusted
    SCAN = "scan"  # a PDF whose text had to be recognised, on at least one page
    DOCX = "docx"
    DOC = "doc"
    IMAGE = "image"


class TextSource(StrEnum):
    LAYER = "layer"
    OCR = "ocr"
    OFFICE = "office"
    NONE = "none"  # a picture that nothing has read yet


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a page: its place in the text, its place on the paper, and how sure (0 to 1)."""

    start: int
    end: int
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page: text in NFC and reading order, one line of the page a line of the text.

    Columns of a letterhead or a signature block do not run into each other: the left one comes
    first. ``words`` is filled for recognised pages, and for others where it was asked for;
    ``notes`` say what on it is no part of the text: a watermark, a file pinned to it.
    """

    number: int  # from 1
    text: str
    source: TextSource
    words: tuple[Word, ...] = ()
    notes: tuple[Note, ...] = ()

    def words_in(self, span: Span) -> Iterator[Word]:
        return (word for word in self.words if word.start < span[1] and word.end > span[0])


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of one file. ``unread`` is a code of ``refusals`` saying why pages are missing
    (no OCR on this machine), "" if all were read; ``notes`` say what else was not."""

    kind: FileKind
    pages: tuple[Page, ...]
    page_count: int
    unread: str = ""
    notes: tuple[Note, ...] = ()
