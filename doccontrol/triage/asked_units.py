"""New texts at which a unit was asked to look."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from doccontrol.organisation.people import headed_units
from doccontrol.triage.models import Triage

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

# About as long as the duty runs: after that the clocks alone speak of it.
SHOWN_FOR = timedelta(days=92)


def texts_asked_of(person: Person, on: date) -> QuerySet[Triage]:
    """What was confirmed lately and given to the units that the person heads on ``on``, newest
    first."""
    given = Triage.objects.standing().filter(
        units__in=headed_units(person, on),
        outcome=Triage.Outcome.CONFIRMED,
        proposed_on__gt=on - SHOWN_FOR,
        proposed_on__lte=on,
    )
    return given.select_related("text__type").distinct().order_by("-proposed_on", "-pk")
