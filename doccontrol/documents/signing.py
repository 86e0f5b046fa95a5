"""Who signed an edition, in which role and on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from doccontrol.documents.edition_models import Signature
from doccontrol.documents.workflow_models import HeadReviewTask
from doccontrol.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Signer:
    role: Signature.Role
    person: Person
    on: date


def signers_of(workflow_state: WorkflowState, *, approved_by: Person, on: date) -> list[Signer]:
    """Drafted: who submitted. Reviewed: who passed this very revision on. Approved: the last."""
    revision = workflow_state.current_task_state.revision
    author = workflow_state.requested_by or revision.user
    signers = []
    if author is not None:
        drafted_on = timezone.localdate(revision.created_at)
        signers.append(Signer(Signature.Role.DRAFTED, author, drafted_on))
    reviews = workflow_state.task_states.filter(
        status=TaskState.STATUS_APPROVED,
        revision=revision,
        task__content_type__model=HeadReviewTask._meta.model_name,
        finished_by__isnull=False,
    )
    signers += [
        Signer(Signature.Role.REVIEWED, review.finished_by, timezone.localdate(review.finished_at))
        for review in reviews.select_related("finished_by")
    ]
    return [*signers, Signer(Signature.Role.APPROVED, approved_by, on)]
