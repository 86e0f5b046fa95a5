"""Beside a new edition, for whoever approved it: what else waits for them."""

from __future__ import annotations

from datetime import date
from typing import Any

from doccontrol.documents.models.editions import Edition
from doccontrol.extension_points import DocumentNote, document_notes
from doccontrol.next_work import desk_url, next_work
from doccontrol.organisation.models.people import Person


def after_approval(edition: Edition, person: Person, on: date) -> dict[str, Any] | None:
    """On the day of the approval: they have come from the screen."""
    if edition.approved_by_id != person.pk or edition.approved_on != on:
        return None
    return {"work": next_work(person, on), "desk": desk_url()}


document_notes.register(
    DocumentNote("next_work", 50, "doccontrol/documents/judging/next_work.html", after_approval)
)
