"""The job that keeps the days off of the next years in the calendar."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from doccontrol.jobs.outbox import Payload, handles
from doccontrol.jobs.working import every_day
from doccontrol.organisation.actions import compute_holidays

JOB = "compute_holidays"
YEARS = 3


@handles(JOB, label=_("Holidays of the next years"))
def keep_holidays_ahead(payload: Payload) -> None:
    """Clocks that end in the next years need their days off: due dates roll over them."""
    first = date.fromisoformat(payload["on"]).year
    compute_holidays(range(first, first + YEARS), by=None)


every_day(JOB)
