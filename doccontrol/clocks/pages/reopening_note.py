"""Beside an edition, for whoever may re-open them: duties that ended without a new edition."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from doccontrol.clocks.models import Decision
from doccontrol.clocks.rights import may_propose
from doccontrol.decisions.kinds import SEES
from doccontrol.decisions.reopening import form_of
from doccontrol.documents.models.editions import Edition
from doccontrol.extension_points import DocumentNote, document_notes
from doccontrol.organisation.models.people import Person

MOST = 5


def reopening_note(edition: Edition, person: Person, on: date) -> dict[str, Any] | None:
    """The newest that stand and that nobody has asked to re-open yet."""
    if not edition.is_in_force(on) or not person.has_perm(SEES):
        return None
    asked = Decision.objects.waiting().filter(reopens__isnull=False).values("reopens")
    decided = Decision.objects.standing().filter(clock__document=edition.document_id)
    rows = decided.exclude(pk__in=asked).with_people().order_by("-approved_on", "-pk")
    subject = ("clock__event__acting__type", "clock__document")
    found = list(rows.select_related(*subject)[:MOST])
    # Whose a document is, is the same for all its clocks.
    if not found or not may_propose(person, found[0].clock, on):
        return None
    return {
        "decisions": [
            (row, reverse("clocks:clock", args=[row.clock_id]), form_of(row)) for row in found
        ]
    }


document_notes.register(
    DocumentNote("reopening", 150, "doccontrol/clocks/reopening_note.html", reopening_note)
)
