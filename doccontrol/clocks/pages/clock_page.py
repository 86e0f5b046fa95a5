"""What one clock's page tells: the law, the chain, the due date, the editions, the decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doccontrol.calendar import SATURDAY, add_months
from doccontrol.clocks.announcing.administrative_procedures import (
    announcing_texts,
    second_clock_of,
)
from doccontrol.clocks.announcing.desk import answer_url
from doccontrol.clocks.giving.models import Assignment
from doccontrol.clocks.giving.rights import may_give
from doccontrol.clocks.models import Clock
from doccontrol.clocks.pages.board import board_rows
from doccontrol.clocks.progress import Progress
from doccontrol.clocks.rights import may_propose
from doccontrol.clocks.rules import TIME_LIMIT_ENDS
from doccontrol.decisions.kinds import SEES, may_answer
from doccontrol.decisions.models import DecisionState
from doccontrol.decisions.reopening import reopening_url
from doccontrol.decisions.waiting import page_of
from doccontrol.documents.ending.models import Withdrawal
from doccontrol.documents.last_editions import last_edition
from doccontrol.documents.models.editions import Edition
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.holidays import Holiday
from doccontrol.organisation.models.people import Person
from doccontrol.register.models.texts import LegalRelation, LegalText

# What of the decisions about a clock leaves no room for another.
NOT_LET_GO = (DecisionState.WAITING, DecisionState.STANDING)
# Behind these a draft is with others, or done.
BEING_WRITTEN = (Progress.NOT_GIVEN, Progress.DRAFTING)


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the chain, read from the acting text."""

    acting: str
    what: str
    target: str


def chain_in_words(clock: Clock) -> list[Link]:
    """The steps from the acting text to the cited one; [] when that is the same text."""
    keys = clock.via_texts or [""] * len(clock.via)
    rows = LegalRelation.objects.starting_clocks()
    rows = rows.filter(acting__in=clock.via_texts, target__in=clock.via_texts)
    kinds = {
        (acting, target): str(RelationKind(kind).label)
        for acting, target, kind in rows.values_list("acting", "target", "kind")
    }
    steps = list(zip(keys, clock.via, strict=True))
    words = [
        Link(acting, kinds.get((key, next_key), ""), to)
        for (key, acting), (next_key, to) in pairwise(steps)
    ]
    if words:
        what = str(clock.get_kind_display())
        if clock.kind == TIME_LIMIT_ENDS and words[0].what:  # what it did ends with it
            what = f"{what}; {words[0].what.lower()}"
        words[0] = Link(words[0].acting, what, words[0].target)
    return words


def day_with_weekday(day: date) -> str:
    """ "01/10/2026 (Thursday)"."""
    return f"{day:%d/%m/%Y} ({date_format(day, 'l')})"


def gone_in_words(clock: Clock) -> list[str]:
    """That the register was corrected, and a clock that was answered stands none the less: whoever
    judges it would look for the change in vain."""
    if clock.event.is_current:
        return []
    return [
        _("The register has this change of law no more: it was corrected. The days are as before.")
    ]


def due_in_words(clock: Clock, settings: AgencySettings) -> list[str]:
    """The due date with the rule it follows, and why it moved; one sentence each."""
    if clock.effective is None or clock.due is None or clock.due_raw is None:
        return [_("The day on which the law takes effect is not known, so no period can run.")]
    raw = day_with_weekday(clock.due_raw)
    months = settings.clock_months
    if add_months(clock.effective, months) == clock.due_raw:
        sentence = ngettext(
            "%(months)d month from %(start)s: %(end)s.",
            "%(months)d months from %(start)s: %(end)s.",
            months,
        ) % {"months": months, "start": f"{clock.effective:%d/%m/%Y}", "end": raw}
    else:  # closed under another setting
        sentence = _("Counted from %(start)s: %(end)s.") % {
            "start": f"{clock.effective:%d/%m/%Y}",
            "end": raw,
        }
    expected = _expected_days(clock)
    if clock.due == clock.due_raw:
        return [sentence, *expected]
    holiday = Holiday.objects.filter(day=clock.due_raw, is_day_off=True).first()
    if holiday is not None:
        why = holiday.name
    elif clock.due_raw.weekday() >= SATURDAY:
        why = _("a weekend")
    else:
        why = _("a day off")
    moved = _("That day is not worked (%(why)s), so the period ends on %(due)s.") % {
        "why": why,
        "due": day_with_weekday(clock.due),
    }
    return [sentence, moved, *expected]


