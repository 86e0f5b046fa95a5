"""One page on which the same is proposed for several clocks, with one reason: ticked on the desk or
on the board. A plain form: works without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from doccontrol.access import permitted, signed_in_person
from doccontrol.asked_once import answers_hold
from doccontrol.clocks import deciding
from doccontrol.clocks.models import Clock, Decision
from doccontrol.clocks.pages.badges import days_in_words
from doccontrol.clocks.pages.forms import ProposalForm
from doccontrol.clocks.refusals import NotYours
from doccontrol.clocks.rights import may_propose, visible_clocks
from doccontrol.decisions.batches.refusals import NothingChosen
from doccontrol.decisions.forms import focused_on_error
from doccontrol.decisions.refusals import AlreadyAnswered
from doccontrol.decisions.waiting import page_of_all
from doccontrol.errors import Refused
from doccontrol.organisation.models.people import Person
from doccontrol.typed.keys import keys_in

# The parameter that names the clocks ticked; and how many one page takes.
TICKED = "clock"
MOST = 200


@dataclass(frozen=True, slots=True)
class TickedClock:
    """``obstacle`` says why nothing can be proposed for it, "" where it can. ``is_chosen``: it was
    ticked, whatever has happened since; ``is_ticked``: its box is."""

    clock: Clock
    days: str
    obstacle: str
    is_chosen: bool

    @property
    def is_ticked(self) -> bool:
        return self.is_chosen and not self.obstacle


@permitted("doccontrol.propose_decision")
@require_http_methods(["GET", "HEAD", "POST"])
def propose_together_view(request: HttpRequest) -> HttpResponse:
    person, on = signed_in_person(request), timezone.localdate()
    if request.method != "POST":
        shown = _ticked(person, on, request.GET, TICKED)
        return _page(request, shown, ProposalForm(initial={"outcome": Decision.Outcome.NO_CHANGE}))
    shown = _ticked(person, on, request.POST, "listed")
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, focused_on_error(form))
    # The action says what became of those that somebody has proposed meanwhile.
    clocks = [row.clock for row in shown if row.is_chosen]
    try:
        proposals = deciding.propose_for_all(clocks, **form.cleaned_data, by=person, on=on)
    except NothingChosen:
        return _page(request, shown, form, nothing=True)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _page(request, _ticked(person, on, request.POST, "listed"), form)
    messages.success(request, _done(len(proposals)))
    return redirect(page_of_all(proposals[0]))


def _done(count: int) -> str:
    return ngettext(
        "Proposed for %(count)d clock: waits for a second person's approval.",
        "Proposed for %(count)d clocks: they wait together for a second person's approval.",
        count,
    ) % {"count": count}


def _ticked(person: Person, on: date, typed: QueryDict, listed: str) -> list[TickedClock]:
    """The clocks that ``listed`` names and that the person may see, MOST at the most. Constant
    queries."""
    keys, ticked = keys_in(typed, listed), keys_in(typed, TICKED)
    clocks = visible_clocks(person, on).filter(pk__in=keys[:MOST]).with_closing().with_subject()
    rows = list(clocks.order_by("due", "document__code", "pk"))
    standing = {
        decision.clock_id: decision
        for decision in Decision.objects.current().filter(clock__in=rows).with_people()
    }
    with answers_hold():
        return [
            _row(clock, person, on, standing.get(clock.pk), clock.pk in ticked) for clock in rows
        ]


def _row(
    clock: Clock, person: Person, on: date, standing: Decision | None, is_chosen: bool
) -> TickedClock:
    return TickedClock(
        clock=clock,
        days=days_in_words((clock.due - on).days if clock.due else None),
        obstacle=_obstacle(clock, person, on, standing),
        is_chosen=is_chosen,
    )


def _obstacle(clock: Clock, person: Person, on: date, standing: Decision | None) -> str:
    try:
        deciding.check_open(clock, on)
    except Refused as refusal:
        return str(refusal)
    if standing is not None:
        return str(AlreadyAnswered(standing))
    return "" if may_propose(person, clock, on) else str(NotYours())


def _page(
    request: HttpRequest,
    shown: Sequence[TickedClock],
    form: ProposalForm,
    *,
    nothing: bool = False,
) -> HttpResponse:
    title = _("Propose to close several clocks without a new edition")
    context: dict[str, Any] = {
        "rows": shown,
        "form": form,
        "nothing_ticked": nothing,
        "is_possible": any(not row.obstacle for row in shown),
        "header_title": title,
        "header_icon": "time",
        "breadcrumbs_items": [
            {"url": reverse("clocks:index"), "label": _("Clocks")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "doccontrol/clocks/together.html", context)
