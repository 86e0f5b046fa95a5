"""One page of a file beside what was read of it: the picture with the words marked, or the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from doccontrol.pdftext.pages import Box, FileKind, Page, TextSource, Word
from doccontrol.pdftext.refusals import ReaderFailed, Unreadable
from doccontrol.register.intake.models import IncomingFile
from doccontrol.register.intake.pictures import page_words
from doccontrol.triage.read_values import Place

OFFICE = (FileKind.DOCX, FileKind.DOC)
# How far a mark reaches beyond the letters, as a share of the page.
MARGIN = 0.003
# Two words stand in one line if they share this much of the lower one's height.
SHARED = 0.5


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle over the picture, in thousandths of its width and height."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Page ``number`` of ``count``. ``before``, ``marked`` and ``after`` are its text around what
    is looked at; ``has_picture`` is False for Office files, which have no pages to look at."""

    number: int
    count: int
    key: str
    has_picture: bool
    marks: tuple[Mark, ...] = ()
    before: str = ""
    marked: str = ""
    after: str = ""
    is_recognised: bool = False

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def following(self) -> int | None:
        return self.number + 1 if self.number < self.count else None


def sheet_of(
    file: IncomingFile, places: Mapping[str, Place], *, show: str = "", number: int = 0
) -> Sheet:
    """The page on which ``show`` stands, its words marked; else page ``number``; else the first."""
    place = places.get(show)
    wanted = place.page if place else number
    count = max(file.page_count, 1)
    shown = wanted if 1 <= wanted <= count else 1
    has_picture = file.kind not in OFFICE
    page = _page(file, shown)
    if page is None:
        return Sheet(shown, count, show, has_picture)
    span = place.span if place else (0, 0)
    return Sheet(
        number=shown,
        count=count,
        key=show if place else "",
        has_picture=has_picture,
        marks=tuple(marks(page.words_in(span))) if place else (),
        before=page.text[: span[0]],
        marked=page.text[span[0] : span[1]],
        after=page.text[span[1] :],
        is_recognised=page.source == TextSource.OCR,
    )


def marks(words: Iterable[Word]) -> Iterator[Mark]:
    """One rectangle for each line that the words fill."""
    line: Box | None = None
    for word in words:
        if line is not None and _in_one_line(line, word.box):
            line = (
                min(line[0], word.box[0]),
                min(line[1], word.box[1]),
                max(line[2], word.box[2]),
                max(line[3], word.box[3]),
            )
            continue
        if line is not None:
            yield _mark(line)
        line = word.box
    if line is not None:
        yield _mark(line)


def _page(file: IncomingFile, number: int) -> Page | None:
    """The kept text serves where the place of its words cannot be found out now."""
    try:
        return page_words(file, number)
    except (Unreadable, ReaderFailed):
        kept = file.pages.filter(number=number).values("text", "source").first()
        return Page(number, kept["text"], TextSource(kept["source"])) if kept else None


def _in_one_line(line: Box, word: Box) -> bool:
    shared = min(line[3], word[3]) - max(line[1], word[1])
    lower = min(line[3] - line[1], word[3] - word[1])
    follows = word[0] >= line[0]  # a new line, or the other column, begins further left
    return follows and shared >= SHARED * lower


def _mark(box: Box) -> Mark:
    left, top = max(box[0] - MARGIN, 0), max(box[1] - MARGIN, 0)
    right, bottom = min(box[2] + MARGIN, 1), min(box[3] + MARGIN, 1)
    return Mark(*(round(side * 1000) for side in (left, top, right - left, bottom - top)))
