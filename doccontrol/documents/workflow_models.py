"""The two steps between a draft and an edition: *xem xét* and *phê duyệt*."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState, WorkflowState

from doccontrol.documents import workflow
from doccontrol.documents.forms import CommentForm, ReasonForm
from doccontrol.documents.workflow import FourEyes, NoLongerWaiting, RevisionMovedOn
from doccontrol.organisation.models import Person


class ControlledTask(Task):
    """A step that eligible people take on one exact revision. Nobody else, superusers included."""

    class Meta:
        abstract = True

    def people_who_may_act(self, page: Any) -> list[Person]:
        raise NotImplementedError  # pragma: no cover

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Raises Refused if the draft is not ready to be submitted."""
        draft = workflow_state.content_object.get_latest_revision().as_object()
        workflow.check_ready(draft, timezone.localdate())
        return super().start(workflow_state, user=user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """What is being judged does not change: the author takes it back by cancelling."""
        return True

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return user in self.people_who_may_act(obj.specific)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if user not in self.people_who_may_act(obj.specific):
            return []
        return [("reject", _("Send back"), True), ("approve", self.approve_label, False)]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return ReasonForm if action == "reject" else CommentForm

    def get_task_states_user_can_moderate(self, user: Any, **options: Any) -> Any:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        mine = [
            state.pk
            for state in waiting.select_related("revision")
            if user in self.people_who_may_act(state.revision.as_object())
        ]
        return TaskState.objects.filter(pk__in=mine)

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **options: Any) -> Any:
        """Take the step, once, on the bytes that were submitted.

        Raises NoLongerWaiting if somebody was faster, FourEyes if ``user`` may not act,
        RevisionMovedOn if the draft changed since it was submitted.
        """
        # Whoever comes second waits here, then finds the step taken.
        WorkflowState.objects.select_for_update().get(pk=task_state.workflow_state_id)
        task_state.refresh_from_db()
        if task_state.status != TaskState.STATUS_IN_PROGRESS:
            raise NoLongerWaiting
        draft = task_state.revision.as_object()
        if user not in self.people_who_may_act(draft):
            raise FourEyes
        if action_name == "approve" and not task_state.revision.is_latest_revision():
            raise RevisionMovedOn
        if action_name == "reject" and not options.get("comment", "").strip():
            raise ValidationError(_("Say what must change, so that the author can act on it."))
        return super().on_action(task_state, user, action_name, **options)


class HeadReviewTask(ControlledTask):
    """*Xem xét* by the head of the owner unit on that day."""

    approve_label = _("Reviewed: pass on for approval")

    class Meta:
        verbose_name = _("review by the head of the unit")

    def people_who_may_act(self, page: Any) -> list[Person]:
        return workflow.reviewers(page, timezone.localdate())

    @classmethod
    def get_description(cls) -> str:
        return str(_("The head of the owner unit on that day; never an author of the draft."))


class ApprovalTask(ControlledTask):
    """*Phê duyệt*: the last step; it issues the edition."""

    approve_label = _("Approve and issue")

    class Meta:
        verbose_name = _("approval")

    def people_who_may_act(self, page: Any) -> list[Person]:
        return workflow.approvers(page)

    @classmethod
    def get_description(cls) -> str:
        return str(_("People with the role of approver; never an author of the draft."))
