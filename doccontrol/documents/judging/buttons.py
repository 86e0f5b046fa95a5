"""From Wagtail's editor to the screen on which a draft is judged: nothing binding is done there.

While a draft is judged it is locked for everybody, and Wagtail shows no workflow button on a locked
page.
"""

from __future__ import annotations

from typing import Any

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


class JudgeMenuItem(ActionMenuItem):
    """Leads to the screen where the changes are shown and the step is taken."""

    template_name = "doccontrol/documents/admin/_judge_item.html"
    label = _("See the changes and decide")
    icon_name = "success"

    def is_shown(self, context: Any) -> bool:
        return True

    def get_url(self, parent_context: Any) -> str:
        return reverse("judging:screen", args=[parent_context["page"].pk])


def offer_judgement(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Hook construct_page_action_menu: for those whose turn it is, the way to the screen first."""
    page = context.get("page")
    if isinstance(page, ControlledDocument):
        _offer_submission(items, page)
    task = page.current_workflow_task if page else None
    if not isinstance(task, ControlledTask):
        return
    if task.get_actions(page, request.user):
        items.insert(0, JudgeMenuItem(order=0))


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
