"""What signed-in people are told beside an edition: their reading of it, and its clock."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from doccontrol.acknowledgements.models import Acknowledgement
from doccontrol.acknowledgements.reading import must_read
from doccontrol.clocks.pages.badges import most_pressing
from doccontrol.clocks.rights import visible_clocks
from doccontrol.documents.models.editions import Edition
from doccontrol.organisation.models.people import Person


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


def clock_note(edition: Edition, person: Person, on: date) -> dict[str, Any]:
    """``clock_badge``: the most pressing open clock of the document, for everybody of the agency;
    ``url`` only for those who may open it."""
    badge = most_pressing([edition.document_id], on).get(edition.document_id)
    if badge is None:
        return {}
    may_open = visible_clocks(person, on).filter(pk=badge.clock).exists()
    url = reverse("clocks:clock", args=[badge.clock]) if may_open else ""
    return {"clock_badge": {"state": badge.state, "label": badge.words, "url": url}}
