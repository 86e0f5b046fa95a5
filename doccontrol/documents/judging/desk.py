"""On the desk: the drafts that wait for a person's judgement, and the person's own drafts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from doccontrol.documents.judging.waiting import drafts_of, waiting_for_me
from doccontrol.extension_points import DeskSection, Work, WorkItem, desk_sections, work_items
from doccontrol.organisation.models.people import Person


def to_judge(person: Person, on: date) -> Work:
    rows = waiting_for_me(person)
    return Work(rows, len(rows))


def own_drafts(person: Person, on: date) -> Work:
    rows = drafts_of(person, on)
    return Work(rows, len(rows))


def drafts_section(request: HttpRequest, on: date, work: Mapping[str, Work]) -> dict[str, Any]:
    return {
        "waiting": work["to_judge"].rows,
        "drafts": work["own_drafts"].rows,
        "may_administer": request.user.has_perm("wagtailadmin.access_admin"),
    }


work_items.register(WorkItem("to_judge", 200, _("Waiting for you"), "to-decide", to_judge))
work_items.register(WorkItem("own_drafts", 400, _("Your drafts"), "my-drafts", own_drafts))
desk_sections.register(DeskSection("drafts", 300, "doccontrol/documents/desk.html", drafts_section))
