"""What Wagtail calls when the last step of a workflow is taken (WAGTAIL_FINISH_WORKFLOW_ACTION).

Wagtail imports this while its own models load, so nothing of ours is imported before the call.
"""

from __future__ import annotations

from typing import Any


def finish_workflow(workflow_state: Any, user: Any = None) -> None:
    """Issue the approved revision of a controlled document; publish anything else as usual."""
    from wagtail.workflows import publish_workflow_state

    from doccontrol.documents.models.controlled import ControlledDocument

    page = workflow_state.content_object.specific
    if not isinstance(page, ControlledDocument):
        publish_workflow_state(workflow_state, user=user)
        return
    from django.utils import timezone

    from doccontrol.documents.issuing.actions import issue

    approval = workflow_state.current_task_state
    issue(approval.revision, on=timezone.localtime(approval.finished_at).date())
