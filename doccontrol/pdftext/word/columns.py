"""Columns that a Word file sets by tabs or rows of spaces rather than by a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# Stands for a tab that was typed, until it is known what it is for.
TYPED_TAB = "\v"
# What a letterhead or a block of signatures says.
NATION = "cộng h[òo][àa] xã hội chủ nghĩa"
SIDE_BY_SIDE = re.compile(rf"{NATION}|^[^\S\n]*nơi nhận\s*:", re.I | re.M)

_SPACES = re.compile("[ \u00a0]{5,}")
_ENUMERATED = re.compile(rf"\W*\w{{1,4}}[.)]?{TYPED_TAB}|[-+•]{TYPED_TAB}")
_TABS = re.compile(f"{TYPED_TAB}+")


def columns_apart(text: str) -> str:
    """The lines of ``text`` with letterheads and signatures read down the left side, then down
    the right. Other typed tabs become plain ones; at the ends of lines they mean nothing."""
    return "\n".join(_lines(text.split("\n")))


def _lines(lines: Sequence[str]) -> Iterator[str]:
    beside: list[str] = []
    for line in lines:
        tabbed = _SPACES.sub(TYPED_TAB, line.rstrip())
        if TYPED_TAB in tabbed and not _ENUMERATED.match(tabbed):
            beside.append(tabbed)
        elif tabbed:
            yield from _read(beside)
            beside.clear()
            yield "\t".join(_parts(tabbed))
    yield from _read(beside)


def _read(lines: Sequence[str]) -> Iterator[str]:
    if any(SIDE_BY_SIDE.search(line) for line in lines):
        columns: tuple[list[str], list[str]] = ([], [])
        indent = min((_indent(line) for line in lines if len(_parts(line)) > 1), default=0)
        for line in lines:
            first, *rest = _parts(line)
            columns[not rest and _indent(line) > indent].append(first)
            columns[1].append(" ".join(rest))
        yield from (text for column in columns for text in column if text)
    else:
        yield from ("\t".join(_parts(line)) for line in lines)


def _parts(line: str) -> list[str]:
    return _TABS.split(line.strip(TYPED_TAB))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(TYPED_TAB))
