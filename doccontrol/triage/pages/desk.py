"""On the desk: new texts that wait for a decision, and those at which a unit was asked to look."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.access import signed_in_person
from doccontrol.clocks.rights import sees_only_own_units
from doccontrol.extension_points import (
    DeskNumber,
    DeskSection,
    WaitingLine,
    Work,
    WorkItem,
    desk_numbers,
    desk_sections,
    work_items,
)
from doccontrol.organisation.models.people import Person
from doccontrol.register.intake.models import IncomingFile
from doccontrol.triage.asked_units import texts_asked_of
from doccontrol.triage.pages.waiting_files import DECIDE, VIEW, ListedFile, listed, waiting_files

NUMBER = "incoming"
MOST_LINES = 10
MOST_LETTERS = 120


def to_decide(person: Person, on: date) -> Work | None:
    """The files that wait, the longest waiting first."""
    if not person.has_perm(DECIDE):
        return None
    files = waiting_files().order_by("received_at", "pk")
    lines = [_line(listed(file)) for file in files[:MOST_LINES]]
    count = len(lines) if len(lines) < MOST_LINES else IncomingFile.objects.for_triage().count()
    return Work(lines, count, reverse("triage:index"))


def _line(row: ListedFile) -> WaitingLine:
    subject = Truncator(row.words("subject")).chars(MOST_LETTERS)
    about = _("%(text)s, received on %(day)s") % {
        "text": f"{row.name}: {subject}" if subject else row.name,
        "day": f"{row.file.received_at:%d/%m/%Y}",
    }
    return WaitingLine(
        what=_("New legal text"),
        about=about,
        action=_("Decide"),
        url=reverse("triage:file", args=[row.file.pk]),
    )


def count_incoming(person: Person, on: date) -> int:
    """Of the agency, what nobody has decided on; of a unit, what it was given lately."""
    if sees_only_own_units(person):
        return texts_asked_of(person, on).count()
    return IncomingFile.objects.for_triage().count() if person.has_perm(VIEW) else 0


def new_texts_section(request: HttpRequest, on: date, chosen: str) -> dict[str, Any] | None:
    """What the units of the person were given; filtered by it, how many wait in the agency."""
    person = signed_in_person(request)
    may_look = person.has_perm(VIEW)
    rows = [
        {"triage": triage, "url": _page_of(triage, may_look)}
        for triage in texts_asked_of(person, on)
    ]
    waiting = count_incoming(person, on) if chosen and not sees_only_own_units(person) else 0
    if not rows and not waiting:
        return None
    return {"new_texts": rows, "waiting": waiting, "list_url": reverse("triage:index")}


def _page_of(triage: Any, may_look: bool) -> str:
    if may_look:
        return reverse("triage:file", args=[triage.file_id])
    return reverse("legal_texts:inspect", args=[triage.text_id])


work_items.register(
    WorkItem("triage", 350, gettext_lazy("New legal texts to decide on"), to_decide, NUMBER)
)
desk_numbers.register(
    DeskNumber(NUMBER, 300, gettext_lazy("Incoming texts not dealt with"), count_incoming)
)
desk_sections.register(
    DeskSection(
        "triage", 400, "doccontrol/triage/desk.html", new_texts_section, frozenset({NUMBER})
    )
)
