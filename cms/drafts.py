"""Drafts on their way to an edition, seen from one person's desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from doccontrol.documents.models import ControlledDocument
from doccontrol.documents.workflow import WaitingFor, waiting_for
from doccontrol.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that the person may take now."""

    page: Any
    step: str
    author: Person | None
    since: Any
    url: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of the person's: not submitted yet (``waiting`` None), or somebody's turn."""

    page: ControlledDocument
    waiting: WaitingFor | None
    url: str


def waiting_for_me(person: Person) -> list[Waiting]:
    """The steps of any workflow that wait for this person, the longest waiting first."""
    states = TaskState.objects.reviewable_by(person).select_related(
        "task", "revision", "workflow_state__requested_by"
    )
    rows = []
    for state in states.order_by("started_at"):
        page = state.revision.as_object()
        author = state.workflow_state.requested_by
        rows.append(Waiting(page, state.task.name, author, state.started_at, _edit_url(page)))
    return rows


def drafts_of(person: Person) -> list[Draft]:
    """What the person submitted and nobody has finished, and what the person began and has not
    submitted. Sent back first, then what still waits, then what was never submitted."""
    unfinished = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
    submitted = WorkflowState.objects.filter(requested_by=person, status__in=unfinished)
    keys = [int(key) for key in submitted.values_list("object_id", flat=True)]
    begun = Q(latest_revision__user=person) & (Q(live=False) | Q(has_unpublished_changes=True))
    documents = ControlledDocument.objects.filter(Q(pk__in=keys) | begun).specific()
    drafts = [
        Draft(page.get_latest_revision_as_object(), waiting_for(page), _edit_url(page))
        for page in documents.order_by("code")
    ]
    return sorted(drafts, key=_urgency)


def _urgency(draft: Draft) -> int:
    if draft.waiting is None:
        return 2
    return 0 if draft.waiting.sent_back else 1


def _edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
