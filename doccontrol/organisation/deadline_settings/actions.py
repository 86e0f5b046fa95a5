"""The only code that changes by what deadlines are counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from doccontrol.acting import because
from doccontrol.decisions.refusals import ReasonMissing
from doccontrol.errors import Refused
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.counting_rules import MOST_MONTHS, CountingRule

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person


class LongerThanTheLaw(Refused):
    """More months than the law gives, and nobody has said that this is meant."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Decision 19/2014/QĐ-TTg gives three months at the latest. Confirm that the agency "
                "counts longer all the same, or write three or fewer."
            )
        )


def change_counting(
    *, months: int, roll_over: bool, reason: str, by: Person, on: date, is_longer_confirmed: bool
) -> CountingRule | None:
    """Count open deadlines otherwise from ``on``; None, and nothing is written, where it is counted
    so already. Raises ReasonMissing, LongerThanTheLaw."""
    if not reason.strip():
        raise ReasonMissing
    if months > MOST_MONTHS and not is_longer_confirmed:
        raise LongerThanTheLaw
    with transaction.atomic(), because(reason):
        stored = AgencySettings.load_default()
        settings = AgencySettings.objects.select_for_update().filter(pk=stored.pk).first() or stored
        if (settings.clock_months, settings.roll_over) == (months, roll_over):
            return None
        settings.clock_months, settings.roll_over = months, roll_over
        settings.save()
        return CountingRule.objects.create(
            months=months,
            roll_over=roll_over,
            reason=reason.strip(),
            by=by,
            on=on,
            is_longer_confirmed=months > MOST_MONTHS,
        )
