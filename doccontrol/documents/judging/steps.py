"""What a step of the workflow has brought about, in words; and Wagtail's address of a step."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import TaskState

from doccontrol.documents.drafting.edit_view import DraftEditView
from doccontrol.documents.judging.workflow import StepTaken, waiting_for
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Edition


class JudgingView(WorkflowActionView):
    """Wagtail's own address of a step. Whoever may take it is led to the screen where the changes
    are shown, whatever button was pressed: there it is taken, and what binds is asked once more."""

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Raises StepTaken where somebody was faster."""
        if self.task_state.status != TaskState.STATUS_IN_PROGRESS:
            raise StepTaken(self.task_state)
        return super().dispatch(request, *args, **options)  # type: ignore[no-any-return]

    def get(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        return redirect("judging:screen", self.object.pk)

    post = get


def outcome(state: TaskState) -> str:
    """What the step brought about, and who comes next."""
    edition = Edition.objects.without_content().filter(page_revision=state.revision).first()
    if edition is not None:
        return " ".join(_receipt(edition))
    page = ControlledDocument.objects.get(pk=state.workflow_state.object_id)
    turn = waiting_for(page)
    names = ", ".join(map(str, turn.people)) or turn.missing if turn else ""
    if state.status == TaskState.STATUS_REJECTED:
        return _("“%(page)s” is sent back: %(people)s") % {"page": page, "people": names}
    return _("“%(page)s” is passed on for approval: %(people)s") % {"page": page, "people": names}


def _receipt(edition: Edition) -> list[str]:
    """Sentences: what was issued, what it replaces, which duties end with it."""
    named = {"edition": edition, "day": f"{edition.in_force_from:%d/%m/%Y}"}
    sentences = [_("Issued: %(edition)s, in force from %(day)s.") % named]
    editions = Edition.objects.standing().filter(document=edition.document_id)
    replaced = editions.filter(in_force_from__lt=edition.in_force_from).without_content()
    before = replaced.newest_first().first()
    if before is not None and before.ends_on == edition.in_force_from:
        sentences.append(_("It replaces edition %(number)s.") % {"number": before.number})
    events = [event.acting.number_raw for event in edition.implements.with_text()]
    if events:
        sentences.append(_("Duties that end with it: %(laws)s.") % {"laws": ", ".join(events)})
    return sentences


class ControlledDocuments(PageViewSet):
    model = ControlledDocument
    # Shelves are listed as Wagtail lists them.
    parent_models = ()
    workflow_action_view_class = JudgingView
    edit_view_class = DraftEditView
