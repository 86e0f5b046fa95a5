"""The table: every address with who may, and the addresses that no row claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cms.access_table import chapters, pages, portal
from cms.access_table.addresses import Address
from cms.access_table.groups import NOBODY, Group, Row
from cms.access_table.visitors import Visitor, Visitors

GROUPS: tuple[Group, ...] = (*portal.GROUPS, *pages.GROUPS, *chapters.GROUPS)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Entry:
    """One address and what is expected of it."""

    address: Address
    group: Group
    row: Row

    def who(self, method: str) -> Visitors:
        if method in ("GET", "HEAD"):
            return self.row.reads
        return self.row.writes if method == "POST" else self.row.others.get(method, NOBODY)

    def as_json(self) -> dict[str, Any]:
        may = {
            method: [visitor.value for visitor in Visitor if visitor in self.who(method)]
            for method in METHODS
        }
        return {
            "path": self.address.path,
            "name": self.address.name,
            "view": self.address.view,
            "stated": self.address.stated,
            "group": self.group.name,
            "may": may,
        }


@dataclass(frozen=True, slots=True)
class Table:
    """``unclaimed`` are addresses that no row names, ``idle`` names of rows that name no address
    (a screen that is gone, or a slip of the pen)."""

    entries: list[Entry]
    unclaimed: list[Address]
    idle: list[str]

    def complaints(self) -> list[str]:
        """What to mend, in words; empty for a whole table."""
        ungrouped = [
            f"{address.path} (name {address.name!r}, view {address.view}) is in no group: add "
            f'row("{address.name or address.path}", reads=…, writes=…) to portal.py, pages.py or '
            "chapters.py in cms/access_table, and what stands behind it to tests/access"
            for address in self.unclaimed
        ]
        gone = [f"{name} in cms/access_table names no address: take it out" for name in self.idle]
        return ungrouped + gone


def make_table(addresses: Sequence[Address], groups: Iterable[Group] = GROUPS) -> Table:
    """Raises ValueError where two rows claim the same name: which of them decides?"""
    rows = dict(_by_name(groups))
    entries, unclaimed, used = [], [], set()
    for address in addresses:
        name = _claimed_by(address, rows)
        if name is None:
            unclaimed.append(address)
            continue
        used.add(name)
        entries.append(Entry(address, *rows[name]))
    return Table(entries, unclaimed, sorted(set(rows) - used))


def _by_name(groups: Iterable[Group]) -> Iterator[tuple[str, tuple[Group, Row]]]:
    seen: set[str] = set()
    for group in groups:
        for row in group.rows:
            for name in row.names:
                if name in seen:
                    raise ValueError(f"{name} stands in two rows of the access table.")
                seen.add(name)
                yield name, (group, row)


def _claimed_by(address: Address, rows: dict[str, Any]) -> str | None:
    """The address itself before its name, the longest name first."""
    if address.path in rows:
        return address.path
    if address.name in rows:
        return address.name
    open_ended = [
        name
        for name in rows
        if name.endswith("*") and address.name.startswith(name.removesuffix("*"))
    ]
    return max(open_ended, key=len, default=None)
