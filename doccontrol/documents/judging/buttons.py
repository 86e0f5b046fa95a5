"""The buttons with which a draft is judged, in the editor that the desk leads to.

While a draft is judged it is locked for everybody, and Wagtail shows no workflow button on a locked
page. Ours do not save the form: they act on the submitted revision, as Wagtail's first page does.
"""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.forms.widgets import Script
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
)

from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.workflow_tasks import ControlledTask

ICONS = {"approve": "success", "reject": "edit"}


class JudgeMenuItem(ActionMenuItem):
    """One action of the current step; ``asks`` opens Wagtail's modal for the reason first."""

    template_name = "doccontrol/documents/admin/_judge_item.html"

    def __init__(self, name: str, label: Any, asks: bool, task_state: int) -> None:
        super().__init__(order=0)
        self.name, self.label, self.asks, self.task_state = name, label, asks, task_state
        self.icon_name = ICONS.get(name, "edit")

    def is_shown(self, context: Any) -> bool:
        return True

    def get_url(self, parent_context: Any) -> str:
        step = [parent_context["page"].pk, self.name, self.task_state]
        return reverse("wagtailadmin_pages:workflow_action", args=step)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return super().get_context_data(parent_context) | {"asks": self.asks}

    @property
    def media(self) -> Media:
        # "dashboard": the buttons carry their own address, and leave the edit form alone.
        script = Script("wagtailadmin/js/workflow-action.js", **{"data-activate": "dashboard"})
        return Media(js=[script])  # type: ignore[list-item]  # the stubs know no media objects


def offer_judgement(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Hook construct_page_action_menu: for those whose turn it is, approval as the first button."""
    page = context.get("page")
    if isinstance(page, ControlledDocument):
        _offer_submission(items, page)
    task = page.current_workflow_task if page else None
    if not isinstance(task, ControlledTask):
        return
    state = page.current_workflow_task_state  # type: ignore[union-attr]  # a task has a page
    actions = task.get_actions(page, request.user)
    items[:0] = [
        JudgeMenuItem(name, label, asks, state.pk) for name, label, asks in reversed(actions)
    ]


class SubmitAgainMenuItem(SubmitForModerationMenuItem):
    """Wagtail's label names the step that sent the draft back; it begins again with its review."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return super().get_context_data(parent_context) | {"label": _("Submit again for review")}


class TakeBackMenuItem(CancelWorkflowMenuItem):
    label = _("Take the draft back")


def _offer_submission(items: list[ActionMenuItem], page: ControlledDocument) -> None:
    """A round is never restarted beside being submitted again: the two would be one."""
    state = page.current_workflow_state
    sent_back = state is not None and state.status == state.STATUS_NEEDS_CHANGES
    for place, item in enumerate(items):
        if isinstance(item, CancelWorkflowMenuItem):
            items[place] = TakeBackMenuItem(order=item.order)
        elif sent_back and isinstance(item, SubmitForModerationMenuItem):
            items[place] = SubmitAgainMenuItem(order=item.order)
    items[:] = [item for item in items if not isinstance(item, RestartWorkflowMenuItem)]
