"""What a person is still to read, on the desk and beside the edition itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from doccontrol.access import signed_in_person
from doccontrol.acknowledgements.models import Acknowledgement
from doccontrol.acknowledgements.reading import confirmed_by, must_read
from doccontrol.documents.models.editions import Edition
from doccontrol.extension_points import (
    DeskSection,
    DocumentNote,
    desk_sections,
    document_notes,
)
from doccontrol.organisation.models.people import Person


@dataclass(frozen=True, slots=True)
class ToRead:
    edition: Edition
    url: str


def reading_section(request: HttpRequest, on: date, chosen: str) -> dict[str, Any]:
    """What is still to be read, the oldest first, and how many are done."""
    person = signed_in_person(request)
    unread = must_read(person, on).exclude(confirmed_by(person)).without_content().with_document()
    return {
        "to_read": [
            ToRead(edition, edition.document.get_url(request) or "/")
            for edition in unread.order_by("in_force_from", "code")
        ],
        "read_count": must_read(person, on).filter(confirmed_by(person)).count(),
    }


def reading_note(edition: Edition, person: Person, on: date) -> dict[str, Any] | None:
    """Where to confirm and with which hash, or since when it is confirmed.

    Nothing for an edition that is not in force and was never confirmed: there is nothing to do.
    """
    record = Acknowledgement.objects.filter(edition=edition, person=person).first()
    if record is None and not edition.is_in_force(on):
        return None
    return {
        "url": reverse("acknowledge", args=[edition.pk]),
        "sha256": edition.sha256,
        "done_on": record.acknowledged_on if record else None,
    }


desk_sections.register(
    DeskSection("acknowledgements", 900, "doccontrol/acknowledgements/desk.html", reading_section)
)
document_notes.register(
    DocumentNote("acknowledgements", 200, "doccontrol/acknowledgements/note.html", reading_note)
)
