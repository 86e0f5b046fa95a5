"""What the process that reads is asked for (``pdftext.process.child``): JSON in and out, no rows.

``progress`` is told how many pages are done, of how many. All raise ``Unreadable``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from doccontrol.pdftext.extracting import extract, page_with_words
from doccontrol.pdftext.pages import FileKind, Page
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.scans import ocr
from doccontrol.pdftext.scans.rendering import render_page
from doccontrol.pdftext.scans.searchable import make_searchable
from doccontrol.register.intake import contents
from doccontrol.register.intake.page_rows import PageRow, page_of, row_of

Progress = Callable[[int, int], object]


def extracted(path: str, *, progress: Progress) -> dict[str, Any]:
    """The text that is in the file; pages that are pictures come without."""
    text = extract(path, on_page=progress, ocr=False)
    if not text.pages:
        raise Unreadable("empty")
    return {
        "kind": text.kind.value,
        "pages": [row_of(page) for page in text.pages],
        "notes": [note.as_json() for note in text.notes],
    }


def recognised(
    path: str, numbers: Sequence[int], seconds: float, *, progress: Progress
) -> list[PageRow]:
    """As many of the pages ``numbers`` as are done in about ``seconds``, one at least."""
    done: list[PageRow] = []
    for page in ocr.recognise_pages(Path(path), _begun_within(seconds, numbers)):
        done.append(row_of(page))
        progress(len(done), len(numbers))
    return done


def _begun_within(seconds: float, numbers: Sequence[int]) -> Iterator[int]:
    """The numbers until time is up, the first always: no page is begun whose work would be lost."""
    until = time.monotonic() + seconds
    for place, number in enumerate(numbers):
        if place and time.monotonic() > until:
            return
        yield number


def read_values(
    pages: Sequence[PageRow], kind: str, name: str, notes: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """What the text says, as ``read_text --json`` prints it; ``notes`` as ``extracted`` gave."""
    read = [page_of(page) for page in pages]
    return contents.said_in(read, file=name, kind=FileKind(kind), notes=notes)


def copied(path: str, pages: Sequence[PageRow], *, target: str, progress: Progress) -> None:
    """A searchable PDF at ``target``, with the words of ``pages`` that were recognised."""
    make_searchable(Path(path), Path(target), _with_progress(pages, progress))


def _with_progress(pages: Sequence[PageRow], progress: Progress) -> Iterator[Page]:
    for done, page in enumerate(pages, start=1):
        yield page_of(page)
        progress(done, len(pages))


def words(path: str, number: int) -> PageRow:
    return row_of(page_with_words(path, number))


def picture(path: str, number: int, width: int) -> bytes:
    return render_page(Path(path), number, width)
