"""The text layer of a PDF, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.notes import (
    DYNAMIC_FORM,
    FILES_INSIDE,
    PORTFOLIO,
    TURNED,
    Note,
    note,
)
from doccontrol.pdftext.pages import Box, Page, TextSource, Word
from doccontrol.pdftext.pdf.annotations import Drawn
from doccontrol.pdftext.pdf.arranging import arranged
from doccontrol.pdftext.pdf.directions import parted, turn_of_text
from doccontrol.pdftext.pdf.glyphs import Glyphs, ToDisplay, to_display
from doccontrol.pdftext.pdf.grids import Grid, grids_of
from doccontrol.pdftext.pdf.layers import off_layers
from doccontrol.pdftext.pdf.placing import Line, Token
from doccontrol.pdftext.pdf.rulings import PICTURES, Shape, picture_area, rulings_of, shapes_of
from doccontrol.pdftext.pdf.visibility import Visibility, shapes_among
from doccontrol.pdftext.pdf.xobjects import has_drawn_forms, rulings_in_forms
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.scans.syllables import is_trustworthy

# Fewer letters are a stamp or a page number rather than the text of a page.
_FEW_LETTERS = 200
# Shares of a page that pictures cover: of a scan with a stamp on it, of a scan.
_MOSTLY_PICTURE, _SOME_PICTURE = 0.5, 0.02
_SHAPES = (*PICTURES, raw.FPDF_PAGEOBJ_PATH)
# Names of files inside a file that are looked at.
_MOST_NAMED = 20
# More shapes than this on a page without text are letters drawn as outlines.
_DRAWN_LETTERS = 200


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[pdfium.PdfDocument]:
    """The document, closed at the end; raises ``Unreadable`` if it is encrypted, broken, or has
    no pages or too many."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_FILE:  # not even opened
            raise OSError(f"{path} cannot be opened") from error
        locked = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Unreadable("encrypted" if error.err_code in locked else "broken") from error
    try:
        if not len(document):
            raise Unreadable("empty")
        if len(document) > limits.pages:
            raise Unreadable("too-many-pages")
        yield document
    finally:
        document.close()


def read_page(
    document: pdfium.PdfDocument, path: Path, number: int, *, with_words: bool = False
) -> Page:
    """The page ``number`` (from 1) of the ``document`` at ``path``, with the text of its layer.

    Its source is ``NONE``, and its text "", if it has no layer to be trusted but shows something:
    it is to be recognised.
    """
    try:
        page = document[number - 1]
    except pdfium.PdfiumError as error:
        raise Unreadable("broken") from error
    # Before what lies on it is drawn into it: that is no picture.
    pictured = _share_of_pictures(page) if raw.FPDFPage_GetAnnotCount(page) > 0 else None
    drawn = Drawn(document, page, number)
    try:
        return _read(drawn, path, number, pictured, with_words=with_words)
    finally:
        drawn.page.close()


def _read(
    drawn: Drawn, path: Path, number: int, pictured: float | None, *, with_words: bool
) -> Page:
    page = drawn.page
    textpage = page.get_textpage()
    try:
        turn = turn_of_text(page, textpage)
        across, down, place = to_display(page, turn)
        shapes = list(shapes_of(page, place, *_SHAPES))
        visibility = Visibility(
            page, textpage, turn, shapes_among(shapes), lambda: off_layers(path)
        )
        tokens = [
            token
            for token in visibility.seen(list(Glyphs(textpage, place, turn).tokens()))
            if _is_on(token, across, down)
        ]
    finally:
        textpage.close()
    tokens += drawn.tokens(place)
    if pictured is None:
        pictured = picture_area(shapes) / (across * down)
    if _is_to_be_recognised(tokens, page, pictured):
        return Page(number, "", TextSource.NONE)
    grids = _grids(page, shapes, place, path, number, turn) if tokens else []
    tokens, aside = parted(tokens, grids, turn)
    size, further = (across, down), (page.get_rotation() - turn) % 360
    notes = [*_notes("turned", TURNED, aside), *_notes("files-inside", FILES_INSIDE, drawn.pinned)]
    read = _page(number, _lines(tokens, grids), size, further, with_words=with_words)
    return replace(read, notes=tuple(notes))


