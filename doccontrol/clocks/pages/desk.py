"""On the desk the clocks that a person may see, and beside an edition that of its document."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from doccontrol.access import signed_in_person
from doccontrol.asked_once import asked_once
from doccontrol.clocks.pages.badges import most_pressing
from doccontrol.clocks.pages.burning import MOST_DRAWN, MOST_OF_LAW, OPEN, burning
from doccontrol.clocks.progress import Progress
from doccontrol.clocks.rights import SEES, visible_clocks
from doccontrol.clocks.rules import ClockState
from doccontrol.documents.models.editions import Edition
from doccontrol.extension_points import (
    DeskNumber,
    DeskSection,
    DocumentNote,
    desk_numbers,
    desk_sections,
    document_notes,
)
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.people import Person

STATES = {"overdue": [ClockState.OVERDUE], "due_soon": [ClockState.DUE_SOON]}


@asked_once
def _pressing(person: Person, on: date) -> dict[str, int]:
    warning_days = AgencySettings.load_default().warning_days
    clocks = visible_clocks(person, on).standing_on(on)
    return clocks.count_pressing(on, warning_days=warning_days)


def count_overdue(person: Person, on: date) -> int:
    return _pressing(person, on)["overdue"]


def count_due_soon(person: Person, on: date) -> int:
    return _pressing(person, on)["due_soon"]


def burning_section(request: HttpRequest, on: date, chosen: str) -> dict[str, Any] | None:
    """Filtered by a number, its clocks alone."""
    person = signed_in_person(request)
    if not person.has_perm(SEES):
        return None
    states = STATES.get(chosen, OPEN)
    shown = burning(person, on, states, drawn=MOST_DRAWN, of_law=MOST_OF_LAW)
    others = [law for law in shown.laws if not law.is_pressing]
    return {
        "pressing": [law for law in shown.laws if law.is_pressing],
        "others": others,
        "other_count": sum(law.count for law in others),
        "count": shown.count,
        "more": shown.hidden,
        "board": reverse("clocks:index"),
        "may_propose": any(law.may_propose for law in shown.laws),
        "propose_url": reverse("clocks:propose_together"),
        "progress": list(Progress),
    }


def clock_note(edition: Edition, person: Person, on: date) -> dict[str, Any] | None:
    """The most pressing open clock of the document, for everybody of the agency; ``url`` only for
    those who may open it."""
    badge = most_pressing([edition.document_id], on).get(edition.document_id)
    if badge is None:
        return None
    may_open = visible_clocks(person, on).filter(pk=badge.clock).exists()
    url = reverse("clocks:clock", args=[badge.clock]) if may_open else ""
    return {"state": badge.state, "label": badge.words, "url": url}


desk_numbers.register(DeskNumber("overdue", 100, _("Overdue"), count_overdue))
desk_numbers.register(DeskNumber("due_soon", 200, _("Due soon"), count_due_soon))
desk_sections.register(
    DeskSection("clocks", 300, "doccontrol/clocks/desk.html", burning_section, frozenset(STATES))
)
document_notes.register(DocumentNote("clocks", 100, "doccontrol/clocks/note.html", clock_note))
