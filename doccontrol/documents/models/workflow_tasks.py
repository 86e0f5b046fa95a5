"""The two steps between a draft and an edition: *xem xét* and *phê duyệt*."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState, WorkflowState

from doccontrol.documents.issuing.capacity import keep_choice
from doccontrol.documents.judging import workflow
from doccontrol.documents.judging.completeness import check_submission
from doccontrol.documents.judging.forms import CommentForm, ReasonForm
from doccontrol.documents.judging.turns import StepKind, people_for, states_for
from doccontrol.documents.judging.workflow import FourEyes, RevisionMovedOn, StepTaken
from doccontrol.documents.models.authorship import Authorship, record
from doccontrol.documents.models.rounds import lock_document
from doccontrol.errors import Refused


class ControlledTask(Task):
    """A step that eligible people take on one exact revision. Nobody else, superusers included."""

    class Meta:
        abstract = True

    kind: ClassVar[StepKind]
    approve_label: ClassVar[Any]
    # Whether taking it binds people: then it is asked once more.
    is_binding: ClassVar[bool] = False

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Raises Refused if the draft is not ready to be submitted."""
        revision = workflow_state.content_object.get_latest_revision()
        workflow.check_unissued(revision)
        check_submission(revision.as_object(), timezone.localdate())
        return super().start(workflow_state, user=user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """What is being judged does not change: the author takes it back by cancelling."""
        return True

    def may_act(self, obj: Any, user: Any) -> bool:
        """Whether it is the turn of ``user`` on what was submitted of ``obj``, not on what its page
        says now."""
        waiting = self.task_states.for_instance(obj).filter(status=TaskState.STATUS_IN_PROGRESS)
        state = waiting.first()
        return state is not None and user in people_for(state, timezone.localdate())

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self.may_act(obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if not self.may_act(obj, user):
            return []
        return [("reject", _("Send back"), True), ("approve", self.approve_label, False)]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return ReasonForm if action == "reject" else CommentForm

    def get_task_states_user_can_moderate(self, user: Any, **options: Any) -> Any:
        mine = states_for(user, self.kind, timezone.localdate())
        return TaskState.objects.filter(pk__in=mine, task=self)

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **options: Any) -> Any:
        """Take the step, once, on the bytes that were submitted.

        Raises StepTaken if somebody was faster, FourEyes if ``user`` may not act,
        RevisionMovedOn if the draft changed since it was submitted; of an approval what
        ``keep_choice`` raises.
        """
        capacity = options.pop("capacity", "")
        # Whoever comes second waits here, then finds the step taken.
        lock_document(int(task_state.workflow_state.object_id))
        task_state.refresh_from_db()
        if task_state.status != TaskState.STATUS_IN_PROGRESS:
            raise StepTaken(task_state)
        if user not in people_for(task_state, timezone.localdate()):
            raise FourEyes
        if action_name == "approve" and not task_state.revision.is_latest_revision():
            raise RevisionMovedOn
        if action_name == "approve":
            self.about_to_approve(task_state, user, capacity)
        if action_name == "reject" and not options.get("comment", "").strip():
            raise ValidationError(_("Say what must change, so that the author can act on it."))
        return super().on_action(task_state, user, action_name, **options)

    def about_to_approve(self, task_state: TaskState, user: Any, capacity: str) -> None:
        """What must be settled first. Most steps are taken under one's own name alone."""


class HeadReviewTask(ControlledTask):
    """*Xem xét* by the head of the owner unit on that day."""

    kind = StepKind.REVIEW
    approve_label = _("Reviewed: pass on for approval")

    class Meta:
        verbose_name = _("review by the head of the unit")

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Every round begins here, so whoever starts this step has submitted the draft."""
        submitter = user or workflow_state.requested_by
        if submitter is None:
            raise Refused(_("A draft is submitted by a person: say who submits it."))
        state = super().start(workflow_state, user=user)
        record(state.revision, submitter, Authorship.What.SUBMITTED)
        return state

    @classmethod
    def get_description(cls) -> str:
        return str(_("The head of the owner unit on that day; never an author of the draft."))


class ApprovalTask(ControlledTask):
    """*Phê duyệt*: the last step; it issues the edition."""

    kind = StepKind.APPROVAL
    is_binding = True
    approve_label = _("Approve and issue")

    class Meta:
        verbose_name = _("approval")

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Only after the review of the same revision. A draft that was sent back, by whomever,
        begins again with its review, although Wagtail resumes at the step that sent it back."""
        if not _is_reviewed(workflow_state):
            review = HeadReviewTask.objects.filter(workflow_tasks__workflow=workflow_state.workflow)
            return review.get().start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

    def about_to_approve(self, task_state: TaskState, user: Any, capacity: str) -> None:
        """In which capacity it is signed; ``capacity`` names it where somebody holds several."""
        kind = task_state.workflow_state.content_object.specific_class.kind
        keep_choice(task_state, user, kind, timezone.localdate(), capacity)

    @classmethod
    def get_description(cls) -> str:
        return str(_("People with the role of approver; never an author of the draft."))


def _is_reviewed(workflow_state: WorkflowState) -> bool:
    """Whether the latest revision was passed on, and nobody has sent the draft back since."""
    states = workflow_state.task_states
    back = states.filter(status=TaskState.STATUS_REJECTED).order_by("-pk").first()
    reviews = states.filter(
        status=TaskState.STATUS_APPROVED,
        revision=workflow_state.content_object.get_latest_revision(),
        task__content_type__model=StepKind.REVIEW,
        pk__gt=back.pk if back else 0,
    )
    return reviews.exists()
