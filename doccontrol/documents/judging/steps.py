"""What happens after a step of the workflow: the person is told what it has brought about."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import TaskState

from doccontrol.documents.judging.workflow import NoLongerWaiting, waiting_for
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Edition


class JudgingView(WorkflowActionView):
    """Wagtail's view leads back to the editor in silence, and that is closed to who has judged."""

    def get_redirect_url(self) -> str:
        """Wagtail's script asks to come back to where its button was, mostly this very editor."""
        asked = get_valid_next_url_from_request(self.request)
        editor = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        if asked and urlsplit(asked).path != editor:
            return str(asked)
        return reverse("wagtailadmin_home")

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Raises NoLongerWaiting where somebody was faster."""
        if self.task_state.status != TaskState.STATUS_IN_PROGRESS:
            raise NoLongerWaiting
        return super().dispatch(request, *args, **options)  # type: ignore[no-any-return]

    def post(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid() and not _is_modal(request):
            for error in form.errors.get_json_data().values():
                messages.error(request, error[0]["message"])
            return redirect("wagtailadmin_pages:edit", self.object.pk)
        answer: HttpResponse = super().post(request, *args, **options)
        state = TaskState.objects.get(pk=self.task_state.pk)
        if state.status != TaskState.STATUS_IN_PROGRESS:
            messages.success(request, outcome(state))
        return answer


def _is_modal(request: HttpRequest) -> bool:
    """Wagtail's modal shows what is wrong in the form itself."""
    return request.headers.get("x-requested-with") == "XMLHttpRequest"


def outcome(state: TaskState) -> str:
    """What the step brought about, and who comes next."""
    edition = Edition.objects.without_content().filter(page_revision=state.revision).first()
    if edition is not None:
        text = _("Issued: %(edition)s, in force from %(day)s.")
        return text % {"edition": edition, "day": f"{edition.in_force_from:%d/%m/%Y}"}
    page = ControlledDocument.objects.get(pk=state.workflow_state.object_id)
    turn = waiting_for(page)
    names = ", ".join(map(str, turn.people)) or turn.missing if turn else ""
    if state.status == TaskState.STATUS_REJECTED:
        return _("“%(page)s” is sent back: %(people)s") % {"page": page, "people": names}
    return _("“%(page)s” is passed on for approval: %(people)s") % {"page": page, "people": names}


class ControlledDocuments(PageViewSet):
    model = ControlledDocument
    # Shelves are listed as Wagtail lists them.
    parent_models = ()
    workflow_action_view_class = JudgingView
