"""Beside an edition, for whoever may propose it: the way to withdraw its document."""

from __future__ import annotations

from datetime import date
from typing import Any

from doccontrol.documents.ending.views import SEES, is_offered, withdrawal_url
from doccontrol.documents.models.editions import Edition
from doccontrol.extension_points import DocumentNote, document_notes
from doccontrol.organisation.models.people import Person


def withdrawal_note(edition: Edition, person: Person, on: date) -> dict[str, Any] | None:
    """Only beside the edition in force, and not where its withdrawal is proposed already."""
    if not edition.is_in_force(on) or not person.has_perm(SEES):
        return None
    if not is_offered(person, edition.document, on):
        return None
    return {"url": withdrawal_url(edition.document_id)}


document_notes.register(
    DocumentNote("withdrawal", 900, "doccontrol/documents/withdrawal_note.html", withdrawal_note)
)
