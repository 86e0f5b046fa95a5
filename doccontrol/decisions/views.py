"""One page for every proposal of two persons: what it says, and the step this person may take.

Plain forms: works without scripts. What the page offers is what the actions let through.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doccontrol.access import permitted, signed_in_person
from doccontrol.decisions import actions
from doccontrol.decisions.forms import RefusalForm, ReopeningForm, focused_on_error
from doccontrol.decisions.kinds import SEES, DecisionKind, kind_named, may_answer, rows_of, seen_by
from doccontrol.decisions.models import TwoPersonDecision
from doccontrol.decisions.reopening import may_reopen
from doccontrol.decisions.waiting import (
    answered_lately,
    page_of,
    page_of_all,
    proposed_by,
    waiting_for,
)
from doccontrol.errors import Refused
from doccontrol.next_work import next_work

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

Kind = DecisionKind[Any]


@permitted(SEES)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    person, on = signed_in_person(request), timezone.localdate()
    context = {
        "waiting": waiting_for(person, on),
        "proposed": proposed_by(person, on),
        "answered": answered_lately(person, on),
    }
    return render(request, "doccontrol/decisions/index.html", context | furniture(_("Decisions")))


@permitted(SEES)
@require_safe
def decision_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    return _page(request, *_kind_and_decision(request, kind, pk))


@permitted(SEES)
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Asks once, saying what the approval brings about; then lets it take effect."""
    decision_kind, decision = _kind_and_decision(request, kind, pk)
    if request.method != "POST":
        return _question(request, decision_kind, decision)

    def step(person: Person, on: date, typed: dict[str, Any]) -> object:
        return actions.approve(decision, by=person, on=on)

    return _take(request, decision_kind, decision, step, _("Approved: %(what)s."))


@permitted(SEES)
@require_POST
def refuse(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    decision_kind, decision = _kind_and_decision(request, kind, pk)

    def step(person: Person, on: date, typed: dict[str, Any]) -> object:
        return actions.refuse(decision, by=person, on=on, reason=typed["refusal_reason"])

    form = RefusalForm(request.POST)
    return _take(request, decision_kind, decision, step, _("Refused: %(what)s."), refusal_form=form)


@permitted(SEES)
@require_POST
def take_back(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    decision_kind, decision = _kind_and_decision(request, kind, pk)

    def step(person: Person, on: date, typed: dict[str, Any]) -> object:
        return actions.take_back(decision, by=person, on=on)

    return _take(request, decision_kind, decision, step, _("Taken back: %(what)s."))


@permitted(SEES)
@require_POST
def reopen(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    decision_kind, decision = _kind_and_decision(request, kind, pk)

    def step(person: Person, on: date, typed: dict[str, Any]) -> object:
        reason = typed["reopening_reason"]
        return actions.propose_reopening(decision, reason=reason, by=person, on=on)

    form = ReopeningForm(request.POST)
    done = _("Re-opening waits for a second person's approval: %(what)s.")
    return _take(request, decision_kind, decision, step, done, reopening_form=form)


def _question(request: HttpRequest, kind: Kind, decision: TwoPersonDecision) -> HttpResponse:
    """Only to whom it can be put: anybody else is led to the page, which says why."""
    person, on = signed_in_person(request), timezone.localdate()
    is_answerable = decision.is_waiting and may_answer(person, decision)
    if not is_answerable or _obstacle(kind, decision, on):
        return redirect(page_of(decision))
    context = {
        "kind": kind,
        "decision": decision,
        "page_url": page_of(decision),
        "consequence": _consequence(kind, decision, on),
        "person": person,
    }
    names = furniture(_("Approve: %(what)s?") % {"what": decision}, str(kind.label))
    return render(request, "doccontrol/decisions/confirm.html", context | names)


def _consequence(kind: Kind, decision: TwoPersonDecision, on: date) -> str:
    if decision.reopens is not None:
        return _("What was approved before is undone: %(what)s.") % {"what": decision.reopens}
    return kind.consequence(decision, on)


Step = Callable[["Person", date, dict[str, Any]], object]


def _take(
    request: HttpRequest,
    kind: Kind,
    decision: TwoPersonDecision,
    step: Step,
    done: str,
    **bound: forms.Form,
) -> HttpResponse:
    """Take the step; show the page again, as typed, if something is missing or it is refused."""
    form = next(iter(bound.values()), None)
    if form is not None and not form.is_valid():
        focused_on_error(form)
        return _page(request, kind, decision, **bound)
    typed = form.cleaned_data if form is not None else {}
    try:
        step(signed_in_person(request), timezone.localdate(), typed)
    except Refused as refusal:
        messages.error(request, str(refusal))
        decision.refresh_from_db()
        return _page(request, kind, decision, **bound)
    messages.success(request, done % {"what": decision})
    return redirect(page_of(decision))


def _kind_and_decision(request: HttpRequest, name: str, pk: int) -> tuple[Kind, TwoPersonDecision]:
    kind = kind_named(name)
    if kind is None:
        raise Http404
    rows = rows_of(kind).filter(pk=pk)
    decision = get_object_or_404(rows)
    if not seen_by(signed_in_person(request), kind, rows, timezone.localdate()).exists():
        raise PermissionDenied
    return kind, decision


def _page(
    request: HttpRequest, kind: Kind, decision: TwoPersonDecision, **bound: forms.Form
) -> HttpResponse:
    person, on = signed_in_person(request), timezone.localdate()
    reopenings = list(decision.reopenings.with_people())  # type: ignore[attr-defined]
    context = {
        "kind": kind,
        "decision": decision,
        "subject_url": kind.url(decision),
        "batch_url": page_of_all(decision) if decision.batch else "",
        "about": kind.about(decision, on),
        "work": [] if decision.is_waiting else next_work(person, on),
        "obstacle": _obstacle(kind, decision, on) if decision.is_waiting else "",
        "may_answer": decision.is_waiting and may_answer(person, decision),
        "may_take_back": decision.is_waiting and decision.proposed_by_id == person.pk,
        "may_reopen": may_reopen(person, decision, on),
        "reopenings": [(row, page_of(row)) for row in reopenings],
        "reopened": page_of(decision.reopens) if decision.reopens else "",
        "refusal_form": RefusalForm(),
        "reopening_form": ReopeningForm(),
    }
    names = furniture(str(decision), str(kind.label))
    return render(request, "doccontrol/decisions/decision.html", context | names | bound)


def _obstacle(kind: Kind, decision: TwoPersonDecision, on: date) -> str:
    """Why it can no longer take effect; "" while it can."""
    try:
        if decision.reopens is None:
            kind.check(decision, on)
        else:
            kind.check_reopening(decision.reopens, on)
    except Refused as refusal:
        return str(refusal)
    return ""


def furniture(title: str, subtitle: str = "") -> dict[str, Any]:
    """Heading and way back; ``subtitle`` below the list of all decisions."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if subtitle:
        crumbs.append({"url": reverse("decisions:index"), "label": _("Decisions")})
    crumbs.append({"url": "", "label": title})
    return {
        "header_title": title,
        "header_icon": "check",
        "breadcrumbs_items": crumbs,
    }
