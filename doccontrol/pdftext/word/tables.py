"""Tables of a Word file: which are tables, and which only place a letterhead or signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from doccontrol.pdftext.word.columns import SIDE_BY_SIDE
from doccontrol.pdftext.word.names import descendant, name, value
from doccontrol.pdftext.word.styles import has_lines

# More than these is a list without rulings rather than two or three things side by side.
_MAX_COLUMNS = 3
_MAX_ROWS = 6


def cells_by_row(table: etree._Element) -> list[list[etree._Element]]:
    """The cells as rows; a row that was deleted in a tracked change is none."""
    rows = []
    for row in _inside(table, "tr"):
        if descendant(row, "trPr", "del") is None:
            rows.append(list(_inside(row, "tc")))
    return rows


def continues_the_cell_above(cell: etree._Element) -> bool:
    merge = descendant(cell, "tcPr", "vMerge")
    return merge is not None and value(merge) in {"", "continue"}


def places_columns(
    table: etree._Element, texts: Sequence[Sequence[str]], *, is_ruled_by_style: bool
) -> bool:
    """Whether the table only sets texts side by side, to be read column by column."""
    if max(map(len, texts), default=0) > _MAX_COLUMNS or max(map(len, texts), default=0) < 2:
        return False
    if any(SIDE_BY_SIDE.search(text) for row in texts[:2] for text in row):
        return True
    return len(texts) <= _MAX_ROWS and not _is_ruled(table, is_ruled_by_style)


def _is_ruled(table: etree._Element, by_style: bool) -> bool:
    own = descendant(table, "tblPr", "tblBorders")
    by_cell = [
        has_lines(borders)
        for row in cells_by_row(table)
        for cell in row
        if (borders := descendant(cell, "tcPr", "tcBorders")) is not None
    ]
    if by_cell:
        return any(by_cell)
    if own is not None:
        return has_lines(own)
    return by_style


def _inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, those in content controls too."""
    for child in element:
        if name(child) == tag:
            yield child
        elif name(child) in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from _inside(child, tag)
