"""What else waits for a person who has just finished something: each page may say so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import resolve_url

from doccontrol.extension_points import WaitingLine, work_items

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

# The rest stands on the desk.
SHOWN = 5


def next_work(person: Person, on: date) -> list[WaitingLine]:
    """The first of what waits, the most urgent before the others; at most ``SHOWN`` lines."""
    waiting = (item.waiting(person, on) for item in work_items)
    lines = [line for work in waiting if work is not None for line in work.lines]
    return sorted(lines, key=lambda line: line.due or date.max)[:SHOWN]


def desk_url() -> str:
    """Where people of the agency come to after the log-in."""
    return resolve_url(settings.LOGIN_REDIRECT_URL)