def _expected_days(clock: Clock) -> list[str]:
    if not clock.is_tentative or clock.due is None:
        return []
    days = Holiday.objects.expected().filter(day__range=(clock.due_raw, clock.due)).days()
    return [
        _("Provisional: nobody has announced yet how these days are worked: %(days)s.")
        % {"days": ", ".join(f"{day:%d/%m/%Y}" for day in sorted(days))}
    ]


def editions_of(clock: Clock, on: date) -> list[dict[str, Any]]:
    """The document's editions, newest first, each with the changes of law it implements."""
    editions = (
        Edition.objects.filter(document=clock.document_id)
        .without_content()
        .newest_first()
        .prefetch_related("implements__acting")
    )
    return [
        {
            "edition": edition,
            "state": edition.state(on),
            "implements": list(edition.implements.all()),
            "is_judged": edition.pk == clock.edition_id,
            "url": reverse("documents:edition", args=[clock.document.slug, edition.number.slug]),
        }
        for edition in editions
    ]


def clock_context(clock: Clock, person: Person, on: date) -> dict[str, Any]:
    """Everything on the page but its forms; ``clock`` from ``with_closing().with_rank()``."""
    settings = AgencySettings.load_default()
    row = board_rows([clock], on, person=person)[0]
    text = LegalText.every.with_type().with_effects().get(pk=clock.event.acting_id)
    decisions = list(clock.decisions.with_people().select_related("reopens"))
    current = next((one for one in decisions if one.state in NOT_LET_GO), None)
    waiting = current if current is not None and current.is_waiting else None
    withdrawal = _withdrawal(last_edition(clock.document_id))
    sees_endings = person.has_perm("doccontrol.view_withdrawal")
    is_open = row.closing is None
    proposing = is_open and may_propose(person, clock, on)
    return {
        "clock": clock,
        "assignments": list(Assignment.objects.filter(clock=clock).with_people()),
        "may_give": may_give(person, clock, on),
        "row": row,
        "text": text,
        "text_status": text.status(on),
        "chain": chain_in_words(clock),
        "due_sentences": gone_in_words(clock) + due_in_words(clock, settings),
        "second": second_clock_of(clock, text),
        "answer_url": answer_url(text, person),
        "announced_by": announcing_texts(clock.event.acting),
        "text_url": reverse("legal_texts:inspect", args=[text.pk]),
        "files": list(text.files.defer("reading").newest_first())
        if person.has_perm("doccontrol.view_incomingfile")
        else [],
        "editions": editions_of(clock, on),
        "decisions": [
            (decision, page_of(decision) if person.has_perm(SEES) else "") for decision in decisions
        ],
        "waiting": waiting,
        "reopening_url": reopening_url(person, row.closing.decision, on)
        if row.closing is not None and row.closing.decision is not None
        else "",
        "withdrawal": withdrawal,
        "withdrawal_url": page_of(withdrawal) if withdrawal and sees_endings else "",
        "editions_url": reverse("document_editions:document", args=[clock.document_id])
        if sees_endings
        else "",
        "may_propose": proposing and current is None,
        "may_withdraw": proposing and withdrawal is None,
        "may_answer": is_open and waiting is not None and may_answer(person, waiting),
        "may_draft": is_open
        and waiting is None
        and row.in_hand.progress in BEING_WRITTEN
        and not row.in_hand.is_locked
        and clock.document.permissions_for_user(person).can_edit(),
    }


def _withdrawal(last: Edition | None) -> Withdrawal | None:
    """The one that waits for or ends the document's last edition."""
    rows = Withdrawal.objects.current().filter(edition=last).with_people()
    return rows.select_related("edition").defer("edition__content").first()
