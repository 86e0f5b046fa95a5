"""The clocks of a person's units on the desk, and that of a document beside its edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from doccontrol.access import signed_in_person
from doccontrol.clocks.models import RANKED_STATES, Clock, due_on
from doccontrol.clocks.pages.badges import days_in_words, most_pressing
from doccontrol.clocks.rights import visible_clocks
from doccontrol.clocks.rules import overdue_days
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
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.people import units_of

MOST_CLOCKS = 20


@dataclass(frozen=True, slots=True)
class ClockRow:
    clock: Clock
    state: str
    state_label: str
    days: str
    url: str


def clocks_of_units(person: Person, on: date) -> Work:
    """The open clocks of the person's units, the most urgent first."""
    units = units_of(person, on)
    if not units:
        return Work([], 0)
    clocks = Clock.objects.standing_on(on).open(on).in_unit(units)
    counts = clocks.aggregate(all=Count("pk"), overdue=Count("pk", filter=due_on(overdue_days(on))))
    if not counts["all"]:
        return Work([], 0)
    warning_days = AgencySettings.load_default().warning_days
    ranked = clocks.with_closing().with_rank(on, warning_days=warning_days)
    shown = list(ranked.with_subject().most_urgent_first()[:MOST_CLOCKS])
    return Work(shown, counts["all"], counts["overdue"])


def clocks_section(request: HttpRequest, on: date, work: Mapping[str, Work]) -> dict[str, Any]:
    """``url`` only where the person may open the clock in the administration."""
    person, clocks = signed_in_person(request), work["clocks"]
    keys = [clock.pk for clock in clocks.rows]
    visible = visible_clocks(person, on).filter(pk__in=keys)
    openable = set(visible.values_list("pk", flat=True)) if keys else set()
    return {
        "clocks": [_row(clock, on, clock.pk in openable) for clock in clocks.rows],
        "clock_count": clocks.count,
        "overdue_count": clocks.overdue,
        "has_unit": bool(keys) or bool(units_of(person, on)),
        "clocks_url": reverse("clocks:index") if openable else "",
    }


def _row(clock: Clock, on: date, may_open: bool) -> ClockRow:
    state = RANKED_STATES[clock.state_rank]  # type: ignore[attr-defined]
    return ClockRow(
        clock=clock,
        state=state.value,
        state_label=str(state.label),
        days=days_in_words((clock.due - on).days if clock.due else None),
        url=reverse("clocks:clock", args=[clock.pk]) if may_open else "",
    )


def clock_note(edition: Edition, person: Person, on: date) -> dict[str, Any] | None:
    """The most pressing open clock of the document, for everybody of the agency; ``url`` only for
    those who may open it."""
    badge = most_pressing([edition.document_id], on).get(edition.document_id)
    if badge is None:
        return None
    may_open = visible_clocks(person, on).filter(pk=badge.clock).exists()
    url = reverse("clocks:clock", args=[badge.clock]) if may_open else ""
    return {"state": badge.state, "label": badge.words, "url": url}


work_items.register(WorkItem("clocks", 500, _("Clocks of your unit"), "clocks", clocks_of_units))
desk_sections.register(DeskSection("clocks", 500, "doccontrol/clocks/desk.html", clocks_section))
document_notes.register(DocumentNote("clocks", 100, "doccontrol/clocks/note.html", clock_note))
