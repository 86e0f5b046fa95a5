"""The words of rich text and tables, for everyone who wants them without form: search, citations,
comparison, excerpts. One reader (``tree``), one behaviour:

- a paragraph, heading, item or cell is a line of its own, and ``<br>`` ends one;
- white space, the no-break space too, is one space; letters are composed (NFC);
- scripts and styles are left out with what is in them; any other tag gives way to its text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from doccontrol.documents.richtext.tree import Block, rich_text_tree

if TYPE_CHECKING:
    from doccontrol.documents.section_types import Table


def lines_of(html: str) -> list[str]:
    return [line for text in _texts(rich_text_tree(html)) for line in text.split("\n") if line]


def text_of(html: str) -> str:
    return "\n".join(lines_of(html))


def text_of_block(block: Block) -> str:
    """What a paragraph or heading says, a line for each line that ``<br>`` ends."""
    lines = "".join(run["text"] for run in block["runs"]).split("\n")
    return "\n".join(map(_one_line, lines))


def cells_of(table: Table | None) -> list[list[str]]:
    """The rows of a table, each as its cells in the order of the columns; empty cells are left out,
    and so are rows of nothing else."""
    if not table:
        return []
    keys = [column["key"] for column in table["columns"]]
    rows = ([_one_line(row.get(key) or "") for key in keys] for row in table["rows"])
    return [cells for row in rows if (cells := [cell for cell in row if cell])]


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if "runs" in block:
            yield text_of_block(block)
        for item in block.get("items", ()):
            yield from _texts(item)
