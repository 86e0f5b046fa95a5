"""A copy of a scan that can be searched: the same pages, what was recognised unseen over them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from doccontrol.pdftext.kinds import kind_of
from doccontrol.pdftext.limits import configured
from doccontrol.pdftext.pages import Box, FileKind, Page, TextSource
from doccontrol.pdftext.pdf import text_layer
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.scans.rendering import pictures_of
from doccontrol.typesetting import SERIF

# Of ``SERIF``, which is never seen: the height above and below the baseline, in sizes; and the size
# before a word is fitted to its box.
_ASCENT, _DESCENT, _SIZE = 0.89, 0.22, 10.0
_RESOLUTION, _QUALITY = 300, 75  # of pages that come as pictures


def make_searchable(path: Path, target: Path, pages: Iterable[Page]) -> None:
    """Write a copy of the PDF or picture ``path`` to ``target``, as PDF, with the words of those
    ``pages`` that were recognised instead of what a scanner may have put behind them.

    The original is only read. Raises ``Unreadable``.
    """
    with _as_pdf(path) as document, _font(document) as font:
        for page in pages:
            if page.source == TextSource.OCR:
                _lay_over(document, page, font)
        document.save(target)


@contextmanager
def _as_pdf(path: Path) -> Iterator[pdfium.PdfDocument]:
    if kind_of(path) != FileKind.IMAGE:
        with text_layer.opened(path, configured()) as document:
            yield document
        return
    document = pdfium.PdfDocument.new()
    try:
        for _, picture in pictures_of(path):
            written = BytesIO()
            picture.save(written, "PDF", resolution=_RESOLUTION, quality=_QUALITY)
            page = pdfium.PdfDocument(written.getvalue())
            document.import_pages(page)
            page.close()
        yield document
    finally:
        document.close()


@contextmanager
def _font(document: pdfium.PdfDocument) -> Iterator[raw.FPDF_FONT]:
    data = SERIF.read_bytes()
    buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    font = raw.FPDFText_LoadFont(document, buffer, len(data), raw.FPDF_FONT_TRUETYPE, True)
    try:
        yield font
    finally:
        raw.FPDFFont_Close(font)


def _lay_over(document: pdfium.PdfDocument, recognised: Page, font: raw.FPDF_FONT) -> None:
    try:
        page = document[recognised.number - 1]
    except pdfium.PdfiumError as error:
        raise Unreadable("broken") from error
    try:
        for shape in list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1)):
            if raw.FPDFTextObj_GetTextRenderMode(shape) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
                page.remove_obj(shape)
        place = _displayed(page)
        for word in recognised.words:
            # The space keeps words apart where text is copied.
            text = f"{recognised.text[word.start : word.end]} "
            _lay(document, page, font, text, word.box, place)
        page.gen_content()
    finally:
        page.close()


def _displayed(page: pdfium.PdfPage) -> pdfium.PdfMatrix:
    """From the page as displayed, each side of length 1 and the origin at the top left, to the
    space of the PDF."""
    left, bottom, right, top = page.get_bbox()
    across, down = right - left, top - bottom
    match page.get_rotation():
        case 90:
            return pdfium.PdfMatrix(0, down, across, 0, left, bottom)
        case 180:
            return pdfium.PdfMatrix(-across, 0, 0, down, right, bottom)
        case 270:
            return pdfium.PdfMatrix(0, -down, -across, 0, right, top)
        case _:
            return pdfium.PdfMatrix(across, 0, 0, -down, left, top)


def _lay(
    document: pdfium.PdfDocument,
    page: pdfium.PdfPage,
    font: raw.FPDF_FONT,
    text: str,
    box: Box,
    place: pdfium.PdfMatrix,
) -> None:
    """Add ``text``, fitted to ``box``."""
    word = raw.FPDFPageObj_CreateTextObj(document, font, _SIZE)
    written = ctypes.create_string_buffer(text.encode("utf-16-le") + b"\0\0")
    raw.FPDFText_SetText(word, ctypes.cast(written, raw.FPDF_WIDESTRING))
    raw.FPDFTextObj_SetTextRenderMode(word, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(word, left, bottom, right, top)
    width = max(right.value - left.value, 1.0)
    height = (_ASCENT + _DESCENT) * _SIZE
    # First to a box of length 1 from its top left corner, then to its place.
    fitted = (
        pdfium.PdfMatrix(1, 0, 0, 1, -left.value, _DESCENT * _SIZE)
        .scale(1 / width, -1 / height)
        .translate(0, 1)
        .scale(box[2] - box[0], box[3] - box[1])
        .translate(box[0], box[1])
        .multiply(place)
    )
    raw.FPDFPageObj_SetMatrix(word, fitted.to_raw())
    raw.FPDFPage_InsertObject(page, word)
