"""Pages made of lines of text, as a text layer gives them or as a scanner's reader does."""

from __future__ import annotations

import re

from doccontrol.lawtext.reading.whole_text import Reading, read
from doccontrol.pdftext.pages import Page, TextSource, Word

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


def typed(*texts: str) -> list[Page]:
    """Pages with a text layer; lines are stripped."""
    return [
        Page(number, "\n".join(line.strip() for line in text.strip().split("\n")), TextSource.LAYER)
        for number, text in enumerate(texts, start=1)
    ]


def scanned(
    text: str, *, unsure: dict[str, float] | None = None, tall: tuple[str, ...] = ()
) -> list[Page]:
    """One recognised page: each word 0.95 sure but those named, 0.01 high but those that tower.

    "Số:" is higher than the figures after it, as its marks make it in print.
    """
    page = typed(text)[0]
    words = []
    for found in re.finditer(r"\S+", page.text):
        height = 0.02 if found[0] in tall else 0.014 if found[0] == "Số:" else 0.01
        confidence = (unsure or {}).get(found[0], 0.95)
        words.append(Word(found.start(), found.end(), (0.1, 0.1, 0.2, 0.1 + height), confidence))
    return [Page(1, page.text, TextSource.OCR, tuple(words))]


def reading_of(*texts: str) -> Reading:
    return read(typed(*texts))
