"""Wagtail's editor for a controlled document: what stands beside the form is drawn anew with each
saving, and what is not to happen by one press is asked for on a page of its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin.views.pages.edit import EditView

from doccontrol.documents.drafting.draft_head import draft_head
from doccontrol.documents.judging.unnamed_clocks import unnamed_events

TAKE_BACK = "action-cancel-workflow"


class DraftEditView(EditView):
    # What an autosave brings back to the page that stays open.
    partials_template_name = "doccontrol/documents/admin/edit_partials.html"
    # Wagtail would take the draft back at the first press (``post``).
    is_cancelling_workflow = False

    def post(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Taking back is asked for; what was typed meanwhile is saved first where it may be."""
        asks = TAKE_BACK in request.POST and self.page.current_workflow_state is not None
        if asks and self.locked_for_user:
            return redirect("drafts:take_back", self.page.pk)
        answer: HttpResponse = super().post(request, *args, **options)
        if asks and answer.status_code == 302:
            return redirect("drafts:take_back", self.page.pk)
        return answer

    def get_page_subtitle(self) -> str:
        return f"{self.page.code} {self.page.title}"

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**options)
        if self.expects_json_response or self.hydrate_create_view:
            today = timezone.localdate()
            context["head"] = draft_head(self.page, self.request.user, today)
            context["of_steps"] = self.page.days_of_steps()
        return context

    def submit_action(self) -> HttpResponse:
        """An open clock that the draft does not name is asked about before it is submitted: saved
        is what was typed, whatever the answer."""
        named = self.form.cleaned_data["implements"]
        if not unnamed_events(self.page, named, timezone.localdate()):
            return super().submit_action()  # type: ignore[no-any-return]  # Wagtail is not typed
        answer: HttpResponse = self.save_action()
        if answer.status_code == 302:
            return redirect("drafts:submit", self.page.pk)
        return answer
