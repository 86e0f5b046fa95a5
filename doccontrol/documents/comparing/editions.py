"""What changed between two editions, said so that a person can read it. No queries, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from doccontrol.documents.comparing.alignment import SAME_TEXT, align, likeness, marked, whole
from doccontrol.documents.comparing.tables import (
    Change,
    TableDiff,
    front_table,
    listed_table,
    table_diff,
)
from doccontrol.documents.richtext.plain_text import text_of_block
from doccontrol.documents.richtext.tree import Block, rich_text_tree

_BY_PLACE = re.compile(r"section-\d+")


@dataclass(frozen=True, slots=True)
class BlockDiff:
    """A paragraph, heading or list item; ``html`` is escaped, with <ins> and <del>."""

    change: Change
    html: SafeString
    is_item: bool = False
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class SectionDiff:
    key: str
    number: str
    heading: SafeString
    change: Change
    blocks: list[BlockDiff] = field(default_factory=list)
    table: TableDiff | None = None
    # The words are the same, but a link leads elsewhere or a word became bold.
    only_form: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    is_item: bool
    is_heading: bool
    form: str


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[SectionDiff]:
    """All sections of both frozen contents in reading order, the unchanged ones included: first
    what the head of the document says, then its sections and their parts, then the files.

    Sections are matched by key; sections of a free document, whose keys are mere places, by
    heading and then by likeness. Compared without regard to their numbers.
    """
    old_sections, new_sections = _sections(old), _sections(new)
    partner = _partners(old_sections, new_sections)
    # Partners are one text to the alignment, whatever became of them: it only finds the order.
    names = {old_key: new_key for new_key, old_key in partner.items()}
    pairs = align([names.get(key, f"-{key}") for key in old_sections], list(new_sections))
    old_keys, new_keys = list(old_sections), list(new_sections)
    return [
        *_with_table("front", _("Document header"), front_table(old, new)),
        *_with_table("legal_basis", _("Legal basis"), listed_table("legal_basis", old, new)),
        *(
            _section_diff(
                old_sections[old_keys[pair.old]] if pair.old is not None else None,
                new_sections[new_keys[pair.new]] if pair.new is not None else None,
                moved=pair.moved,
            )
            for pair in pairs
        ),
        *_with_table("attachments", _("Files"), listed_table("attachments", old, new)),
    ]


def _sections(content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Every section and part under its path: "content/steps"."""
    return dict(_walk(content.get("sections") or [], ""))


def _walk(sections: Sequence[Mapping[str, Any]], under: str) -> Iterator[tuple[str, Any]]:
    for section in sections:
        path = f"{under}{section['key']}"
        yield path, section
        yield from _walk(section.get("parts") or [], f"{path}/")


def under_headings_of(
    new: Mapping[str, Any], old: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The sections ``old`` under the headings that ``new`` has for the same standard sections:
    those are the product's words, not the author's, and may have changed since."""
    named = _sections(new)

    def renamed(section: Mapping[str, Any], under: str) -> dict[str, Any]:
        path = f"{under}{section['key']}"
        heading = section["heading"]
        if path in named and not _BY_PLACE.search(path):
            heading = named[path]["heading"]
        parts = [renamed(part, f"{path}/") for part in section.get("parts") or []]
        return dict(section) | {"heading": heading, "parts": parts}

    return [renamed(section, "") for section in old]


def _partners(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """The old path of each new path that has one."""
    partner = {key: key for key in new if key in old and not _BY_PLACE.search(key)}
    free_old = [key for key in old if key not in partner.values()]
    for key in new:
        if key in partner or not _BY_PLACE.search(key):
            continue
        heading = _name(new[key])
        same = [k for k in free_old if _name(old[k]) == heading]
        if same:
            partner[key] = same[0]
            free_old.remove(same[0])
    for key in new:
        if key in partner or not _BY_PLACE.search(key):
            continue
        text = _plain(new[key])
        ranked = sorted(((likeness(text, _plain(old[k])), k) for k in free_old), reverse=True)
        if ranked and ranked[0][0] >= SAME_TEXT:
            partner[key] = ranked[0][1]
            free_old.remove(ranked[0][1])
    return partner


def _name(section: Mapping[str, Any]) -> str:
    return " ".join(str(section.get("heading", "")).lower().split())


def _plain(section: Mapping[str, Any]) -> str:
    return f"{_name(section)} " + " ".join(t.text for t in _texts(section.get("html") or ""))


def _section_diff(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, *, moved: bool
) -> SectionDiff:
    shown: Mapping[str, Any] = new or old or {}
    before, after = old or {}, new or {}
    old_texts, new_texts = _texts(before.get("html") or ""), _texts(after.get("html") or "")
    blocks = _block_diffs(old_texts, new_texts)
    table = table_diff(before.get("table"), after.get("table"))
    only_form = False
    if old is None or new is None:
        change = Change.ADDED if old is None else Change.REMOVED
        heading = whole(str(shown["heading"]), "ins" if old is None else "del")
    else:
        heading = marked(str(old["heading"]), str(new["heading"]))
        same_words = (
            old["heading"] == new["heading"]
            and all(block.change is Change.UNCHANGED for block in blocks)
            and (table is None or table.is_unchanged)
        )
        only_form = same_words and [t.form for t in old_texts] != [t.form for t in new_texts]
        if same_words and not only_form:
            change = Change.MOVED if moved else Change.UNCHANGED
        else:
            change = Change.CHANGED
    return SectionDiff(
        key=str(shown["key"]),
        number=str(shown.get("number", "")),
        heading=heading,
        change=change,
        blocks=blocks,
        table=table,
        only_form=only_form,
    )


def _texts(html: str) -> list[_Text]:
    return list(_flat(rich_text_tree(html), is_item=False))


def _flat(blocks: Sequence[Block], *, is_item: bool) -> Iterator[_Text]:
    for block in blocks:
        if "items" in block:
            for item in block["items"]:
                yield from _flat(item, is_item=True)
        elif "runs" in block:
            is_heading = block["kind"] in ("h3", "h4")
            form = f"{block['kind']}{is_item}{block['runs']}"
            yield _Text(text_of_block(block), is_item, is_heading, form)


def _block_diffs(old: Sequence[_Text], new: Sequence[_Text]) -> list[BlockDiff]:
    diffs = []
    for pair in align([t.text for t in old], [t.text for t in new]):
        before = old[pair.old] if pair.old is not None else None
        after = new[pair.new] if pair.new is not None else None
        shown = after or before
        assert shown is not None  # noqa: S101 - a pair has at least one side
        change, html = _text_change(
            before.text if before else None, after.text if after else None, moved=pair.moved
        )
        diffs.append(BlockDiff(change, html, shown.is_item, shown.is_heading))
    return diffs


def _text_change(old: str | None, new: str | None, *, moved: bool) -> tuple[Change, SafeString]:
    if old is None:
        return Change.ADDED, whole(new or "", "ins")
    if new is None:
        return Change.REMOVED, whole(old, "del")
    if old != new:
        return Change.CHANGED, marked(old, new)
    return (Change.MOVED if moved else Change.UNCHANGED), marked(old, new)


def _with_table(key: str, heading: Any, table: TableDiff | None) -> list[SectionDiff]:
    if table is None or not table.rows:
        return []
    change = Change.UNCHANGED if table.is_unchanged else Change.CHANGED
    return [SectionDiff(key, "", SafeString(escape(heading)), change, table=table)]
