"""The only code that gives clocks to people, takes them back and reminds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.clocks.deciding import check_open
from doccontrol.clocks.giving.models import Assignment
from doccontrol.clocks.giving.refusals import (
    DayIsPast,
    MayNotGive,
    MayNotReceive,
    NoAddress,
    NotGiven,
    RemindedToday,
)
from doccontrol.clocks.giving.rights import may_give, may_receive
from doccontrol.clocks.models import Clock
from doccontrol.clocks.refusals import ClockIsGone
from doccontrol.history import recorded
from doccontrol.jobs.outbox import Payload, handles, owe

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

REMIND = "remind_of_clock"


def give(
    clock: Clock, *, to: Person, finish_by: date, note: str, by: Person, on: date
) -> Assignment:
    """Given to another person, or until another day, the former assignment ends. Asked twice, the
    same changes nothing.

    Raises ClockIsGone, ClockIsClosed, MayNotGive, MayNotReceive, DayIsPast.
    """
    note = note.strip()
    what = _("Given to %(person)s, to be done by %(day)s")
    reason = what % {"person": to, "day": f"{finish_by:%d/%m/%Y}"}
    with recorded(by, f"{reason}: {note}" if note else reason):
        current = _held(clock, by, on)
        if not may_receive(to, current, on):
            raise MayNotReceive(to)
        if finish_by < on:
            raise DayIsPast(finish_by)
        standing = Assignment.objects.current().filter(clock=current).first()
        if standing is not None:
            if (standing.person_id, standing.finish_by, standing.note) == (to.pk, finish_by, note):
                return standing
            _end(standing, by, on)
        return Assignment.objects.create(
            clock=current, person=to, finish_by=finish_by, note=note, given_by=by, given_on=on
        )


def take_back(clock: Clock, *, by: Person, on: date) -> None:
    """Nobody has it any longer; asked twice, nothing changes. Raises what ``give`` raises."""
    with recorded(by, _("Taken back")):
        current = _held(clock, by, on)
        standing = Assignment.objects.current().filter(clock=current).first()
        if standing is not None:
            _end(standing, by, on)


def remind(clock: Clock, *, by: Person, on: date) -> Assignment:
    """A message to whoever has the clock, at most once a day.

    Raises NotGiven, MayNotReceive if the account is closed, RemindedToday, NoAddress, and what
    ``give`` raises.
    """
    with recorded(by, _("Reminded")):
        current = _held(clock, by, on)
        rows = Assignment.objects.current().filter(clock=current)
        standing = rows.select_related("person").first()
        if standing is None:
            raise NotGiven
        if not may_receive(standing.person, current, on):
            raise MayNotReceive(standing.person)
        if standing.reminded_on == on:
            raise RemindedToday(standing.person)
        if not standing.person.email:
            raise NoAddress(standing.person)
        standing.reminded_on = on
        standing.save(update_fields=["reminded_on"])
        owe(REMIND, f"{standing.pk}:{on.isoformat()}", assignment=standing.pk, by=by.pk)
    return standing


def _held(clock: Clock, by: Person, on: date) -> Clock:
    """The clock, held until the end of the transaction."""
    if not Clock.objects.select_for_update().filter(pk=clock.pk).exists():
        raise ClockIsGone
    current = Clock.objects.with_closing().select_related("document").get(pk=clock.pk)
    if not may_give(by, current, on):
        raise MayNotGive
    check_open(current, on)
    return current


def _end(standing: Assignment, by: Person, on: date) -> None:
    standing.ended_by, standing.ended_on = by, on
    standing.save(update_fields=["ended_by", "ended_on"])


@handles(REMIND, label=gettext_lazy("Message about a clock that was given"))
def send_reminder(payload: Payload) -> None:
    """Nothing where it was given to another or taken back meanwhile, or the clock is gone."""
    rows = Assignment.objects.current().filter(pk=payload["assignment"])
    assignment = rows.select_related(
        "person", "given_by", "clock__document", "clock__event__acting"
    ).first()
    if assignment is None or not assignment.person.is_active or not assignment.person.email:
        return
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse("clocks:clock", args=[assignment.clock_id])
        text = render_to_string(
            "doccontrol/clocks/mail/reminder.txt",
            {"assignment": assignment, "url": f"{settings.SITE_BASE_URL.rstrip('/')}{path}"},
        )
        subject = _("Hiệu Lực: %(code)s, %(law)s") % {
            "code": assignment.clock.document.code,
            "law": assignment.clock.event.acting.number_raw,
        }
    send_mail(subject, text.strip() + "\n", None, [assignment.person.email])
