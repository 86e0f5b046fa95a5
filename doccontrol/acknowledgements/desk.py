"""What a person is still to read, on the desk and beside the edition itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from doccontrol.access import signed_in_person
from doccontrol.acknowledgements.models import Acknowledgement
from doccontrol.acknowledgements.reading import confirmed_by, must_read
from doccontrol.documents.models.editions import Edition
from doccontrol.extension_points import (
    DeskSection,
    DocumentNote,
    Work,
    WorkItem,
    desk_sections,
    document_notes,
    work_items,
)
from doccontrol.organisation.models.people import Person


@dataclass(frozen=True, slots=True)
class ToRead:
    edition: Edition
    url: str


def to_read(person: Person, on: date) -> Work:
    """The editions still to be confirmed, the oldest first."""
    unread = must_read(person, on).exclude(confirmed_by(person)).without_content().with_document()
    editions = list(unread.order_by("in_force_from", "code"))
    return Work(editions, len(editions))


def reading_section(request: HttpRequest, on: date, work: Mapping[str, Work]) -> dict[str, Any]:
    """What is still to be read, and how many are done."""
    person = signed_in_person(request)
    return {
        "to_read": [
            ToRead(edition, edition.document.get_url(request) or "/")
            for edition in work["to_read"].rows
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


work_items.register(WorkItem("to_read", 100, _("To read"), "to-read", to_read))
desk_sections.register(
    DeskSection("acknowledgements", 100, "doccontrol/acknowledgements/desk.html", reading_section)
)
document_notes.register(
    DocumentNote("acknowledgements", 200, "doccontrol/acknowledgements/note.html", reading_note)
)
