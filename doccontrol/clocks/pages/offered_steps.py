"""What one person is offered to do about clocks: one step each, and where it is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from doccontrol.clocks.giving.rights import may_give
from doccontrol.clocks.models import Clock, Decision
from doccontrol.clocks.pages.in_hand import InHand
from doccontrol.clocks.progress import NextStep, Standing, next_step
from doccontrol.clocks.rights import may_propose
from doccontrol.decisions.kinds import may_answer
from doccontrol.decisions.waiting import page_of_all
from doccontrol.documents.drafting.drafters import drafted_by
from doccontrol.documents.judging.waiting import judging_url
from doccontrol.organisation.models.people import Person

FORMS = (NextStep.DRAFT, NextStep.REMIND)
PLACES = {NextStep.DRAFT: "draft", NextStep.REMIND: "remind", NextStep.GIVE: "give"}
IN_FULL = {
    NextStep.DRAFT: _("Open a draft for this change"),
    NextStep.ANSWER: _("Look at the proposal and answer"),
    NextStep.REVIEW: _("Look at the draft and review it"),
    NextStep.APPROVE: _("Look at the draft and approve it"),
    NextStep.GIVE: _("Give it to somebody"),
    NextStep.REMIND: _("Remind whoever has it"),
}
MAY_ENTER_DAYS = "doccontrol.change_legaltext"


@dataclass(frozen=True, slots=True)
class OfferedStep:
    """``url`` is where ``step`` is taken; ``is_form`` if by sending a form. ``may_propose``: to
    close the clock without a new edition, while nobody has. ``day_url`` leads to the day of the
    law that is not known, for those who may enter it."""

    step: NextStep
    url: str
    is_form: bool
    may_propose: bool
    day_url: str

    @property
    def label(self) -> str:
        return str(self.step.label)

    @property
    def step_in_full(self) -> str:
        """On a page of its own, where no column says what the word is about."""
        return str(IN_FULL.get(self.step, self.step.label))


def steps_of(
    clocks: Sequence[Clock], hands: Mapping[int, InHand], person: Person, on: date
) -> dict[int, OfferedStep]:
    """By primary key, of open clocks with what is under way for them. Constant queries."""
    writable = drafted_by(person, [clock.document for clock in clocks], on)
    return {
        clock.pk: _offered(
            clock, hands[clock.pk], person, on, may_draft=clock.document_id in writable
        )
        for clock in clocks
    }


def page_of_clock(clock: Clock) -> str:
    return reverse("clocks:clock", args=[clock.pk])


def _offered(
    clock: Clock, hand: InHand, person: Person, on: date, *, may_draft: bool
) -> OfferedStep:
    given = hand.assignment
    step = next_step(
        Standing(
            progress=hand.progress,
            may_answer=hand.decision is not None and may_answer(person, hand.decision),
            is_judge=hand.is_judged and person in hand.people,
            may_draft=may_draft and not hand.is_locked,
            may_give=may_give(person, clock, on),
            is_given=given is not None,
            is_given_to_me=given is not None and given.person_id == person.pk,
            was_reminded=given is not None and given.reminded_on == on,
        )
    )
    return OfferedStep(
        step=step,
        url=_place(step, clock, hand.decision),
        is_form=step in FORMS,
        may_propose=hand.decision is None and may_propose(person, clock, on),
        day_url=_day_form(clock, person),
    )


def _place(step: NextStep, clock: Clock, proposal: Decision | None) -> str:
    if step is NextStep.ANSWER and proposal is not None:
        return page_of_all(proposal)
    if step in (NextStep.REVIEW, NextStep.APPROVE):
        return judging_url(clock.document_id)
    return reverse(f"clocks:{PLACES.get(step, 'clock')}", args=[clock.pk])


def _day_form(clock: Clock, person: Person) -> str:
    if clock.effective is not None or not person.has_perm(MAY_ENTER_DAYS):
        return ""
    return reverse("legal_texts:edit", args=[clock.event.acting_id]) + "#id_effective"
