"""Days as Vietnamese texts write them. Only whole dates are days; a blank is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

EARLIEST_YEAR = 1945
LATEST_YEAR = 2100

_DAY, _MONTH = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})"
# "năm 201 8": a space that a program or a scanner put into a year.
YEAR = r"(?P<year>(?:1\s?9|2\s?0)\s?\d\s?\d)(?!\d)"
IN_WORDS = rf"(?:ngay\s*)?(?<!\d){_DAY}\s*thang\s*{_MONTH}\s*,?\s*nam\s*{YEAR}"
_IN_FIGURES = (
    r"(?:ngay\s*)?(?<![\d/.-])(?P<d>\d{1,2})\s*(?P<mark>[/.-])\s*(?P<m>\d{1,2})\s*(?P=mark)\s*"
    r"(?P<y>(?:19|20)\d\d)(?![\d/])"
)
DATE = rf"(?:{IN_WORDS}|{_IN_FIGURES})"
_DATE = re.compile(DATE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A day and where it stands; ``figures`` are the parts that make it, day first."""

    day: date
    start: int
    end: int
    figures: tuple[tuple[int, int], ...]


def dated(match: re.Match[str], offset: int = 0) -> Dated | None:
    """The day of a match of ``DATE`` or ``IN_WORDS``, or None if the calendar has no such day."""
    names = ("day", "month", "year")
    if match["day"] is None:
        names = ("d", "m", "y")
    day, month, year = (int(re.sub(r"\s", "", match[name])) for name in names)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    figures = tuple((offset + match.start(name), offset + match.end(name)) for name in names)
    return Dated(found, figures[0][0], offset + match.end(names[2]), figures)


def dates_in(plain_text: str, offset: int = 0) -> Iterator[Dated]:
    """Every day written in ``plain_text`` (as ``running_text.plain`` gives it)."""
    for match in _DATE.finditer(plain_text):
        if found := dated(match, offset):
            yield found


def date_at(plain_text: str, at: int) -> Dated | None:
    """The day written from this offset on, "ngày" included or not."""
    match = _DATE.match(plain_text, at)
    return dated(match) if match else None
