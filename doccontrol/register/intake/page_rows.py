"""Pages as JSON: between the process that reads and this one, and in the columns of a page."""

from __future__ import annotations

from typing import Any

from doccontrol.pdftext.pages import Page, TextSource, Word

# The columns of ``IncomingPage`` that say what stands on the page.
COLUMNS = ("number", "text", "source", "words")
PageRow = dict[str, Any]


def row_of(page: Page) -> PageRow:
    words = [
        [word.start, word.end, [round(share, 4) for share in word.box], round(word.confidence, 2)]
        for word in page.words
    ]
    return {
        "number": page.number,
        "text": page.text,
        "source": page.source.value,
        "words": words,
    }


def page_of(row: PageRow) -> Page:
    words = tuple(
        Word(start, end, (box[0], box[1], box[2], box[3]), confidence)
        for start, end, box, confidence in row["words"]
    )
    return Page(row["number"], row["text"], TextSource(row["source"]), words)
