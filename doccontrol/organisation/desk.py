"""On the desk of whoever keeps the holidays: years of which the agency has confirmed none."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doccontrol.extension_points import ComingItem, ComingLine, coming_items
from doccontrol.organisation.models.holidays import Holiday
from doccontrol.organisation.models.people import Person

KEEPS = "doccontrol.change_holiday"
# By then the yearly announcement of the next Tết and National Day is awaited.
NEXT_YEAR_FROM = 10


def holidays_to_confirm(person: Person, on: date) -> list[ComingLine]:
    """Due dates roll over days off: computed ones stand until somebody compares them with the
    announcement of the year (Bộ luật Lao động 45/2019/QH14, Điều 112)."""
    if not person.has_perm(KEEPS):
        return []
    years = [on.year + 1] if on.month >= NEXT_YEAR_FROM else [on.year]
    entered = Holiday.objects.filter(source=Holiday.Source.AGENCY, day__year__in=years)
    confirmed = {day.year for day in entered.values_list("day", flat=True)}
    return [
        ComingLine(
            date(year, 1, 1),
            _("Days off of %(year)s: computed, and none entered by the agency yet")
            % {"year": year},
            reverse("holidays:index"),
        )
        for year in years
        if year not in confirmed
    ]


coming_items.register(ComingItem("holidays", 300, holidays_to_confirm))
