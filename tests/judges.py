"""Who would judge a draft on a day."""

from __future__ import annotations

from datetime import date

from doccontrol.documents.judging.turns import Judges
from doccontrol.models import ControlledDocument
from doccontrol.organisation.models.people import Person


def reviewers(page: ControlledDocument, on: date) -> list[Person]:
    unit = page.owner_unit_id
    return Judges.on(on, documents=[page.pk], units=[unit]).reviewers(page.pk, unit)


def approvers(page: ControlledDocument, on: date) -> list[Person]:
    """Before anybody has reviewed it."""
    return Judges.on(on, documents=[page.pk], units=[]).approvers(page.pk)
