"""The text of a DOCX file in document order, straight from its parts.

Deleted text of tracked changes and hidden text are no text; headers and footers are left out.
Pages are those of the last time a program laid the file out, else those of its page breaks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from lxml import etree

from doccontrol.pdftext.cleaning import cleaned, raised
from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.pages import Page, TextSource
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.word import packages
from doccontrol.pdftext.word.columns import TYPED_TAB, columns_apart
from doccontrol.pdftext.word.names import children, descendant, is_on, name, value
from doccontrol.pdftext.word.packages import Package
from doccontrol.pdftext.word.tables import (
    cells_by_row,
    continues_the_cell_above,
    places_columns,
    ruled_styles,
)

_BREAK = "\f"
# What stands for a character.
_CHARACTERS = {"tab": TYPED_TAB, "ptab": TYPED_TAB, "cr": "\n", "noBreakHyphen": "-"}
# Not text: properties, what was deleted or moved away, the other kind of the same drawing.
_SILENT = {"pPr", "rPr", "sdtPr", "del", "moveFrom", "Fallback"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def pages_of(path: Path, limits: Limits) -> list[Page]:
    """Return the pages; raises ``Unreadable`` if the file is broken, too large or without text."""
    with packages.opened(path, limits) as package:
        story = _Story(package)
        if story.cell_count > limits.cells:
            raise Unreadable("too-many-cells")
        texts = [cleaned(columns_apart(text)) for text in story.pages()]
    texts = [text for text in texts if text]
    if not texts:
        raise Unreadable("empty")
    if len(texts) > limits.pages:
        raise Unreadable("too-many-pages")
    return [Page(number, text, TextSource.OFFICE) for number, text in enumerate(texts, start=1)]


def main_part(package: Package) -> str:
    found = package.related("", "officeDocument")
    if not found:
        raise Unreadable("broken")
    return found[0]


class _Story:
    """The text of the main part with its notes; one pass, in document order."""

    def __init__(self, package: Package) -> None:
        self._main = main_part(package)
        self._root = package.tree(self._main)
        self._notes = {kind: self._notes_of(package, part) for kind, part in _NOTES.items()}
        self._ruled: set[str] = set()
        for part in package.related(self._main, "styles"):
            self._ruled |= ruled_styles(package.tree(part))
        self._break_count = 0
        self._note_count = 0
        self._noted: defaultdict[int, list[str]] = defaultdict(list)
        self._boxes: list[etree._Element] = []

    @property
    def cell_count(self) -> int:
        """Of all tables, before any is read; notes have their own, and count for nothing."""
        return sum(1 for _ in self._root.iter("{*}tc"))

    def pages(self) -> list[str]:
        """Each page with its notes below it."""
        body = descendant(self._root, "body")
        if body is None:
            raise Unreadable("broken")
        pages = "\n".join(self._blocks(body)).split(_BREAK)
        return ["\n".join([page, *self._noted[number]]) for number, page in enumerate(pages)]

    def _notes_of(self, package: Package, kind: str) -> dict[str, etree._Element]:
        return {
            value(note, "id"): note
            for part in package.related(self._main, kind)
            for note in children(package.tree(part), kind.removesuffix("s"))
        }

    def _blocks(self, parent: etree._Element) -> Iterator[str]:
        for child in parent:
            match name(child):
                case "p":
                    yield from self._paragraph(child)
                case "tbl":
                    yield from self._table(child)
                case kind if kind and kind not in _SILENT:
                    yield from self._blocks(child)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        if is_on(descendant(paragraph, "pPr", "pageBreakBefore")):
            self._break_count += 1
            yield _BREAK
        yield "".join(self._inline(paragraph))
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self._blocks(box)

    def _inline(self, parent: etree._Element) -> Iterator[str]:
        for child in parent:
            kind = name(child)
            if kind == "r":
                yield from self._run(child)
            elif kind == "txbxContent":
                self._boxes.append(child)
            elif kind not in _SILENT:
                yield from self._character(child, kind)

    def _run(self, run: etree._Element) -> Iterator[str]:
        if is_on(descendant(run, "rPr", "vanish")):
            return
        text = "".join(self._inline(run))
        is_raised = value(descendant(run, "rPr", "vertAlign")) == "superscript"
        yield raised(text) if is_raised else text

    def _character(self, element: etree._Element, kind: str) -> Iterator[str]:
        if kind == "t":
            yield element.text or ""
        elif kind in _CHARACTERS:
            yield _CHARACTERS[kind]
        elif kind == "sym":
            yield _symbol(value(element, "char"))
        elif kind == "lastRenderedPageBreak" or (kind == "br" and value(element, "type") == "page"):
            self._break_count += 1
            yield _BREAK
        elif kind == "br":
            yield "\n"
        elif kind in _NOTES:
            yield self._note(kind, value(element, "id"))
        else:
            yield from self._inline(element)

    def _note(self, kind: str, identity: str) -> str:
        note = self._notes[kind].pop(identity, None)
        if note is None:  # or it refers to itself
            return ""
        self._note_count += 1
        mark = raised(str(self._note_count))
        page = self._break_count
        text = cleaned(" ".join(self._blocks(note)).replace(_BREAK, " "))
        self._break_count = page
        self._noted[page].append(f"{mark} {text}")
        return mark

    def _table(self, table: etree._Element) -> Iterator[str]:
        rows, pages_begun = [], []
        for row in cells_by_row(table):
            before = self._break_count
            rows.append(
                ["" if continues_the_cell_above(cell) else self._cell(cell) for cell in row]
            )
            # Each cell of a row that goes on overleaf says so: empty pages are no pages.
            pages_begun.append(_BREAK * (self._break_count - before))
        if places_columns(table, rows, ruled_styles=self._ruled):
            for column in zip_longest(*rows, fillvalue=""):
                yield from column
            yield "".join(pages_begun)
        else:
            for row, breaks_after in zip(rows, pages_begun, strict=True):
                yield "\t".join(" ".join(text.split()) for text in row).rstrip("\t") + breaks_after

    def _cell(self, cell: etree._Element) -> str:
        return "\n".join(self._blocks(cell)).replace(_BREAK, "")


def _symbol(code: str) -> str:
    """The character of a symbol font by its hexadecimal code, which ``cleaned`` makes plain."""
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
