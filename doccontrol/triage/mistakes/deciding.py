"""A text was registered by mistake: proposed by one person with a reason, approved by another, and
re-opened the same way.

Approved, it leaves the register, its clocks close and its file waits to be looked at again; no row
of evidence goes. It is refused while a document in force, or a draft, states the text: a document
whose basis never was is to be put right by those who issue it, not by the register.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from doccontrol.clocks.models import Clock
from doccontrol.decisions import actions as decisions
from doccontrol.decisions.kinds import About, DecisionKind, declare
from doccontrol.documents.resting_on_texts import documents_naming
from doccontrol.errors import Refused
from doccontrol.register.actions import NotRegistered
from doccontrol.register.intake.models import IncomingFile
from doccontrol.register.models.texts import LegalText
from doccontrol.register.taking_out import bring_back, check_bringing_back, take_out
from doccontrol.triage.actions import mark_decided
from doccontrol.triage.mistakes.facts import mistake_facts
from doccontrol.triage.mistakes.models import RegisteredByMistake
from doccontrol.triage.mistakes.refusals import (
    NamedByDocuments,
    NotRelevantStands,
    NotYoursToTakeOut,
)
from doccontrol.triage.models import Triage
from doccontrol.triage.pages.waiting_files import DECIDE, VIEW

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from doccontrol.organisation.models.people import Person


def propose_mistake(text: LegalText, *, reason: str, by: Person, on: date) -> RegisteredByMistake:
    """A second person answers. Raises NotYoursToTakeOut, NotRegistered, NamedByDocuments,
    NotRelevantStands, and what ``decisions.propose`` raises."""
    return decisions.propose(RegisteredByMistake(text=text, reason=reason), by=by, on=on)


def _hold(mistake: RegisteredByMistake) -> None:
    """The text, and then its files: in this order whoever decides about one of them waits."""
    LegalText.every.select_for_update().get(pk=mistake.text_id)
    files = IncomingFile.objects.filter(text=mistake.text_id).order_by("pk")
    list(files.select_for_update().values_list("pk", flat=True))


def _triages(mistake: RegisteredByMistake) -> QuerySet[Triage]:
    """What is said now of the files from which it was registered."""
    current = Triage.objects.current().filter(text=mistake.text_id)
    return current.with_people().order_by("pk")


def _check(mistake: RegisteredByMistake, on: date) -> None:
    if not LegalText.objects.filter(pk=mistake.text_id).exists():
        raise NotRegistered(mistake.text)
    if codes := documents_naming(mistake.text, on):
        raise NamedByDocuments(codes)
    of_two_persons = _triages(mistake).filter(is_one_persons=False).first()
    if of_two_persons is not None:
        raise NotRelevantStands(of_two_persons)


def obstacle_to(text: LegalText, on: date) -> str:
    """Why it cannot be said of the text; "" where it can."""
    try:
        _check(RegisteredByMistake(text=text), on)
    except Refused as refusal:
        return str(refusal)
    return ""


def _take_effect(mistake: RegisteredByMistake, on: date) -> None:
    by, reason = mistake.approved_by, f"{mistake}: {mistake.reason}"
    aside = take_out(mistake.text, by=by, reason=reason, on=on)
    triages = list(_triages(mistake))
    for triage in triages:
        triage.reopened_on = on
        triage.save(update_fields=["reopened_on"])
        mark_decided(triage, None)
    mistake.set_aside = aside | {"triages": [triage.pk for triage in triages]}
    mistake.save(update_fields=["set_aside"])


def _check_reopening(mistake: RegisteredByMistake, on: date) -> None:
    check_bringing_back(mistake.text)


def _undo(mistake: RegisteredByMistake, reopening: RegisteredByMistake, on: date) -> None:
    aside = mistake.set_aside or {}
    reason = f"{reopening}: {reopening.reason}"
    bring_back(mistake.text, aside, by=reopening.approved_by, reason=reason)
    Clock.objects.filter(event__acting=mistake.text_id).unsettle()
    for triage in Triage.objects.filter(pk__in=aside["triages"]).order_by("pk"):
        _say_again(triage, reopening, on)


def _say_again(before: Triage, reopening: RegisteredByMistake, on: date) -> None:
    """What was said of the file holds again; where somebody has decided otherwise since, that
    stands."""
    if Triage.objects.current().filter(file=before.file_id).exists():
        return
    again = Triage(
        file_id=before.file_id,
        text_id=before.text_id,
        outcome=before.outcome,
        reason=f"{before.reason}\n{reopening}: {reopening.reason}",
        is_one_persons=True,
    )
    decisions.propose(again, by=reopening.proposed_by, on=on)
    again.units.set(before.units.all())
    mark_decided(again, on)


def _may_propose(person: Person, mistake: RegisteredByMistake, on: date) -> bool:
    return person.has_perm(DECIDE)


def _visible(
    rows: QuerySet[RegisteredByMistake], person: Person, on: date
) -> QuerySet[RegisteredByMistake]:
    return rows if person.has_perm(VIEW) else rows.none()


def _page(mistake: RegisteredByMistake) -> str:
    return reverse("legal_texts:inspect", args=[mistake.text_id])


def _about(mistake: RegisteredByMistake, on: date) -> About | None:
    """What follows, while that can be told: afterwards it has happened."""
    if not mistake.is_waiting or mistake.reopens_id is not None:
        return None
    return About("doccontrol/triage/mistake_about.html", mistake_facts(mistake.text, on))


def _consequence(mistake: RegisteredByMistake, on: date) -> str:
    clocks = Clock.objects.filter(event__acting=mistake.text_id).open(on).count()
    words = ngettext(
        "%(text)s leaves the register on %(day)s; %(count)d duty to update ends by it. What it "
        "does to other texts counts no more, and its number is free.",
        "%(text)s leaves the register on %(day)s; %(count)d duties to update end by it. What it "
        "does to other texts counts no more, and its number is free.",
        clocks,
    )
    return words % {"text": mistake.text, "day": f"{on:%d/%m/%Y}", "count": clocks}


def _detail(mistake: RegisteredByMistake) -> str:
    return str(mistake.text.subject)


declare(
    DecisionKind(
        model=RegisteredByMistake,
        label=gettext_lazy("A text registered by mistake"),
        not_yours=NotYoursToTakeOut,
        lock=_hold,
        url=_page,
        may_propose=_may_propose,
        visible=_visible,
        check=_check,
        take_effect=_take_effect,
        check_reopening=_check_reopening,
        undo=_undo,
        about=_about,
        consequence=_consequence,
        detail=_detail,
        with_subject=("text__type",),
    )
)
