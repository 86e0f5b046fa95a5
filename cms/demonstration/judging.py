"""The steps of a workflow as they were taken on past days, so that history can be issued.

For the demonstration and for tests. Whatever is written here, ``issue`` judges it as any other.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState

from doccontrol.documents.models.authorship import Authorship, record
from doccontrol.models import ApprovalTask, DraftWorkflow, HeadReviewTask, Person

NOON = time(12)


def judge(
    revision: Revision,
    *,
    submitted: tuple[Person, date],
    reviewed: tuple[Person, date],
    approved: tuple[Person, date],
) -> WorkflowState:
    """A round on ``revision`` that came to its end: who took each step, and on which day."""
    workflow = DraftWorkflow.current()
    drafter, day = submitted
    record(revision, drafter, Authorship.What.SUBMITTED, at=_noon(day))
    round_ = WorkflowState(
        content_type_id=revision.content_type_id,
        base_content_type_id=revision.base_content_type_id,
        object_id=revision.object_id,
        workflow=workflow,
        status=WorkflowState.STATUS_APPROVED,
        requested_by=drafter,
    )
    # Wagtail's save() validates against the database: dear, and of no use here.
    WorkflowState.objects.bulk_create([round_])
    started = day
    for model, (person, finished) in ((HeadReviewTask, reviewed), (ApprovalTask, approved)):
        state = TaskState.objects.create(
            workflow_state=round_,
            revision=revision,
            task=model.objects.get(workflow_tasks__workflow=workflow),
            status=TaskState.STATUS_APPROVED,
            finished_at=_noon(finished),
            finished_by=person,
            content_type=ContentType.objects.get_for_model(TaskState),
        )
        # It is set to now when the row is made.
        TaskState.objects.filter(pk=state.pk).update(started_at=_noon(started))
        started = finished
    return round_


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, NOON))
