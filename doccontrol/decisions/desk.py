"""On the desk: the proposals that a person may answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from doccontrol.decisions.kinds import SEES
from doccontrol.decisions.waiting import waiting_for
from doccontrol.extension_points import DeskSection, Work, WorkItem, desk_sections, work_items

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person


def to_answer(person: Person, on: date) -> Work | None:
    if not person.has_perm(SEES):
        return None
    rows = waiting_for(person, on)
    return Work(rows, len(rows))


def decisions_section(
    request: HttpRequest, on: date, work: Mapping[str, Work]
) -> dict[str, Any] | None:
    return {"decisions": work["decisions"].rows} if "decisions" in work else None


work_items.register(
    WorkItem("decisions", 300, _("Decisions waiting for you"), "decisions", to_answer)
)
desk_sections.register(
    DeskSection("decisions", 200, "doccontrol/decisions/desk.html", decisions_section)
)
