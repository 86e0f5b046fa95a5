"""A page to give a clock, and the two other steps. Plain forms: works without scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doccontrol.access import permitted, signed_in_person
from doccontrol.clocks.giving.actions import give, remind, take_back
from doccontrol.clocks.giving.forms import GivingForm
from doccontrol.clocks.giving.models import Assignment
from doccontrol.clocks.giving.refusals import DayIsPast, MayNotReceive
from doccontrol.clocks.giving.rights import may_give, receivers
from doccontrol.clocks.models import Clock
from doccontrol.clocks.rights import SEES, visible_clocks
from doccontrol.errors import Refused

A_WEEK = timedelta(days=7)
# Beside which field a refusal is told; the others stand above the form.
BESIDE = {DayIsPast: "finish_by", MayNotReceive: "to"}


def _visible(request: HttpRequest, pk: int) -> Clock:
    clocks = visible_clocks(signed_in_person(request), timezone.localdate())
    return get_object_or_404(clocks.with_closing().with_subject(), pk=pk)


@permitted(SEES)
def give_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever may not give it reads who has it."""
    clock, person, on = _visible(request, pk), signed_in_person(request), timezone.localdate()
    current = Assignment.objects.current().filter(clock=clock).with_people().first()
    initial: dict[str, Any] = {"finish_by": max(clock.due or on, on + A_WEEK)}
    if current is not None:
        day = max(current.finish_by, on)
        initial = {"finish_by": day, "to": current.person_id, "note": current.note}
    form = GivingForm(receivers(clock, on), request.POST or None, initial=initial)
    if form.is_valid():
        try:
            assignment = give(clock, **form.cleaned_data, by=person, on=on)
        except Refused as refusal:
            form.add_error(BESIDE.get(type(refusal)), str(refusal))
        else:
            messages.success(request, _("Given: %(what)s.") % {"what": assignment})
            return redirect("clocks:clock", clock.pk)
    context = {
        "clock": clock,
        "current": current,
        "form": form,
        "may_give": may_give(person, clock, on),
    }
    return render(request, "doccontrol/clocks/give.html", context | _furniture(clock))


@permitted(SEES)
@require_POST
def take_back_view(request: HttpRequest, pk: int) -> HttpResponse:
    clock, on = _visible(request, pk), timezone.localdate()
    try:
        take_back(clock, by=signed_in_person(request), on=on)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back: nobody has this clock now."))
    return redirect("clocks:clock", clock.pk)


@permitted(SEES)
@require_POST
def remind_view(request: HttpRequest, pk: int) -> HttpResponse:
    clock, on = _visible(request, pk), timezone.localdate()
    try:
        assignment = remind(clock, by=signed_in_person(request), on=on)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("%(person)s is reminded by a message to %(address)s.")
        sent = {"person": assignment.person, "address": assignment.person.email}
        messages.success(request, text % sent)
    return redirect("clocks:clock", clock.pk)


def _furniture(clock: Clock) -> dict[str, Any]:
    name = f"{clock.document.code}: {clock.event.acting.number_raw}"
    title = _("Give: %(clock)s") % {"clock": name}
    return {
        "header_title": title,
        "header_icon": "user",
        "breadcrumbs_items": [
            {"url": reverse("clocks:index"), "label": _("Clocks")},
            {"url": reverse("clocks:clock", args=[clock.pk]), "label": name},
            {"url": "", "label": title},
        ],
    }
