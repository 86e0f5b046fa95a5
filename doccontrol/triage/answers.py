"""What follows from an answer to a proposal "not relevant", and where a decision about a file is
shown: declared to the rooms that ask, not called by this one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from doccontrol.clocks.models import Clock, Decision
from doccontrol.decisions import actions as decisions
from doccontrol.decisions.kinds import DecisionKind, declare
from doccontrol.extension_points import FileAct, file_acts
from doccontrol.register.intake.models import IncomingFile
from doccontrol.triage.actions import mark_decided
from doccontrol.triage.models import Triage
from doccontrol.triage.refusals import NotYoursToTriage

# Of the subject of a text, where it stands beside others.
MOST_WORDS = 40


def _of_its_clocks(triage: Triage, rows: QuerySet[Decision]) -> list[Decision]:
    """The decisions "not relevant" that were proposed with it, in the order in which a batch of
    them is answered: two people who answer both at once wait for each other."""
    found = rows.filter(
        clock__event__acting=triage.text_id,
        outcome=Decision.Outcome.NOT_RELEVANT,
        proposed_by=triage.proposed_by_id,
    )
    return list(found.select_related("clock").order_by("clock"))


def _approve_all(triage: Triage, on: date) -> None:
    """Those still open: a clock that an edition has closed meanwhile needs no decision."""
    person = triage.approved_by
    if triage.text_id is None or person is None:
        return
    open_clocks = Clock.objects.filter(event__acting=triage.text_id).with_closing().open(on)
    waiting = Decision.objects.waiting().filter(clock__in=open_clocks.values("pk"))
    for decision in _of_its_clocks(triage, waiting):
        decisions.approve(decision, by=person, on=on)


def _let_go(triage: Triage, on: date) -> None:
    """Refused or taken back: so are its proposals, and the file waits again."""
    if triage.reopens_id is not None:
        return
    for decision in _of_its_clocks(triage, Decision.objects.waiting()):
        if triage.refused_by is not None:
            decisions.refuse(decision, by=triage.refused_by, on=on, reason=triage.refusal_reason)
        else:
            decisions.take_back(decision, by=triage.proposed_by, on=on)
    mark_decided(triage, None)


def _reopen(triage: Triage, reopening: Triage, on: date) -> None:
    """The clocks that it closed run again, and the file waits to be looked at."""
    if reopening.approved_by is not None and triage.text_id is not None:
        for decision in _of_its_clocks(triage, Decision.objects.standing()):
            asked = decisions.propose_reopening(
                decision, reason=reopening.reason, by=reopening.proposed_by, on=on
            )
            decisions.approve(asked, by=reopening.approved_by, on=on)
    mark_decided(triage, None)


def _hold(triage: Triage) -> None:
    IncomingFile.objects.select_for_update().get(pk=triage.file_id)


def _page(triage: Triage) -> str:
    return reverse("triage:file", args=[triage.file_id])


def _together(proposals: Sequence[Triage]) -> str:
    words = ngettext(
        "%(count)d new text: not relevant", "%(count)d new texts: not relevant", len(proposals)
    )
    return words % {"count": len(proposals)}


def _detail(triage: Triage) -> str:
    """What the text is about."""
    return Truncator(triage.text.subject).words(MOST_WORDS) if triage.text else ""


def _address(file: IncomingFile, request: HttpRequest) -> str:
    may_see = request.user.has_perm("doccontrol.view_triage")
    return reverse("triage:file", args=[file.pk]) if may_see else ""


def _what_waits(file: IncomingFile) -> str:
    return _("What was decided") if file.decided_on else _("Look at it and decide")


file_acts.register(FileAct("triage", 100, _what_waits, _address))
declare(
    DecisionKind(
        model=Triage,
        label=gettext_lazy("Whether a new text concerns the agency"),
        not_yours=NotYoursToTriage,
        lock=_hold,
        url=_page,
        take_effect=_approve_all,
        on_refusal=_let_go,
        undo=_reopen,
        together=_together,
        detail=_detail,
        with_subject=("file", "text__type"),
        deferred=("file__reading",),
    )
)
