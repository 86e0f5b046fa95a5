"""One screen on which a draft is judged: what changes, and the step that this person may take.

Plain forms: works without scripts. Whoever writes, judges or oversees the draft may look; whose
turn it is decides, and the task asks once more whether it is theirs.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import TaskState

from doccontrol.access import signed_in, signed_in_person
from doccontrol.decisions.forms import focused_on_error
from doccontrol.documents.drafting.draft_files import may_see
from doccontrol.documents.judging.forms import CapacityForm, CommentForm, ReasonForm
from doccontrol.documents.judging.screen.draft_at_hand import DraftAtHand, draft_at_hand
from doccontrol.documents.judging.screen.screen_content import (
    Consequences,
    comparison,
    consequences,
    content_of,
    facts,
    obstacle_of,
)
from doccontrol.documents.judging.screen.taking import step_of, take
from doccontrol.documents.judging.steps import outcome
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Edition
from doccontrol.documents.reading import draft_page
from doccontrol.documents.reading.crumbs import Crumb
from doccontrol.documents.reading.edition_page import edition_url
from doccontrol.documents.reading.views import only_what_was_approved
from doccontrol.errors import Refused
from doccontrol.next_work import next_work
from doccontrol.organisation.models.people import Person


@signed_in
@require_safe
@only_what_was_approved
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    return _screen(request, _document(request, pk))


@signed_in
@require_safe
@only_what_was_approved
def full_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as it would read if it were issued."""
    page, on = _document(request, pk), timezone.localdate()
    at_hand = draft_at_hand(page, on)
    if at_hand is None:
        return redirect("judging:screen", pk)
    context = {
        "shown": draft_page.preview(at_hand.draft, on),
        "crumbs": [_crumb(page, at_hand), Crumb(_("Full text"))],
        "printed_on": on,
    }
    return render(request, "doccontrol/documents/edition.html", context)


@signed_in
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    page = _document(request, pk)
    form = CommentForm(request.POST, auto_id="review_%s")
    step = step_of(page, request.POST.get("step", ""))
    if step.task.specific.is_binding:
        return redirect("judging:approve", pk)
    return _take(request, page, step, "approve", review_form=form)


@signed_in
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    page = _document(request, pk)
    form = focused_on_error(ReasonForm(request.POST, auto_id="back_%s"))
    step = step_of(page, request.POST.get("step", ""))
    return _take(request, page, step, "reject", send_back_form=form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@only_what_was_approved
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once, saying what the approval brings about; then issues the edition."""
    page, on, person = _document(request, pk), timezone.localdate(), signed_in_person(request)
    at_hand = draft_at_hand(page, on)
    effects = _question(request, at_hand, person, on)
    typed = request.POST if request.method == "POST" else None
    form = CapacityForm(effects.signs_as if effects is not None else [], typed)
    if form.is_valid():
        step = step_of(page, request.POST.get("step", ""))
        capacity = form.cleaned_data["capacity"]
        return _take(request, page, step, "approve", capacity=capacity)
    if at_hand is None or effects is None:
        return redirect("judging:screen", pk)
    context = {
        "at_hand": at_hand,
        "effects": effects,
        "capacity_form": form,
        "today": on,
        "crumbs": [_crumb(page, at_hand), Crumb(_("Approve and issue"))],
    }
    return render(request, "doccontrol/documents/judging/confirm.html", context)


def _question(
    request: HttpRequest, at_hand: DraftAtHand | None, person: Person, on: date
) -> Consequences | None:
    """What whoever's turn it is is asked; nobody else is, nor about what cannot be approved."""
    if at_hand is None or not at_hand.is_approval or not at_hand.is_turn_of(person):
        return None
    if obstacle := obstacle_of(at_hand, person, on):
        if request.method != "POST":
            messages.error(request, obstacle)
        return None
    return consequences(at_hand, person, on)


def _document(request: HttpRequest, pk: int) -> ControlledDocument:
    page: ControlledDocument = get_object_or_404(ControlledDocument, pk=pk)
    if not may_see(request.user, page):
        raise PermissionDenied
    return page


def _take(
    request: HttpRequest,
    page: ControlledDocument,
    step: TaskState,
    action: str,
    capacity: str = "",
    **bound: forms.Form,
) -> HttpResponse:
    """Take the step and say what it brought about; the screen again, as typed, if it is refused."""
    form = next(iter(bound.values()), None)
    if form is not None and not form.is_valid():
        return _screen(request, page, **bound)
    comment = form.cleaned_data["comment"] if form is not None else ""
    try:
        take(step, action, by=signed_in_person(request), comment=comment, capacity=capacity)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _screen(request, _document(request, page.pk), **bound)
    step.refresh_from_db()
    messages.success(request, outcome(step))
    edition = Edition.objects.without_content().filter(page_revision=step.revision_id).first()
    if edition is not None:
        edition.document = page
        return redirect(edition_url(edition))
    return redirect("judging:screen", page.pk)


def _screen(request: HttpRequest, page: ControlledDocument, **bound: forms.Form) -> HttpResponse:
    on, person = timezone.localdate(), signed_in_person(request)
    at_hand = draft_at_hand(page, on)
    if at_hand is None:
        return _nothing_to_judge(request, page, bound)
    is_mine, content = at_hand.is_turn_of(person), content_of(at_hand, on)
    context: dict[str, Any] = {
        "at_hand": at_hand,
        "is_mine": is_mine,
        "obstacle": obstacle_of(at_hand, person, on) if is_mine else "",
        "compared": comparison(at_hand, content, request.GET.get("so-voi", ""), on),
        "review_form": CommentForm(auto_id="review_%s"),
        "send_back_form": ReasonForm(auto_id="back_%s"),
        "work": [] if is_mine else next_work(person, on),
        "crumbs": [Crumb(_draft_label(at_hand))],
        **facts(at_hand, content, person, on),
        **bound,
    }
    return render(request, "doccontrol/documents/judging/screen.html", context)


def _nothing_to_judge(
    request: HttpRequest, page: ControlledDocument, bound: dict[str, forms.Form]
) -> HttpResponse:
    """Nothing has been written since the last edition; what was typed here is not lost."""
    editions = Edition.objects.filter(document=page.pk).without_content().newest_first()
    last = editions.select_related("document", "approved_by").first()
    form = next(iter(bound.values()), None)
    context = {
        "document": page,
        "last": last,
        "last_url": edition_url(last) if last is not None else "",
        "typed": form["comment"].value() if form is not None else "",
        "work": next_work(signed_in_person(request), timezone.localdate()),
        "crumbs": [Crumb(page.code)],
    }
    return render(request, "doccontrol/documents/judging/nothing_to_judge.html", context)


def _draft_label(at_hand: DraftAtHand) -> str:
    return _("Draft of %(code)s") % {"code": at_hand.draft.code}


def _crumb(page: ControlledDocument, at_hand: DraftAtHand) -> Crumb:
    return Crumb(_draft_label(at_hand), reverse("judging:screen", args=[page.pk]))
