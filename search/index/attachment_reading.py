"""What the process that reads is asked for (``pdftext.process.child``): no settings, no rows."""

from __future__ import annotations

from doccontrol.pdftext.extracting import extract

# A form has a page or two; of a book that somebody attached, the beginning says what it is about.
MOST_LETTERS = 300_000


def letters(path: str) -> str:
    """The text that is in the file. Pictures of text are not recognised: a form that people fill in
    is no scan, and nothing else may wait for one. Raises ``Unreadable``."""
    pages = extract(path, ocr=False).pages
    return "\n".join(page.text for page in pages if page.text)[:MOST_LETTERS]
