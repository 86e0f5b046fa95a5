"""What people do about a clock: decide that nothing must change, or begin the draft that will."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from doccontrol.clocks.handlers import JOB
from doccontrol.clocks.models import Clock, Decision
from doccontrol.clocks.pages.decision_facts import decision_facts
from doccontrol.clocks.refusals import ClockIsClosed, ClockIsGone, MayNotDraft, NotYours
from doccontrol.clocks.rights import may_propose, visible_clocks
from doccontrol.decisions import actions as decisions
from doccontrol.decisions.batches.actions import propose_together
from doccontrol.decisions.kinds import About, DecisionKind, declare
from doccontrol.documents.ending.succession import held
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.refusals import BeingJudged
from doccontrol.jobs.outbox import owe

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person


def propose(
    clock: Clock, *, outcome: Decision.Outcome, reason: str, by: Person, on: date
) -> Decision:
    """Propose to close the clock without a new edition; a second person answers.

    Raises NotYours, ClockIsClosed, ClockIsGone, and what ``decisions.propose`` raises.
    """
    decision = Decision(clock=clock, outcome=Decision.Outcome(outcome), reason=reason)
    return decisions.propose(decision, by=by, on=on)


def propose_for_all(
    clocks: Sequence[Clock], *, outcome: Decision.Outcome, reason: str, by: Person, on: date
) -> list[Decision]:
    """The same for several clocks, with one reason: they wait together for one answer. Raises what
    ``propose_together`` raises."""
    outcome = Decision.Outcome(outcome)
    proposals = [Decision(clock=clock, outcome=outcome) for clock in clocks]
    return propose_together(proposals, reason=reason, by=by, on=on)


def check_open(clock: Clock, on: date) -> None:
    """``clock`` from ``with_closing``."""
    closed_on = clock.closed_on  # type: ignore[attr-defined]
    if closed_on is not None and closed_on <= on:
        raise ClockIsClosed(closed_on)


def _hold(decision: Decision) -> None:
    if not Clock.objects.select_for_update().filter(pk=decision.clock_id).exists():
        raise ClockIsGone


def _check(decision: Decision, on: date) -> None:
    check_open(Clock.objects.with_closing().get(pk=decision.clock_id), on)


def _reopen(decision: Decision, reopening: Decision, on: date) -> None:
    """The clock runs again, by the dates that the register has now."""
    Clock.objects.filter(pk=decision.clock_id).unsettle()
    owe(JOB, "all")


def _may_propose(person: Person, decision: Decision, on: date) -> bool:
    return may_propose(person, decision.clock, on)


def _visible(rows: QuerySet[Decision], person: Person, on: date) -> QuerySet[Decision]:
    return rows.filter(clock__in=visible_clocks(person, on).values("pk"))


def _page(decision: Decision) -> str:
    return reverse("clocks:clock", args=[decision.clock_id])


def _about(decision: Decision, on: date) -> About:
    return About("doccontrol/clocks/decision_about.html", decision_facts(decision, on))


def _consequence(decision: Decision, on: date) -> str:
    clock = decision.clock
    return gettext(
        "The duty to update %(code)s after %(law)s ends on %(day)s without a new edition: "
        "%(outcome)s."
    ) % {
        "code": clock.document.code,
        "law": clock.event.acting.number_raw,
        "day": f"{on:%d/%m/%Y}",
        "outcome": decision.get_outcome_display(),
    }


def _together(proposals: Sequence[Decision]) -> str:
    laws = {proposal.clock.event.acting.number_raw for proposal in proposals}
    if len(laws) == 1:
        words = ngettext(
            "%(count)d duty of %(law)s: %(outcome)s",
            "%(count)d duties of %(law)s: %(outcome)s",
            len(proposals),
        )
    else:
        words = gettext("%(count)d duties of %(laws)d laws: %(outcome)s")
    return words % {
        "count": len(proposals),
        "law": next(iter(laws)),
        "laws": len(laws),
        "outcome": proposals[0].get_outcome_display(),
    }


def _detail(decision: Decision) -> str:
    """The document, and by what the law reaches it."""
    clock = decision.clock
    cited = ", ".join(part for part in (clock.via[-1] if clock.via else "", clock.clause) if part)
    return f"{clock.edition.title} · {cited}" if cited else clock.edition.title


def _of_open_clocks(rows: QuerySet[Decision], on: date) -> QuerySet[Decision]:
    """And those that would re-open a closed one."""
    still_open = Clock.objects.open(on)
    return rows.filter(reopens__isnull=False) | rows.filter(clock__in=still_open.values("pk"))


declare(
    DecisionKind(
        model=Decision,
        label=_("Closing a clock without a new edition"),
        may_propose=_may_propose,
        visible=_visible,
        not_yours=NotYours,
        lock=_hold,
        url=_page,
        check=_check,
        undo=_reopen,
        about=_about,
        consequence=_consequence,
        subjects=_of_open_clocks,
        due=lambda decision: decision.clock.due,
        is_tentative=lambda decision: decision.clock.is_tentative,
        together=_together,
        detail=_detail,
        with_subject=("clock__document", "clock__edition", "clock__event__acting__type"),
        deferred=("clock__edition__content",),
    )
)


@transaction.atomic
def open_draft(clock: Clock, *, by: Person, on: date) -> ControlledDocument:
    """A draft of the clock's document that already names the event; returns the page.

    A draft in progress is carried on: only the event is added, and asking twice adds nothing.
    Whoever opens the draft is one of its authors and so cannot judge it.
    Raises MayNotDraft, BeingJudged while the draft is in the workflow, ClockIsClosed.
    """
    current = Clock.objects.with_closing().filter(pk=clock.pk).first()
    if current is None:
        raise ClockIsGone
    page = held(current.document_id).specific
    if not page.permissions_for_user(by).can_edit():
        raise MayNotDraft
    check_open(current, on)
    if page.workflow_in_progress:
        raise BeingJudged
    draft = page.get_latest_revision_as_object()
    if current.event_id not in {event.pk for event in draft.implements.all()}:
        draft.implements.add(current.event)
        # Not validated: the author's own save in the editor is.
        draft.save_revision(user=by, log_action=True, clean=False)
    return draft
