"""Frozen rich text and tables as the plain text that is searched and quoted."""

from __future__ import annotations

from collections import deque
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from doccontrol.documents.sections import Section, Table

# A snippet is looked for in this much of a text (``snippets.LONGEST_LOOK``): no words beyond it.
PIECE_LETTERS = 10_000
# These stand inside a line; all others end one, so that words of two items never grow together.
_INSIDE_A_LINE = frozenset({"a", "b", "strong", "i", "em", "sup", "sub"})


def text_of(html: str) -> str:
    """The words of rich text, one line for each paragraph or item."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _tidy("".join(reader.pieces))


def text_of_table(table: Table | None) -> str:
    """One line a row, its cells in the order of the columns; headings say the same each time."""
    if not table:
        return ""
    keys = [column["key"] for column in table["columns"]]
    rows = ([" ".join((row.get(key) or "").split()) for key in keys] for row in table["rows"])
    lines = (" – ".join(cell for cell in row if cell) for row in rows)
    return ";\n".join(line for line in lines if line)


def text_of_section(section: Section) -> str:
    """Its own text and table, without its parts."""
    lines = (text_of(section["html"]), text_of_table(section["table"]))
    return "\n".join(text for text in lines if text)


def pieces(text: str, *, most: int, letters: int = PIECE_LETTERS) -> list[str]:
    """A long text cut at the ends of lines into at most ``most`` pieces of about ``letters``; a
    line longer than that is cut between words. The rest is left out."""
    found: list[str] = []
    lines = deque(text.split("\n"))
    piece: list[str] = []
    size = 0
    while lines and len(found) < most:
        line = lines.popleft()
        if len(line) > letters:
            cut = line.rfind(" ", 1, letters) if " " in line[1:letters] else letters
            lines.appendleft(line[cut:].lstrip())
            line = line[:cut]
        if piece and size + len(line) > letters:
            found.append("\n".join(piece))
            piece, size = [], 0
        piece.append(line)
        size += len(line) + 1
    if piece and len(found) < most:
        found.append("\n".join(piece))
    return [whole for whole in found if whole.strip()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_line(tag)

    def handle_endtag(self, tag: str) -> None:
        self._end_line(tag)

    def handle_data(self, data: str) -> None:
        self.pieces.append(" ".join(data.split("\n")))

    def _end_line(self, tag: str) -> None:
        if tag not in _INSIDE_A_LINE:
            self.pieces.append("\n")


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
