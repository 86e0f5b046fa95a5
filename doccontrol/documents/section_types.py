"""What a frozen section is made of: plain JSON, as it is stored, read, printed and compared."""

from __future__ import annotations

from typing import TypedDict


class Column(TypedDict):
    key: str
    heading: str


class Table(TypedDict):
    columns: list[Column]
    rows: list[dict[str, str]]


class Section(TypedDict):
    key: str
    number: str
    heading: str
    html: str
    parts: list[Section]
    table: Table | None
