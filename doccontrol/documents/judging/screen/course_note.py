"""Beside an edition, for whoever oversees all drafts: the way to the draft and to what was done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from doccontrol.documents.drafting.draft_files import LOOKING
from doccontrol.documents.models.editions import Edition
from doccontrol.extension_points import DocumentNote, document_notes
from doccontrol.organisation.accounts.roles import has_role
from doccontrol.organisation.models.people import Person


def course_note(edition: Edition, person: Person, on: date) -> dict[str, Any] | None:
    if not has_role(person, *LOOKING):
        return None
    document = [edition.document_id]
    return {
        "draft_url": reverse("judging:screen", args=document),
        "course_url": reverse("judging:course", args=document),
    }


document_notes.register(
    DocumentNote("course", 950, "doccontrol/documents/judging/course_note.html", course_note)
)
