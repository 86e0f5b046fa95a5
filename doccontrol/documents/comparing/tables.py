"""Which cells of a table changed, row by row. No queries, no clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from doccontrol.documents.comparing.alignment import align, marked, whole

# A row's own number: rows that were only renumbered did not change.
ROW_NUMBER = "no"
FRONT: dict[Any, Callable[[Mapping[str, Any]], str]] = {
    _("Title"): lambda content: str(content.get("title") or ""),
    _("Owner unit"): lambda content: str((content.get("owner_unit") or {}).get("name") or ""),
    _("Field of work"): lambda content: str(content.get("field") or ""),
    _("Agency"): lambda content: str((content.get("agency") or {}).get("name") or ""),
}
# The columns shown, and those that together say which law or file it is.
LISTS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "legal_basis": (
        {
            "number": _("Legal text"),
            "subject": _("Subject of the text"),
            "issued": _("Issued"),
            "clause": _("Clause"),
        },
        ("number", "issued"),
    ),
    "attachments": (
        {
            "filename": _("File"),
            "title": _("Title"),
            "size": _("Size in bytes"),
            "sha256": _("Fingerprint (SHA-256)"),
        },
        ("filename",),
    ),
}


class Change(models.TextChoices):
    ADDED = "added", _("Added")
    REMOVED = "removed", _("Removed")
    CHANGED = "changed", _("Changed")
    MOVED = "moved", pgettext_lazy("comparison", "Moved")
    UNCHANGED = "unchanged", _("Unchanged")


@dataclass(frozen=True, slots=True)
class Cell:
    heading: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class RowDiff:
    change: Change
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class TableDiff:
    headings: list[str]
    rows: list[RowDiff]

    @property
    def is_unchanged(self) -> bool:
        return all(row.change is Change.UNCHANGED for row in self.rows)


def table_diff(
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any] | None,
    identify: Callable[[Mapping[str, str]], str] | None = None,
) -> TableDiff | None:
    """By row: the most similar rows belong together, in whatever order they stand; or those that
    ``identify`` calls by the same one word. None if there is no table on either side."""
    if not old and not new:
        return None
    columns = {c["key"]: str(c["heading"]) for c in (new or {}).get("columns") or []}
    for column in (old or {}).get("columns") or []:
        columns.setdefault(column["key"], str(column["heading"]))
    old_rows = [_row(row, columns) for row in (old or {}).get("rows") or []]
    new_rows = [_row(row, columns) for row in (new or {}).get("rows") or []]
    name = identify or _row_text
    pairs = align([name(row) for row in old_rows], [name(row) for row in new_rows])
    rows = [
        row_diff(
            columns,
            old_rows[pair.old] if pair.old is not None else None,
            new_rows[pair.new] if pair.new is not None else None,
            moved=pair.moved,
        )
        for pair in pairs
    ]
    return TableDiff(list(columns.values()), rows)


def _row(row: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, str]:
    return {key: str(row.get(key) or "").strip() for key in columns}


def _row_text(row: Mapping[str, str]) -> str:
    return " \x1f ".join(text for key, text in row.items() if key != ROW_NUMBER)


def row_diff(
    columns: Mapping[str, str],
    old: Mapping[str, str] | None,
    new: Mapping[str, str] | None,
    *,
    moved: bool,
) -> RowDiff:
    if old is None or new is None:
        tag, row = ("ins", new) if old is None else ("del", old)
        cells = [Cell(h, whole((row or {}).get(key, ""), tag)) for key, h in columns.items()]
        return RowDiff(Change.ADDED if old is None else Change.REMOVED, cells)
    cells = [
        Cell(h, SafeString(escape(new[key])) if key == ROW_NUMBER else marked(old[key], new[key]))
        for key, h in columns.items()
    ]
    same = _row_text(old) == _row_text(new)
    if same:
        return RowDiff(Change.MOVED if moved else Change.UNCHANGED, cells)
    return RowDiff(Change.CHANGED, cells)


def front_table(old: Mapping[str, Any], new: Mapping[str, Any]) -> TableDiff:
    """What the head of the document says, entry by entry."""
    columns = {"name": str(_("Entry")), "value": str(_("What it says"))}
    rows = []
    for name, read in FRONT.items():
        before, after = ({"name": str(name), "value": read(content)} for content in (old, new))
        if before["value"] or after["value"]:
            rows.append(row_diff(columns, before, after, moved=False))
    return TableDiff(list(columns.values()), rows)


def listed_table(key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> TableDiff | None:
    """The laws or the files of both, each known by its identity: a law replaced by one with
    nearly the same subject is one removed and one added, not one changed."""
    columns, identity = LISTS[key]
    before, after = (
        {
            "columns": [{"key": name, "heading": str(label)} for name, label in columns.items()],
            "rows": [_as_shown(row) for row in content.get(key) or []],
        }
        for content in (old, new)
    )
    return table_diff(before, after, lambda row: "|".join(row[name] for name in identity))


def _as_shown(row: Mapping[str, Any]) -> dict[str, Any]:
    issued = str(row.get("issued") or "")
    day = f"{date.fromisoformat(issued):%d/%m/%Y}" if issued else ""
    return dict(row) | {"sha256": str(row.get("sha256", ""))[:16], "issued": day}
