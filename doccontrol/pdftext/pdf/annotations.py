"""What lies on a page of a PDF without being part of it: notes typed onto it, stamps, form fields.

Whoever opens the file sees them as print. Appearances of electronic signatures are left out: they
are no part of the text and often lie across it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import c_ushort

import pypdfium2 as pdfium
from pypdfium2 import raw

from doccontrol.pdftext.cleaning import cleaned
from doccontrol.pdftext.pdf.glyphs import ToDisplay
from doccontrol.pdftext.pdf.placing import Rectangle, Token

_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW | raw.FPDF_ANNOT_FLAG_INVISIBLE
_PRINTED = (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WIDGET)
_VALUED = (
    raw.FPDF_FORMFIELD_TEXTFIELD,
    raw.FPDF_FORMFIELD_COMBOBOX,
    raw.FPDF_FORMFIELD_LISTBOX,
)
_SIGNATURE = "Sig"
_MOST_ANNOTATIONS = 2_000
_MOST_LETTERS = 2_000
# Where an appearance was never made, letters are as high as this at most, in points.
_LETTER_HEIGHT = 13.0


class Drawn:
    """One page with all that lies on it drawn into it. ``page`` is to be used and closed in place
    of the one that was given, ``unmade`` holds the texts that have no appearance, in the space of
    the PDF; ``pinned`` the names of files that are pinned to the page."""

    def __init__(self, document: pdfium.PdfDocument, page: pdfium.PdfPage, number: int) -> None:
        self.page = page
        self.unmade: list[tuple[str, Rectangle]] = []
        self.pinned: list[str] = []
        count = min(max(raw.FPDFPage_GetAnnotCount(page), 0), _MOST_ANNOTATIONS)
        if not count:
            return
        document.init_forms()
        handle = document.formenv.raw if document.formenv else None
        is_changed = False
        for index in reversed(range(count)):
            with _annotation(page, index) as annotation:
                kind = raw.FPDFAnnot_GetSubtype(annotation)
                if kind == raw.FPDF_ANNOT_FILEATTACHMENT:
                    self.pinned.append(_name_of_file(annotation))
                is_printed = kind in _PRINTED and not _is_signature(handle, annotation, kind)
                if is_printed and not raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
                    is_changed = True
                    self._take_unmade(handle, annotation, kind)
                    continue
            raw.FPDFPage_RemoveAnnot(page, index)
        if is_changed and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
            page.close()
            self.page = document[number - 1]

    def _take_unmade(
        self, forms: raw.FPDF_FORMHANDLE | None, annotation: raw.FPDF_ANNOTATION, kind: int
    ) -> None:
        if _has_words(annotation):
            return
        if kind == raw.FPDF_ANNOT_WIDGET:
            text = _field_value(forms, annotation)
        elif kind == raw.FPDF_ANNOT_FREETEXT:
            text = _entry(annotation, b"Contents")
        else:
            text = ""
        box = raw.FS_RECTF()
        if text.strip() and raw.FPDFAnnot_GetRect(annotation, box):
            self.unmade.append((text[:_MOST_LETTERS], (box.left, box.bottom, box.right, box.top)))

    def tokens(self, place: ToDisplay) -> Iterator[Token]:
        """The words of texts that have no appearance, set line by line into their boxes."""
        for text, box in self.unmade:
            left, top, right, bottom = place(*box)
            lines = [line.split() for line in cleaned(text).split("\n")]
            height = min((bottom - top) / max(len(lines), 1), _LETTER_HEIGHT)
            # A single line stands in the middle of its box.
            top += max((bottom - top - height * len(lines)) / 2, 0.0) if len(lines) == 1 else 0.0
            for row, words in enumerate(lines):
                letters = max(sum(map(len, words)) + len(words) - 1, 1)
                at, foot = left, top + height * (row + 1)
                for word in words:
                    width = (right - left) * len(word) / letters
                    yield Token(word, at, foot - height, at + width, foot, foot - height * 0.2)
                    at += width + (right - left) / letters


@contextmanager
def _annotation(page: pdfium.PdfPage, index: int) -> Iterator[raw.FPDF_ANNOTATION]:
    annotation = raw.FPDFPage_GetAnnot(page, index)
    try:
        yield annotation
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


def _name_of_file(annotation: raw.FPDF_ANNOTATION) -> str:
    file = raw.FPDFAnnot_GetFileAttachment(annotation)
    told = _string(lambda buffer, size: raw.FPDFAttachment_GetName(file, buffer, size))
    return told or "?"


def _is_signature(
    forms: raw.FPDF_FORMHANDLE | None, annotation: raw.FPDF_ANNOTATION, kind: int
) -> bool:
    if kind != raw.FPDF_ANNOT_WIDGET:
        return False
    if _entry(annotation, b"FT") == _SIGNATURE:  # of a file whose form names no fields, too
        return True
    return (
        forms is not None
        and raw.FPDFAnnot_GetFormFieldType(forms, annotation) == raw.FPDF_FORMFIELD_SIGNATURE
    )


def _has_words(annotation: raw.FPDF_ANNOTATION) -> bool:
    """Whether its appearance shows letters; one within a form of its own counts as such."""
    for index in range(min(max(raw.FPDFAnnot_GetObjectCount(annotation), 0), 200)):
        shown = raw.FPDFAnnot_GetObject(annotation, index)
        if raw.FPDFPageObj_GetType(shown) in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_FORM):
            return True
    return False


def _field_value(forms: raw.FPDF_FORMHANDLE | None, annotation: raw.FPDF_ANNOTATION) -> str:
    if forms is None or raw.FPDFAnnot_GetFormFieldType(forms, annotation) not in _VALUED:
        return ""
    return _string(
        lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(forms, annotation, buffer, size)
    )


def _entry(annotation: raw.FPDF_ANNOTATION, key: bytes) -> str:
    return _string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, key, buffer, size))


def _string(ask: Callable[[object, int], int]) -> str:
    """What pdfium tells in UTF-16: asked for its length first."""
    length = ask(None, 0)
    if not 2 < length <= 4 * _MOST_LETTERS * 10:
        return ""
    buffer = (c_ushort * (length // 2 + 1))()
    ask(buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")
