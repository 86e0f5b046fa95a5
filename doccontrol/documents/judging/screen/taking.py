"""Taking one step of the workflow for one person, by a form that names the step."""

from __future__ import annotations

from wagtail.models import TaskState

from doccontrol.documents.judging.workflow import NoLongerWaiting
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.organisation.models.people import Person
from doccontrol.typed.keys import is_key

OUTCOME = {"approve": TaskState.STATUS_APPROVED, "reject": TaskState.STATUS_REJECTED}


def step_of(page: ControlledDocument, typed: str) -> TaskState:
    """The step that a form names. Each belongs to one revision, so that nobody judges another than
    the one that was read. Raises NoLongerWaiting where there is no such step."""
    steps = TaskState.objects.filter(workflow_state__object_id=str(page.pk))
    task_state = steps.filter(pk=int(typed)).first() if is_key(typed) else None
    if task_state is None:
        raise NoLongerWaiting
    step: TaskState = task_state.specific
    return step


def take(step: TaskState, action: str, *, by: Person, comment: str, capacity: str = "") -> None:
    """Take it; pressed twice by the same person, the second press changes nothing.

    Raises what ``ControlledTask.on_action`` raises.
    """
    try:
        step.task.specific.on_action(step, by, action, comment=comment, capacity=capacity)
    except NoLongerWaiting:
        step.refresh_from_db()
        if step.finished_by_id != by.pk or step.status != OUTCOME[action]:
            raise
