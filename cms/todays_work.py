"""What one day brings a person: the numbers of the strip, what waits, what is to come.

The desk draws it, ``manage.py work_list`` prints it. Each chapter registers its part
(``doccontrol.extension_points``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from doccontrol.clocks.rules import due_soon_days, overdue_days
from doccontrol.extension_points import (
    ComingLine,
    WaitingLine,
    coming_items,
    desk_numbers,
    work_items,
)
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.people import Person

WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the strip; by its name the desk is filtered."""

    name: str
    label: Any
    count: int


@dataclass(frozen=True, slots=True)
class More:
    """What a list does not show of one kind of work."""

    label: Any
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class TodaysWork:
    """``waiting`` is what the filter leaves, the most urgent first; the numbers know no filter."""

    numbers: tuple[Number, ...]
    waiting: tuple[WaitingLine, ...]
    more: tuple[More, ...]

    @property
    def counts(self) -> dict[str, int]:
        return {number.name: number.count for number in self.numbers}


def number_names() -> list[str]:
    return [*(number.name for number in desk_numbers), WAITING]


def todays_work(person: Person, on: date, chosen: str = "") -> TodaysWork:
    """``chosen`` is one of ``number_names``, or "". Constant queries, however much waits."""
    work = [(item, waits) for item in work_items if (waits := item.waiting(person, on)) is not None]
    lines = [
        line
        for item, waits in work
        for line in waits.lines
        if _stays(line, item.number, chosen, on)
    ]
    counted = [
        Number(number.name, number.label, number.count(person, on)) for number in desk_numbers
    ]
    own = Number(WAITING, _("Waiting for me"), sum(waits.count for _item, waits in work))
    return TodaysWork(
        numbers=(*counted, own),
        waiting=tuple(sorted(lines, key=lambda line: line.due or date.max)),
        more=tuple(
            More(item.label, waits.count - len(waits.lines), waits.url)
            for item, waits in work
            if waits.count > len(waits.lines) and chosen in ("", WAITING, item.number)
        ),
    )


def _stays(line: WaitingLine, number: str, chosen: str, on: date) -> bool:
    if chosen in ("", WAITING, number):
        return True
    if line.due is None:
        return False
    if chosen == "overdue":
        return line.due in overdue_days(on)
    warning_days = AgencySettings.load_default().warning_days
    return chosen == "due_soon" and line.due in due_soon_days(on, warning_days=warning_days)


def coming(person: Person, on: date) -> list[ComingLine]:
    """The nearest first."""
    return sorted(
        (line for item in coming_items for line in item.coming(person, on)),
        key=lambda line: line.day,
    )
