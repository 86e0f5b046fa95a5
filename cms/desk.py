"""The staff desk: what a person must read, decide, revise. Nothing here is for the public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doccontrol.access import signed_in, signed_in_person
from doccontrol.acknowledgements.actions import acknowledge
from doccontrol.acknowledgements.reading import confirmed_by, must_read
from doccontrol.clocks.models import Clock
from doccontrol.clocks.pages.badges import days_in_words
from doccontrol.clocks.rights import visible_clocks
from doccontrol.clocks.rules import ClockState
from doccontrol.decisions.views import SEES as DECISIONS
from doccontrol.decisions.waiting import waiting_for
from doccontrol.documents.judging.waiting import drafts_of, waiting_for_me
from doccontrol.documents.models.editions import Edition
from doccontrol.evidence.results import standing_differences
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.people import name_on, units_of
from doccontrol.triage.asked_units import texts_asked_of

MOST_CLOCKS = 20


@signed_in
def desk(request: HttpRequest) -> HttpResponse:
    person, on = signed_in_person(request), timezone.localdate()
    context = {
        "named": name_on(person, on),
        "on": on,
        "evidence": standing_differences(person),
        "may_administer": person.has_perm("wagtailadmin.access_admin"),
        **reading_context(person, on, request),
        "waiting": waiting_for_me(person),
        "decisions": waiting_for(person, on),
        "may_see_decisions": person.has_perm(DECISIONS),
        "drafts": drafts_of(person, on),
        "new_texts": texts_asked_of(person, on),
        **clock_context(person, on, AgencySettings.for_request(request).warning_days),
    }
    return render(request, "cms/desk.html", context)


@signed_in
@require_POST
def confirm_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """The person says that the text with the posted hash was read; shown again where they were."""
    edition = get_object_or_404(Edition.objects.without_content(), pk=pk)
    acknowledge(
        edition,
        signed_in_person(request),
        on=timezone.localdate(),
        sha256=request.POST.get("sha256", ""),
    )
    messages.success(request, _("Confirmed: you have read %(edition)s.") % {"edition": edition})
    return HttpResponseRedirect(_next(request))


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        asked, {request.get_host()}, require_https=request.is_secure()
    )
    return asked if ours else reverse("desk")


@dataclass(frozen=True, slots=True)
class ToRead:
    edition: Edition
    url: str


def reading_context(person: Person, on: date, request: HttpRequest) -> dict[str, Any]:
    """What is still to be read, oldest first, and how many are done."""
    duties = must_read(person, on)
    unread = duties.exclude(confirmed_by(person)).without_content().with_document()
    editions = list(unread.order_by("in_force_from", "code"))
    return {
        "to_read": [ToRead(e, e.document.get_url(request) or "/") for e in editions],
        "read_count": duties.filter(confirmed_by(person)).count(),
    }


@dataclass(frozen=True, slots=True)
class ClockRow:
    clock: Clock
    state: str
    state_label: str
    days: str
    url: str


def clock_context(person: Person, on: date, warning_days: int) -> dict[str, Any]:
    """The open clocks of the person's units, the most urgent first; ``url`` only where the person
    may open the clock in the administration."""
    units = units_of(person, on)
    ranked = Clock.objects.standing_on(on).with_closing().with_rank(on, warning_days=warning_days)
    clocks = ranked.open(on).in_unit(units)
    shown = list(clocks.with_subject().most_urgent_first()[:MOST_CLOCKS])
    keys = [clock.pk for clock in shown]
    openable = set(visible_clocks(person, on).filter(pk__in=keys).values_list("pk", flat=True))
    return {
        "clocks": [_clock_row(clock, on, warning_days, clock.pk in openable) for clock in shown],
        "clock_count": clocks.count(),
        "overdue_count": clocks.filter(due__lt=on).count(),
        "has_unit": bool(units),
        "clocks_url": reverse("clocks:index") if openable else "",
    }


def _clock_row(clock: Clock, on: date, warning_days: int, may_open: bool) -> ClockRow:
    state = ClockState(clock.state(on, warning_days=warning_days))
    return ClockRow(
        clock=clock,
        state=state.value,
        state_label=str(state.label),
        days=days_in_words((clock.due - on).days if clock.due else None),
        url=reverse("clocks:clock", args=[clock.pk]) if may_open else "",
    )
