"""One page per clock, and the steps that can be taken on it. Plain forms: works without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doccontrol.access import permitted, signed_in_person
from doccontrol.clocks import deciding
from doccontrol.clocks.models import Clock, Decision
from doccontrol.clocks.pages.clock_page import clock_context
from doccontrol.clocks.pages.forms import ProposalForm
from doccontrol.clocks.rights import visible_clocks
from doccontrol.decisions import actions as decisions
from doccontrol.decisions.forms import RefusalForm, focused_on_error
from doccontrol.errors import Refused
from doccontrol.organisation.models.agency import AgencySettings

Step = Callable[[dict[str, Any]], object]


def _visible(request: HttpRequest, pk: int) -> Clock:
    on = timezone.localdate()
    clocks = visible_clocks(signed_in_person(request), on).with_closing().with_subject()
    warning_days = AgencySettings.load_default().warning_days
    return get_object_or_404(clocks.with_rank(on, warning_days=warning_days), pk=pk)


def _page(request: HttpRequest, clock: Clock, **bound: forms.Form) -> HttpResponse:
    on = timezone.localdate()
    title = f"{clock.document.code}: {clock.event.acting.number_raw}"
    furniture = {
        "header_title": title,
        "header_icon": "time",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("clocks:index"), "label": _("Clocks")},
            {"url": "", "label": title},
        ],
    }
    blank = {
        "proposal_form": ProposalForm(),
        "refusal_form": RefusalForm(),
    }
    context = clock_context(clock, signed_in_person(request), on) | furniture | blank | bound
    return render(request, "doccontrol/clocks/clock.html", context)


def _take(
    request: HttpRequest, clock: Clock, step: Step, done: str, **bound: forms.Form
) -> HttpResponse:
    """Take the step with the form's values; show the page again, as typed, if it is refused: why,
    stands in the form."""
    form = next(iter(bound.values()), None)
    if form is not None and not form.is_valid():
        focused_on_error(form)
        return _page(request, clock, **bound)
    try:
        step(form.cleaned_data if form is not None else {})
    except Refused as refusal:
        seen = visible_clocks(signed_in_person(request), timezone.localdate())
        is_gone = not seen.filter(pk=clock.pk).exists()
        if form is None or is_gone:
            messages.error(request, str(refusal))
        else:
            form.add_error(None, str(refusal))
        if is_gone:
            return redirect("clocks:index")
        return _page(request, _visible(request, clock.pk), **bound)
    messages.success(request, done)
    return redirect("clocks:clock", clock.pk)


@permitted("doccontrol.view_clock")
def clock_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _visible(request, pk))


@permitted("doccontrol.propose_decision")
@require_POST
def propose_view(request: HttpRequest, pk: int) -> HttpResponse:
    clock, on = _visible(request, pk), timezone.localdate()

    def step(typed: dict[str, Any]) -> object:
        return deciding.propose(clock, **typed, by=signed_in_person(request), on=on)

    done = _("The proposal waits for a second person's approval.")
    return _take(request, clock, step, done, proposal_form=ProposalForm(request.POST))


@permitted("doccontrol.approve_decision")
@require_POST
def approve_view(request: HttpRequest, pk: int, decision_pk: int) -> HttpResponse:
    """To the question: what closes a duty is asked once more."""
    decision = get_object_or_404(
        Decision, pk=decision_pk, clock=_visible(request, pk), reopens=None
    )
    return redirect("decisions:approve", decision.kind_name, decision.pk)


@permitted("doccontrol.approve_decision")
@require_POST
def refuse_view(request: HttpRequest, pk: int, decision_pk: int) -> HttpResponse:
    clock, on = _visible(request, pk), timezone.localdate()
    decision = get_object_or_404(Decision, pk=decision_pk, clock=clock, reopens=None)

    def step(typed: dict[str, Any]) -> object:
        return decisions.refuse(
            decision, by=signed_in_person(request), on=on, reason=typed["refusal_reason"]
        )

    done = _("Refused: the clock stays open.")
    return _take(request, clock, step, done, refusal_form=RefusalForm(request.POST))


@permitted("doccontrol.view_clock")
@require_POST
def draft_view(request: HttpRequest, pk: int) -> HttpResponse:
    """To the editor, with the event already named in the draft."""
    clock = _visible(request, pk)
    try:
        page = deciding.open_draft(clock, by=signed_in_person(request), on=timezone.localdate())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _page(request, clock)
    return redirect("wagtailadmin_pages:edit", page.pk)
