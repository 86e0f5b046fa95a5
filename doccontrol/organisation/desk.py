"""On the desk of whoever keeps the holidays: years of which nobody has confirmed the days off."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from doccontrol.asked_once import asked_once
from doccontrol.extension_points import (
    ComingItem,
    ComingLine,
    WaitingLine,
    Work,
    WorkItem,
    coming_items,
    work_items,
)
from doccontrol.organisation.models.holidays import Holiday
from doccontrol.organisation.models.people import Person

KEEPS = "doccontrol.change_holiday"
# By then the yearly announcement of the next Tết and National Day is awaited.
NEXT_YEAR_FROM = 10
# By then it has come, and work is to be planned by it.
TO_CONFIRM_FROM = 12


def holidays_to_confirm(person: Person, on: date) -> list[ComingLine]:
    """Due dates roll over days off: computed ones stand until somebody compares them with the
    announcement of the year (Bộ luật Lao động 45/2019/QH14, Điều 112)."""
    year = on.year + 1 if on.month >= NEXT_YEAR_FROM else on.year
    if not person.has_perm(KEEPS) or _is_confirmed(year, on):
        return []
    return [
        ComingLine(
            date(year, 1, 1),
            _("Days off of %(year)s: computed, and none entered by the agency yet")
            % {"year": year},
            reverse("holidays:index"),
        )
    ]


def days_to_confirm(person: Person, on: date) -> Work | None:
    """In December the days of the next year; after that those of the year that are still only
    expected."""
    if not person.has_perm(KEEPS):
        return None
    year = on.year + 1 if on.month >= TO_CONFIRM_FROM else on.year
    expected = sum(not announced for _source, announced in _days_of(year))
    if not expected:
        return Work([], 0)
    words = ngettext(
        "Days off of %(year)s: %(count)d is only expected. Due dates on it are provisional",
        "Days off of %(year)s: %(count)d are only expected. Due dates on them are provisional",
        expected,
    )
    line = WaitingLine(
        what=_("Days off to be confirmed"),
        about=words % {"year": year, "count": expected},
        action=_("Compare and confirm"),
        url=reverse("announce_days", args=[year]),
    )
    return Work([line], 1)


@asked_once
def _days_of(year: int) -> list[tuple[str, str]]:
    """Of each day, who entered it and by what it is announced."""
    days = Holiday.objects.filter(day__year=year)
    return list(days.values_list("source", "announced_by"))


def _is_confirmed(year: int, on: date) -> bool:
    """Or given to be confirmed, as ``days_to_confirm``."""
    days = _days_of(year)
    if any(source == Holiday.Source.AGENCY for source, _announced in days):
        return True
    is_task = on.month >= TO_CONFIRM_FROM or year == on.year
    return bool(days) and (is_task or all(announced for _source, announced in days))


coming_items.register(ComingItem("holidays", 300, holidays_to_confirm))
work_items.register(
    WorkItem("days_off", 800, gettext_lazy("Days off to be confirmed"), days_to_confirm)
)
