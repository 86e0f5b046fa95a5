"""What else waits for a person who has just finished something: each page may say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import resolve_url

from doccontrol.extension_points import work_items

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person


@dataclass(frozen=True, slots=True)
class NextWork:
    """One kind of work that waits; ``url`` is its place on the desk."""

    label: str
    count: int
    url: str


def next_work(person: Person, on: date) -> list[NextWork]:
    """Every kind of work of which something waits, in the order of the desk."""
    desk = desk_url()
    waiting = [(item, item.waiting(person, on)) for item in work_items]
    return [
        NextWork(str(item.label), work.count, f"{desk}#{item.anchor}")
        for item, work in waiting
        if work is not None and work.count
    ]


def desk_url() -> str:
    """Where people of the agency come to after the log-in."""
    return resolve_url(settings.LOGIN_REDIRECT_URL)
