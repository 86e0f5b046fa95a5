"""What else waits for a person who has just judged: on the screen, and beside the new edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.shortcuts import resolve_url

from doccontrol.documents.models.editions import Edition
from doccontrol.extension_points import DocumentNote, document_notes, work_items
from doccontrol.organisation.models.people import Person


@dataclass(frozen=True, slots=True)
class NextWork:
    """One kind of work that waits; ``url`` is its place on the desk."""

    label: str
    count: int
    url: str


def next_work(person: Person, on: date) -> list[NextWork]:
    """Every kind of work of which something waits, in the order of the desk."""
    desk = resolve_url(settings.LOGIN_REDIRECT_URL)
    waiting = [(item, item.waiting(person, on)) for item in work_items]
    return [
        NextWork(str(item.label), work.count, f"{desk}#{item.anchor}")
        for item, work in waiting
        if work is not None and work.count
    ]


def after_approval(edition: Edition, person: Person, on: date) -> dict[str, Any] | None:
    """For whoever approved the edition, on that day: they have come from the screen."""
    if edition.approved_by_id != person.pk or edition.approved_on != on:
        return None
    return {"work": next_work(person, on), "desk": resolve_url(settings.LOGIN_REDIRECT_URL)}


document_notes.register(
    DocumentNote("next_work", 50, "doccontrol/documents/judging/next_work.html", after_approval)
)
