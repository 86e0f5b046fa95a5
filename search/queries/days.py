"""Days that stand in a text or a question, in every spelling: 15/3/2024, 15.03.2024, "ngày 15
tháng 3 năm 2024", 2024-03-15. A day is no number of a law and no article of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from search.text import compose, fold_aligned

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = re.compile(
    r"(?<![\w./-])(?:ngay\s+)?(?P<day>\d{1,2})"
    r"(?:\s?(?P<sign>[/.-])\s?(?P<month>\d{1,2})\s?(?P=sign)\s?"
    rf"|\s+thang\s+(?P<said>\d{{1,2}})(?:\s+nam|\s*,|\s?/)?\s*){_YEAR}(?![\w/-]|\.\d)"
)
_ISO = re.compile(rf"(?<![\w./-]){_YEAR}-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})(?![\w/-]|\.\d)")
_BEGINS = "@"


@dataclass(frozen=True)
class PlacedDay:
    start: int
    end: int
    day: date


def day_form(day: date) -> str:
    """By which an index knows the day; no number has this form."""
    return f"{_BEGINS}{day.isoformat()}"


def is_day_form(form: str) -> bool:
    return form.startswith(_BEGINS)


def written_with_zeros(form: str) -> list[str]:
    """The words of a day as documents print it, "08/02/2022"; none of any other form."""
    return form.removeprefix(_BEGINS).split("-")[::-1] if is_day_form(form) else []


def days_in(bare: str) -> list[PlacedDay]:
    """Of a composed, folded text, by place."""
    placed = [PlacedDay(*match.span(), day) for match, day in _read(bare)]
    return sorted(placed, key=lambda day: day.start)


def day_forms(text: str) -> set[str]:
    return {day_form(day) for _match, day in _read(fold_aligned(compose(text)))}


def _read(bare: str) -> Iterator[tuple[re.Match[str], date]]:
    for pattern in (_DAY, _ISO):
        for match in pattern.finditer(bare):
            named = match.groupdict()
            month = named["month"] or named.get("said") or ""
            try:
                yield match, date(int(named["year"]), int(month), int(named["day"]))
            except ValueError:  # no day of the calendar
                continue
