"""What waits for one person, and that person's own drafts: for the desk and the first page of the
administration. Constant queries, however many drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import TaskState, WorkflowState

from doccontrol.documents.drafting.drafters import drafts_for_all
from doccontrol.documents.judging.workflow import WaitingFor, everybodys_turn
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.organisation.models.people import Person

# They ask the database about each waiting draft; ours stands in for both.
WAGTAILS_PANELS = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft as a list names it; ``code`` is "" for a page that is no controlled document."""

    pk: int
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that the person may take now."""

    page: DraftPage
    step: str
    author: Person | None
    since: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of the person's: not submitted yet (``waiting`` None), or somebody's turn."""

    page: DraftPage
    waiting: WaitingFor | None
    url: str


def waiting_for_me(person: Person) -> list[Waiting]:
    """The steps of any workflow that wait for this person, the longest waiting first; each draft
    named as it was submitted."""
    states = (
        TaskState.objects.reviewable_by(person)
        .select_related("task", "workflow_state__requested_by")
        .annotate(
            document=F("revision__object_id"),
            title=KeyTextTransform("title", F("revision__content")),
            code=KeyTextTransform("code", F("revision__content")),
        )
    )
    return [
        Waiting(
            page=DraftPage(int(state.document), state.code or "", state.title or ""),
            step=state.task.name,
            author=state.workflow_state.requested_by,
            since=state.started_at,
            url=_judging_url(state.document) if state.code else _edit_url(state.document),
        )
        for state in states.order_by("started_at", "pk")
    ]


def drafts_of(person: Person, on: date) -> list[Draft]:
    """What the person submitted and nobody has finished, and what the person began and has not
    submitted. Sent back first, then what still waits, then what was never submitted. What cannot go
    on, because whoever's turn it is is missing, stands with all who draft for every unit."""
    rounds = dict(WorkflowState.objects.active().values_list("object_id", "requested_by"))
    own = {int(key) for key, by in rounds.items() if by == person.pk}
    turns = everybodys_turn(on)
    stuck = (
        {key for key, turn in turns.items() if turn.missing} if drafts_for_all(person) else set()
    )
    begun = Q(latest_revision__user=person) & (Q(live=False) | Q(has_unpublished_changes=True))
    documents = ControlledDocument.objects.filter(Q(pk__in=own | stuck) | begun).order_by("code")
    rows = list(documents.values_list("pk", "code", "draft_title"))
    drafts = [Draft(DraftPage(*row), turns.get(row[0]), _edit_url(row[0])) for row in rows]
    return sorted(drafts, key=_urgency)


def _urgency(draft: Draft) -> int:
    if draft.waiting is None:
        return 2
    return 0 if draft.waiting.sent_back else 1


def _edit_url(page: int | str) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page])


def _judging_url(page: str) -> str:
    return reverse("judging:screen", args=[page])


class WaitingPanel(Component):
    """On the first page of the administration, as on the desk."""

    name = "waiting_drafts"
    template_name = "doccontrol/documents/admin/waiting.html"
    order = 210

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        person = (parent_context or {})["request"].user
        return {
            "waiting": waiting_for_me(person),
            "drafts": [each for each in drafts_of(person, timezone.localdate()) if each.waiting],
        }


def show_waiting(request: HttpRequest, panels: list[Any]) -> None:
    """Hook construct_homepage_panels."""
    panels[:] = [panel for panel in panels if not isinstance(panel, WAGTAILS_PANELS)]
    panels.append(WaitingPanel())
