"""One round of judging: from the submission to the edition, or back to the author.

Proxies of Wagtail's own rows, so that every door (editor, action, command) goes through the same
rules: ``ControlledDocument.get_workflow`` and ``current_workflow_state`` give these.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowState

from doccontrol.documents.judging.turns import StepKind
from doccontrol.documents.judging.workflow import NoLongerWaiting, StepTaken
from doccontrol.documents.models.authorship import authors_of
from doccontrol.documents.refusals import NotYoursToTakeBack


def lock_document(pk: int) -> None:
    """Saving, submitting, judging and issuing one document queue up here, always here first."""
    Page.objects.select_for_update().filter(pk=pk).values_list("pk").first()


class DraftWorkflow(Workflow):
    """*Ban hành tài liệu*: the one workflow of controlled documents."""

    class Meta:
        proxy = True

    @classmethod
    def current(cls) -> DraftWorkflow | None:
        """The active workflow that has both steps; None where there is none."""
        workflows = cls.objects.filter(active=True)
        for kind in StepKind:
            workflows = workflows.filter(workflow_tasks__task__content_type__model=kind)
        return workflows.order_by("pk").first()

    @transaction.atomic
    def start(self, obj: Any, user: Any) -> WorkflowState:
        """Submit the latest draft. Pressed twice, the second press gets the round of the first; a
        draft that was sent back goes on in its round, from the review. Raises Refused."""
        lock_document(obj.pk)
        waiting = DraftRound.objects.for_instance(obj).active().first()
        if waiting is None:
            return super().start(obj, user)
        if waiting.status == waiting.STATUS_NEEDS_CHANGES:
            waiting.resume(user)
        return waiting


class DraftRound(WorkflowState):
    """Wagtail's workflow state of one controlled document."""

    class Meta:
        proxy = True

    def user_can_cancel(self, user: Any) -> bool:
        """Only who wrote or submitted the draft takes it back. Who judges it sends it back and
        says why."""
        if not self.is_active:
            return False
        document = int(self.object_id)
        return user.pk in authors_of([document]).get(document, set())

    @transaction.atomic
    def cancel(self, user: Any = None) -> None:
        """Take the draft back. Raises StepTaken where the round has ended meanwhile,
        NoLongerWaiting where it never had a step, NotYoursToTakeBack."""
        lock_document(int(self.object_id))
        self.refresh_from_db()
        if not self.is_active:
            last = self.current_task_state
            raise NoLongerWaiting if last is None else StepTaken(last)
        if user is not None and not self.user_can_cancel(user):
            raise NotYoursToTakeBack
        super().cancel(user=user)

    def end_with_its_draft(self, by: Any) -> None:
        """There is nothing left to judge: the draft was discarded by whoever may do that, who need
        not be one of its authors. The document is held by the caller."""
        super().cancel(user=by)

    @transaction.atomic
    def resume(self, user: Any = None) -> Any:
        """Submit again after changes. Who does so is from now on who asked for this round; it
        begins with the review, whoever sent it back (``ControlledTask.start``)."""
        lock_document(int(self.object_id))
        self.refresh_from_db()
        if self.status != self.STATUS_NEEDS_CHANGES:
            return None  # somebody else has submitted it meanwhile
        if user is not None:
            self.requested_by = user
        return super().resume(user)