def _notes(code: str, reason: str, names: Sequence[str]) -> Iterator[Note]:
    if names:
        yield note(code, reason, names)


def _share_of_pictures(page: pdfium.PdfPage) -> float:
    across, down, place = to_display(page, page.get_rotation())
    return picture_area(shapes_of(page, place, *PICTURES)) / (across * down)


def notes_of(document: pdfium.PdfDocument, path: Path) -> Iterator[Note]:
    """What the file holds beside its pages."""
    count = document.count_attachments()
    if count > 0:
        names = [_name_of(document, index) for index in range(min(count, _MOST_NAMED))]
        is_portfolio = b"/Collection" in path.read_bytes()
        yield note("files-inside", PORTFOLIO if is_portfolio else FILES_INSIDE, names)
    if document.get_formtype() == raw.FORMTYPE_XFA_FULL:
        yield note("form", DYNAMIC_FORM)


def _name_of(document: pdfium.PdfDocument, index: int) -> str:
    try:
        return str(document.get_attachment(index).get_name())
    except pdfium.PdfiumError:
        return "?"


def _grids(
    page: pdfium.PdfPage,
    shapes: Sequence[Shape],
    place: ToDisplay,
    path: Path,
    number: int,
    turn: int,
) -> list[Grid]:
    grids = grids_of(rulings_of(shapes, place))
    if not grids and turn == page.get_rotation() and has_drawn_forms(page):
        return grids_of(rulings_in_forms(path, number))
    return grids


def _is_on(token: Token, across: float, down: float) -> bool:
    """Whether the word is seen; damaged files have words at no place at all."""
    return token.left < across and token.top < down and token.right > 0 and token.bottom > 0


def _is_to_be_recognised(tokens: Sequence[Token], page: pdfium.PdfPage, share: float) -> bool:
    letters = sum(character.isalpha() for token in tokens for character in token.text)
    # What a scanner or a signing program printed onto a picture is not the text of the page.
    pictured = share if letters < _FEW_LETTERS else 0.0
    if not letters:
        return pictured > _SOME_PICTURE or raw.FPDFPage_CountObjects(page) > _DRAWN_LETTERS
    words = " ".join(token.text for token in tokens if not _is_symbol(token.text))
    return pictured > _MOSTLY_PICTURE or not is_trustworthy(words)


def _is_symbol(text: str) -> bool:
    """The number of a law ("12/2026/NĐ-CP") or an abbreviation ("HĐND"): no word by which to
    judge a text."""
    return "/" in text or ("Đ" in text and text.isupper())


def _lines(tokens: list[Token], grids: Sequence[Grid]) -> Iterator[Line]:
    """The page from above: what stands before each table, the table, what stands after."""
    for grid in grids:
        inside = [token for token in tokens if grid.holds(token)]
        above = [token for token in tokens if token.top < grid.top and not grid.holds(token)]
        tokens = [token for token in tokens if token.top >= grid.top and not grid.holds(token)]
        yield from arranged(above)
        yield from grid.lines(inside)
    yield from arranged(tokens)


def _page(
    number: int,
    lines: Iterable[Line],
    size: tuple[float, float],
    further: int,
    *,
    with_words: bool,
) -> Page:
    """``further``: so many degrees clockwise the page is displayed beyond how it was read."""
    parts: list[str] = []
    words: list[Word] = []
    at = 0
    for line in lines:
        for before, token in line:
            start = at + len(before)
            at = start + len(token.text)
            parts += (before, token.text)
            if with_words:
                words.append(Word(start, at, _turned(_shares(token, *size), further)))
        parts.append("\n")
        at += 1
    return Page(number, "".join(parts[:-1]), TextSource.LAYER, tuple(words))


def _shares(token: Token, across: float, down: float) -> Box:
    """The word's box in shares of the page, cut at its edges."""

    def share(place: float, whole: float) -> float:
        return min(1.0, max(0.0, place / whole))

    return (
        share(token.left, across),
        share(token.top, down),
        share(token.right, across),
        share(token.bottom, down),
    )


def _turned(box: Box, further: int) -> Box:
    left, top, right, bottom = box
    for _ in range(further // 90):
        left, top, right, bottom = 1 - bottom, left, 1 - top, right
    return left, top, right, bottom
