"""From a file to the pages of its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from doccontrol.pdftext.kinds import frame_count, kind_of
from doccontrol.pdftext.limits import Limits, configured
from doccontrol.pdftext.notes import joined
from doccontrol.pdftext.pages import FileKind, FileText, Page, TextSource
from doccontrol.pdftext.pdf import text_layer
from doccontrol.pdftext.scans import installed
from doccontrol.pdftext.scans import ocr as recognition
from doccontrol.pdftext.word import docx, legacy

# Told after each page: how many are done, of how many.
OnPage = Callable[[int, int], object]


def extract(
    path: Path | str,
    *,
    limits: Limits | None = None,
    on_page: OnPage | None = None,
    ocr: bool = True,
) -> FileText:
    """Return the text of a file of any kind that is read.

    Pages without a text layer to be trusted are recognised, unless ``ocr`` is off; then, or where
    there is no tesseract, they come with the source ``NONE``, and ``unread`` says so in the latter
    case. Raises ``Unreadable`` for what is refused, and with "needs-libreoffice" for a .doc file
    where there is none.
    """
    path, limits, on_page = Path(path), limits or configured(), on_page or (lambda *_: None)
    match kind_of(path, limits):
        case FileKind.DOCX:
            return _of_office(FileKind.DOCX, docx.text_of(path, limits), on_page)
        case FileKind.DOC:
            return _of_office(FileKind.DOC, legacy.text_of(path, limits), on_page)
        case FileKind.IMAGE:
            return _of_picture(path, on_page, ocr=ocr)
        case _:
            return _of_pdf(path, limits, on_page, ocr=ocr)


def page_with_words(path: Path | str, number: int) -> Page:
    """One page, its text the same as ``extract`` gives, with the places of its words where the
    kind of file has any. A page that has to be recognised takes as long as that takes."""
    path, limits = Path(path), configured()
    if kind_of(path, limits) != FileKind.PDF:
        return extract(path, limits=limits).pages[number - 1]
    with text_layer.opened(path, limits) as document:
        page = text_layer.read_page(document, path, number, with_words=True)
    if page.source == TextSource.NONE and installed.available():
        return next(_recognised(path, [page], lambda *_: None))
    return page


def _of_office(kind: FileKind, text: docx.OfficeText, on_page: OnPage) -> FileText:
    count = len(text.pages)
    on_page(count, count)
    return FileText(kind, text.pages, count, notes=text.notes)


def _of_pdf(path: Path, limits: Limits, on_page: OnPage, *, ocr: bool) -> FileText:
    pages, read = [], 0
    with text_layer.opened(path, limits) as document:
        count = len(document)
        for number in range(1, count + 1):
            page = text_layer.read_page(document, path, number)
            pages.append(page)
            read += page.source != TextSource.NONE
            on_page(read, count)
        notes = joined(
            [*text_layer.notes_of(document, path), *(said for page in pages for said in page.notes)]
        )
    if all(page.source != TextSource.NONE for page in pages):
        return FileText(FileKind.PDF, tuple(pages), count, notes=notes)
    text = _with_recognised(FileKind.SCAN, path, pages, on_page, ocr=ocr)
    return replace(text, notes=notes)


def _of_picture(path: Path, on_page: OnPage, *, ocr: bool) -> FileText:
    pages = [Page(number, "", TextSource.NONE) for number in range(1, frame_count(path) + 1)]
    return _with_recognised(FileKind.IMAGE, path, pages, on_page, ocr=ocr)


def _with_recognised(
    kind: FileKind, path: Path, pages: Sequence[Page], on_page: OnPage, *, ocr: bool
) -> FileText:
    if ocr and installed.available():
        return FileText(kind, tuple(_recognised(path, pages, on_page)), len(pages))
    return FileText(kind, tuple(pages), len(pages), unread="needs-tesseract" if ocr else "")


def _recognised(path: Path, pages: Sequence[Page], on_page: OnPage) -> Iterator[Page]:
    """``pages`` with those that have no text yet recognised."""
    left = [page.number for page in pages if page.source == TextSource.NONE]
    found = {}
    for done, page in enumerate(
        recognition.recognise_pages(path, left), start=len(pages) - len(left) + 1
    ):
        found[page.number] = page
        on_page(done, len(pages))
    return (found.get(page.number, page) for page in pages)
