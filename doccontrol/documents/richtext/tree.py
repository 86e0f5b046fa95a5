"""Turns an edition's restricted rich text into a small tree that a template can walk.

The tree is plain JSON. A block is ``{"kind": "p" | "h3" | "h4", "runs": [Run, …]}``,
``{"kind": "ul" | "ol", "items": [[Block, …], …]}`` or ``{"kind": "hr"}``. A run is
``{"text": str, "marks": [str, …], "href": str}``: marks from ``b i sup sub`` in that order, a
line feed in the text for a line break, and no link if ``href`` is empty. Letters are composed
(NFC).
"""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from typing import Any

Block = dict[str, Any]
Run = dict[str, Any]

MARKS = ("b", "i", "sup", "sub")
_MARK_OF_TAG = {"b": "b", "strong": "b", "i": "i", "em": "i", "sup": "sup", "sub": "sub"}
_TEXT_BLOCKS = frozenset({"p", "h3", "h4"})
_LISTS = frozenset({"ul", "ol"})
# Not in the restricted set, but two of them side by side must not glue their words together.
_BOUNDARIES = frozenset({"blockquote", "div", "dd", "dl", "dt", "h1", "h2", "h5", "h6", "pre"}) | {
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"
}  # fmt: skip
_SILENT = frozenset({"script", "style", "template", "title"})
_LINKABLE = re.compile(r"(?:https?://|mailto:|tel:)\S+", re.IGNORECASE)
# Not \s: a no-break space is the author's wish and stays.
_SPACES = re.compile(r"[ \t\r\n\f]+")


def rich_text_tree(html: str) -> list[Block]:
    """Return the blocks of `html`; empty paragraphs, items and lists are left out.

    An unknown tag gives way to its text, except that scripts and styles vanish. A link that
    leads nowhere outside this site (Wagtail's ``linktype`` without ``href``, a relative address)
    is text: in a PDF it could not be followed. Never raises: unclosed tags are closed.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_paragraph()
    return _without_empty(reader.blocks)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        # Open lists and items, outermost first: a list node, then the blocks of its open item.
        self._open: list[Block | list[Block]] = [self.blocks]
        self._paragraph: Block | None = None
        self._marks = dict.fromkeys(MARKS, 0)
        self._hrefs: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _MARK_OF_TAG:
            self._marks[_MARK_OF_TAG[tag]] += 1
        elif tag == "a":
            href = (dict(attrs).get("href") or "").strip()
            self._hrefs.append(href if _LINKABLE.fullmatch(href) else "")
        elif tag == "br":
            self._append("\n")
        else:
            self._start_block(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _MARK_OF_TAG:
            mark = _MARK_OF_TAG[tag]
            self._marks[mark] = max(0, self._marks[mark] - 1)
        elif tag == "a":
            self._hrefs = self._hrefs[:-1]
        elif tag in _LISTS or tag == "li":
            self._end_list_or_item(tag)
        elif tag in _TEXT_BLOCKS or tag in _BOUNDARIES:
            self.end_paragraph()

    def handle_data(self, data: str) -> None:
        text = _SPACES.sub(" ", unicodedata.normalize("NFC", data))
        if self._paragraph is None or self._ends_in_space():
            text = text.lstrip(" ")
        if text and not self._silent:
            self._append(text)

    def end_paragraph(self) -> None:
        self._paragraph = None

    def _start_block(self, tag: str) -> None:
        if tag in _TEXT_BLOCKS:
            self.end_paragraph()
            self._paragraph = self._add({"kind": tag, "runs": []})
        elif tag in _LISTS:
            self.end_paragraph()
            self._open.append(self._add({"kind": tag, "items": []}))
        elif tag == "li":
            self.end_paragraph()
            self._start_item()
        elif tag == "hr":
            self.end_paragraph()
            self._add({"kind": "hr"})
        elif tag in _BOUNDARIES:
            self.end_paragraph()

    def _start_item(self) -> None:
        # An item left open is closed by the next one of the same list.
        if isinstance(self._open[-1], list) and len(self._open) > 1:
            self._open.pop()
        holder = self._open[-1]
        if isinstance(holder, dict):
            holder["items"].append([])
            self._open.append(holder["items"][-1])

    def _end_list_or_item(self, tag: str) -> None:
        self.end_paragraph()
        if tag == "li":
            if isinstance(self._open[-1], list) and len(self._open) > 1:
                self._open.pop()
            return
        while len(self._open) > 1:
            if isinstance(self._open.pop(), dict):
                return

    def _add(self, block: Block) -> Block:
        holder = self._open[-1]
        if isinstance(holder, dict):
            # Straight under a list, without <li>: it belongs to the item before it.
            if not holder["items"]:
                holder["items"].append([])
            holder = holder["items"][-1]
        holder.append(block)
        return block

    def _append(self, text: str) -> None:
        if self._paragraph is None:
            self._paragraph = self._add({"kind": "p", "runs": []})
        runs: list[Run] = self._paragraph["runs"]
        marks = [mark for mark in MARKS if self._marks[mark]]
        href = self._hrefs[-1] if self._hrefs else ""
        if runs and runs[-1]["marks"] == marks and runs[-1]["href"] == href:
            runs[-1]["text"] += text
        else:
            runs.append({"text": text, "marks": marks, "href": href})

    def _ends_in_space(self) -> bool:
        runs = self._paragraph["runs"] if self._paragraph else []
        return not runs or runs[-1]["text"].endswith((" ", "\n"))


def _without_empty(blocks: list[Block]) -> list[Block]:
    kept = []
    for block in blocks:
        if "items" in block:
            items = [_without_empty(item) for item in block["items"]]
            block["items"] = [item for item in items if item]
            if block["items"]:
                kept.append(block)
        elif "runs" in block:
            _trim(block["runs"])
            if block["runs"]:
                kept.append(block)
        else:
            kept.append(block)
    return kept


def _trim(runs: list[Run]) -> None:
    """Take the white space off both ends of a paragraph, with the runs that were nothing else."""
    while runs and not (trimmed := runs[-1]["text"].rstrip()):
        runs.pop()
    if runs:
        runs[-1]["text"] = trimmed
    while runs and not (trimmed := runs[0]["text"].lstrip()):
        runs.pop(0)
    if runs:
        runs[0]["text"] = trimmed
