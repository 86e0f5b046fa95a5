"""Saving and submitting are one step: who presses twice, or while somebody else presses, waits.

Wagtail's editor looks at the page, saves and starts the workflow in three steps, so two presses at
once save two drafts and submit one of them. Here the page's row is locked before it looks.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.rounds import lock_document
from doccontrol.documents.uploads import validate_office_file
from doccontrol.errors import Refused


def edit_under_lock(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook before_edit_page, before all others: Wagtail's own view once more, under the lock."""
    if not isinstance(page, ControlledDocument) or not _is_first_pass(request):
        return None
    return _under_lock(request, page.pk, page.pk)


def create_under_lock(request: HttpRequest, parent: Page, model: type[Page]) -> HttpResponse | None:
    """Hook before_create_page: two presses would make the same new document twice."""
    if not issubclass(model, ControlledDocument) or not _is_first_pass(request):
        return None
    return _under_lock(request, parent.pk, None)


def _is_first_pass(request: HttpRequest) -> bool:
    return request.method == "POST" and not getattr(request, "holds_the_lock", False)


def _under_lock(request: HttpRequest, locked: int, edited: int | None) -> HttpResponse:
    """A refusal keeps what was saved before it: the author's typing is not lost with it."""
    request.holds_the_lock = True  # type: ignore[attr-defined]
    _judge_files(request)
    view: Any = request.resolver_match  # a request that came to a hook has been resolved
    refused: Refused | None = None
    answer: Any = None
    with transaction.atomic():
        lock_document(locked)
        answer = _answer_of_first_press(request, edited) if edited else None
        if answer is None:
            try:
                answer = view.func(request, *view.args, **view.kwargs)
            except Refused as refusal:
                refused = refusal
    if refused is not None:
        raise refused
    return answer  # type: ignore[no-any-return]  # Wagtail's views are not typed


def _judge_files(request: HttpRequest) -> None:
    """Before anybody waits for the lock: judging takes seconds, and its answer is kept for the
    form, which is the one to say what is wrong."""
    for file in request.FILES.values():
        with suppress(ValidationError):
            validate_office_file(file)


def _answer_of_first_press(request: HttpRequest, pk: int) -> HttpResponse | None:
    """To who submits what that same person has just submitted: it is submitted. Anything else goes
    on to Wagtail's view, which keeps what was typed on the screen and says that it is locked."""
    if not request.POST.get("action-submit"):
        return None
    page = ControlledDocument.objects.get(pk=pk).specific
    state = page.current_workflow_state
    if state is None or state.status != state.STATUS_IN_PROGRESS:
        return None
    if state.requested_by_id != request.user.pk or _differs(request, page):
        return None
    messages.info(request, _("“%(page)s” has been submitted already.") % {"page": page})
    return redirect(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))


def _differs(request: HttpRequest, page: Any) -> bool:
    """Whether the form says other than what was submitted."""
    form_class = page.get_edit_handler().get_form_class()
    submitted = page.get_latest_revision_as_object()
    form = form_class(
        request.POST,
        request.FILES,
        instance=submitted,
        parent_page=submitted.get_parent(),
        for_user=request.user,
    )
    return bool(form.has_changed())
