"""The text of one part of a Word file (its body, a header, a note) as Word shows it, in document
order: with automatic numbers, in the final view of tracked changes, without what is hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest

from lxml import etree

from doccontrol.pdftext.cleaning import cleaned, raised
from doccontrol.pdftext.old_fonts import code_of_font, shown_by
from doccontrol.pdftext.word.columns import TYPED_TAB
from doccontrol.pdftext.word.names import children, descendant, is_on, name, value
from doccontrol.pdftext.word.numbering import Numbering
from doccontrol.pdftext.word.parts import Parts
from doccontrol.pdftext.word.revisions import (
    Fields,
    alternatives,
    has_hidden_end,
    is_joined_to_the_next,
    is_unseen_drawing,
)
from doccontrol.pdftext.word.styles import has_fill
from doccontrol.pdftext.word.tables import cells_by_row, continues_the_cell_above, places_columns

BREAK = "\f"
# What stands for a character.
_CHARACTERS = {
    "tab": TYPED_TAB, "ptab": TYPED_TAB, "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\xad",
}  # fmt: skip
# Not text: properties, what was deleted or moved away.
_SILENT = {"pPr", "rPr", "sdtPr", "del", "moveFrom", "ffData", "rt"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


class Story:
    """One pass over a part of a file; ``parts`` is what it shares with the others."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._styles = parts.styles
        self._numbering = Numbering(parts.trees("numbering"), self._styles)
        self._notes = {kind: dict(parts.notes(part)) for kind, part in _NOTES.items()}
        self._fields = Fields()
        self._break_count = 0
        self._note_count = 0
        self._noted: defaultdict[int, list[str]] = defaultdict(list)
        self._boxes: list[etree._Element] = []
        # How many fills stand below what is being read: white letters on them are seen.
        self._shades = int(parts.has_coloured_paper)

    def pages(self, container: etree._Element) -> list[str]:
        """Each page with its notes below it."""
        pages = "\n".join(self._blocks(container)).split(BREAK)
        return ["\n".join([page, *self._noted[number]]) for number, page in enumerate(pages)]

    def _blocks(self, parent: etree._Element) -> Iterator[str]:
        begun = ""  # of a paragraph whose end was taken out
        for child in self._elements(parent):
            match name(child):
                case "p":
                    style = self._styles.of_paragraph(child)
                    text = self._paragraph(child, style)
                    if is_joined_to_the_next(child):
                        begun += text
                        continue
                    yield self._label(child, style, text) + begun + text
                    begun = ""
                    yield from self._boxed()
                case "tbl":
                    yield from self._table(child)
                case _:
                    yield from self._parts.chunk(child)
        if begun:
            yield begun
        yield from self._boxed()

    def _elements(self, parent: etree._Element) -> Iterator[etree._Element]:
        """Paragraphs, tables and chunks, those within content controls and the like too."""
        for child in parent:
            kind = name(child)
            if kind in {"p", "tbl", "altChunk"}:
                yield child
            elif kind == "AlternateContent":
                for shown in alternatives(child):
                    yield from self._elements(shown)
            elif kind and kind not in _SILENT:
                yield from self._elements(child)

    def _paragraph(self, paragraph: etree._Element, style: str) -> str:
        begins = is_on(descendant(paragraph, "pPr", "pageBreakBefore"))
        self._break_count += begins
        self._fields.begin(paragraph)
        shaded = int(self._styles.is_shaded(paragraph, style))
        self._shades += shaded
        text = "".join(self._inline(paragraph, style))
        self._shades -= shaded
        return BREAK * begins + text

    def _label(self, paragraph: etree._Element, style: str, text: str) -> str:
        """The number before it; a paragraph of which nothing is seen has none and counts for
        none."""
        if has_hidden_end(paragraph) and not text.strip():
            return ""
        label = self._numbering.label(paragraph, style)
        if label and text.startswith(BREAK):  # the page begins before the number
            return BREAK * (len(text) - len(text.lstrip(BREAK))) + label
        return label

    def _boxed(self) -> Iterator[str]:
        boxes, self._boxes = self._boxes, []
        self._shades += 1  # a box has a fill of its own
        for box in boxes:
            yield from self._blocks(box)
        self._shades -= 1

    def _inline(self, parent: etree._Element, style: str) -> Iterator[str]:
        for child in parent:
            kind = name(child)
            if kind == "r":
                yield self._run(child, style)
            elif kind == "txbxContent":
                self._boxes.append(child)
            elif kind == "AlternateContent":
                for shown in alternatives(child):
                    yield from self._inline(shown, style)
            elif kind not in _SILENT and not is_unseen_drawing(child):
                yield from self._character(child, kind, style)

    def _run(self, run: etree._Element, style: str) -> str:
        properties = descendant(run, "rPr")
        if properties is not None and next(children(properties, "del"), None) is not None:
            return ""
        look = self._styles.look(properties, style, is_on_shade=self._shades > 0)
        boxes_before = len(self._boxes)
        text = "".join(self._inline(run, style))
        if look.is_hidden:
            del self._boxes[boxes_before:]
        if not look.is_seen:
            return BREAK * text.count(BREAK)
        if (code := code_of_font(look.font)) is not None and self._parts.is_in_code(code):
            text = shown_by(look.font, text)
        if look.is_in_capitals:
            text = text.upper()
        is_raised = value(descendant(run, "rPr", "vertAlign")) == "superscript"
        return raised(text) if is_raised else text

    def _character(self, element: etree._Element, kind: str, style: str) -> Iterator[str]:
        if kind == "fldChar":
            yield self._fields.mark(element)
        elif kind == "t":
            yield (element.text or "") if self._fields.is_shown else ""
        elif kind in _CHARACTERS:
            yield _CHARACTERS[kind]
        elif kind == "sym":
            yield _symbol(value(element, "char"))
        elif kind == "lastRenderedPageBreak" or (kind == "br" and value(element, "type") == "page"):
            self._break_count += 1
            yield BREAK
        elif kind == "br":
            yield "\n"
        elif kind in _NOTES:
            yield self._note(kind, value(element, "id"))
        else:
            yield from self._inline(element, style)

    def _note(self, kind: str, identity: str) -> str:
        note = self._notes[kind].pop(identity, None)
        if note is None:  # or it refers to itself
            return ""
        self._note_count += 1
        mark = raised(str(self._note_count))
        page, fields, boxes = self._break_count, self._fields, self._boxes
        self._fields, self._boxes = Fields(), []
        text = cleaned(" ".join(self._blocks(note)).replace(BREAK, " "))
        self._break_count, self._fields, self._boxes = page, fields, boxes
        self._noted[page].append(f"{mark} {text}")
        return mark

    def _table(self, table: etree._Element) -> Iterator[str]:
        rows, pages_begun = [], []
        style = self._styles.of_table(value(descendant(table, "tblPr", "tblStyle")))
        shaded = int(style.is_shaded)
        self._shades += shaded
        for row in cells_by_row(table):
            before = self._break_count
            rows.append(
                ["" if continues_the_cell_above(cell) else self._cell(cell) for cell in row]
            )
            # Each cell of a row that goes on overleaf says so: empty pages are no pages.
            pages_begun.append(BREAK * (self._break_count - before))
        self._shades -= shaded
        if places_columns(table, rows, is_ruled_by_style=style.is_ruled):
            for column in zip_longest(*rows, fillvalue=""):
                yield from column
            yield "".join(pages_begun)
        else:
            for row, breaks_after in zip(rows, pages_begun, strict=True):
                yield "\t".join(" ".join(text.split()) for text in row).rstrip("\t") + breaks_after

    def _cell(self, cell: etree._Element) -> str:
        shaded = int(has_fill(descendant(cell, "tcPr", "shd")))
        self._shades += shaded
        text = "\n".join(self._blocks(cell)).replace(BREAK, "")
        self._shades -= shaded
        return text


def _symbol(code: str) -> str:
    """The character of a symbol font by its hexadecimal code, which ``cleaned`` makes plain."""
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
