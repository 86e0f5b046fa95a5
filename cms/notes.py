"""What signed-in people are told beside an edition: their reading of it, and its clock."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from doccontrol.acknowledgements.models import Acknowledgement
from doccontrol.acknowledgements.reading import must_read
from doccontrol.documents.edition_models import Edition
from doccontrol.organisation.models import Person


def reading_note(edition: Edition, person: Person, on: date) -> dict[str, Any]:
    """``acknowledgement``: where to confirm and with which hash, or since when it is confirmed.

    Nothing for an edition that is not in force and was never confirmed: there is nothing to do.
    """
    record = Acknowledgement.objects.filter(edition=edition, person=person).first()
    if record is None and not edition.is_in_force(on):
        return {}
    return {
        "acknowledgement": {
            "url": reverse("acknowledge", args=[edition.pk]),
            "sha256": edition.sha256,
            "done_on": record.acknowledged_on if record else None,
            "is_duty": must_read(person, on).filter(pk=edition.pk).exists(),
        }
    }
