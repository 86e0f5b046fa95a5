"""What is asked before it happens to a draft: submitting past an open clock, taking it back,
discarding it. Each is a page with one question and one button."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from doccontrol.access import authors, permitted, signed_in_person
from doccontrol.documents.drafting.discarding import (
    NothingToDiscard,
    WrittenMeanwhile,
    check_discarding,
    discard_draft,
)
from doccontrol.documents.issuing.actions import submit
from doccontrol.documents.judging.unnamed_clocks import name_events, unnamed_events
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.refusals import BeingJudged, NotYoursToTakeBack
from doccontrol.typed.keys import keys_in

ENTERS = "wagtailadmin.access_admin"
NAMED = "implements"
ask_or_act = require_http_methods(["GET", "HEAD", "POST"])


@authors
@ask_or_act
def submit_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """ "Does it implement …?" — asked of who submits; an answer of no is an answer."""
    page, on = _drafted(request, pk), timezone.localdate()
    person = signed_in_person(request)
    if request.method == "POST":
        keys = keys_in(request.POST, NAMED)
        name_events(page, keys, by=person, on=on)
        submit(_document(pk), by=person)
        message = _("“%(page)s” is submitted.") % {"page": page.get_admin_display_title()}
        messages.success(request, message)
        return redirect("judging:screen", page.pk)
    if page.workflow_in_progress:
        raise BeingJudged
    draft = page.get_latest_revision_as_object()
    events = unnamed_events(draft, draft.implements.all(), on)
    return _ask(request, page, "submit_draft", {"events": events, "field": NAMED})


@permitted(ENTERS)
@ask_or_act
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    page, person = _document(pk), signed_in_person(request)
    state = page.current_workflow_state
    if state is None:
        return redirect("wagtailadmin_pages:edit", pk)
    if not state.user_can_cancel(person):
        raise NotYoursToTakeBack
    if request.method == "POST":
        state.cancel(user=person)
        title = page.get_admin_display_title()
        messages.success(request, _("“%(page)s” is taken back.") % {"page": title})
        return redirect("wagtailadmin_pages:edit", pk)
    return _ask(request, page, "take_back", {})


@authors
@ask_or_act
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    page, on = _drafted(request, pk), timezone.localdate()
    person = signed_in_person(request)
    try:
        if request.method != "POST":
            check_discarding(page, person, on)
            return _ask(request, page, "discard", {"revision": page.latest_revision_id})
        read = next(iter(keys_in(request.POST, "revision")), None)
        discard_draft(page, revision=read, by=person, on=on)
    except NothingToDiscard as nothing:
        messages.info(request, str(nothing))
        return redirect("wagtailadmin_pages:edit", pk)
    except WrittenMeanwhile as refusal:
        messages.error(request, str(refusal))
        return redirect("drafts:discard", pk)
    title = page.get_admin_display_title()
    message = _("The draft of “%(page)s” is discarded. Its versions stay in the history.")
    messages.success(request, message % {"page": title})
    return redirect("wagtailadmin_pages:edit", pk)


def _document(pk: int) -> ControlledDocument:
    document: ControlledDocument = get_object_or_404(ControlledDocument, pk=pk).specific
    return document


def _drafted(request: HttpRequest, pk: int) -> ControlledDocument:
    page = _document(pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def _ask(
    request: HttpRequest, page: ControlledDocument, question: str, context: dict[str, Any]
) -> HttpResponse:
    title = {
        "submit_draft": _("Before it is submitted"),
        "take_back": _("Take the draft back"),
        "discard": _("Discard the draft"),
    }[question]
    furniture = {
        "page": page,
        "back": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "header_title": title,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": title},
        ],
    }
    template = f"doccontrol/documents/admin/{question}.html"
    return render(request, template, furniture | context)


_urls = [
    path("<int:pk>/submit/", submit_draft, name="submit"),
    path("<int:pk>/take-back/", take_back, name="take_back"),
    path("<int:pk>/discard/", discard, name="discard"),
]


def admin_urls() -> list[URLPattern | URLResolver]:
    """Hook register_admin_urls."""
    return [path("writing/", include((_urls, "drafts")))]
