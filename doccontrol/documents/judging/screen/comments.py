"""What was written in the margin of a draft and in the steps of its round."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from wagtail.models import Comment, CommentReply, TaskState

from doccontrol.documents.models.controlled import ControlledDocument

STEP_STATES = (TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED)


@dataclass(frozen=True, slots=True)
class MarginNote:
    """``place`` is the field beside which it stands."""

    place: str
    person: str
    text: str
    at: datetime
    replies: list[MarginNote]


def open_comments(page: ControlledDocument) -> list[MarginNote]:
    """The comments that nobody has called settled, in the order of writing. Two queries."""
    rows = Comment.objects.filter(page=page.pk, resolved_at=None).select_related("user")
    replies = defaultdict(list)
    answers = CommentReply.objects.filter(comment__in=rows).select_related("user")
    for reply in answers.order_by("pk"):
        note = MarginNote("", str(reply.user), reply.text, reply.created_at, [])
        replies[reply.comment_id].append(note)
    return [
        MarginNote(
            _place(page, comment.contentpath),
            str(comment.user),
            comment.text,
            comment.created_at,
            replies[comment.pk],
        )
        for comment in rows.order_by("pk")
    ]


def _place(page: ControlledDocument, contentpath: str) -> str:
    name = contentpath.split(".")[0]
    try:
        field: Any = page._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    return str(getattr(field, "verbose_name", ""))


def steps_taken(step: TaskState | None) -> list[TaskState]:
    """Who has taken which step of this round before, with what they wrote. One query."""
    if step is None:
        return []
    taken = TaskState.objects.filter(
        workflow_state=step.workflow_state_id, status__in=STEP_STATES, finished_by__isnull=False
    )
    return list(taken.select_related("task", "finished_by").order_by("pk"))
