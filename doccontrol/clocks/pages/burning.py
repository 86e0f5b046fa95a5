"""The open clocks that a person may see, grouped by law, each with the next step of this person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from doccontrol.clocks.giving.rights import may_give
from doccontrol.clocks.models import RANKED_STATES, Clock
from doccontrol.clocks.pages.badges import days_in_words
from doccontrol.clocks.pages.in_hand import InHand, in_hand
from doccontrol.clocks.progress import NextStep, Standing, next_step
from doccontrol.clocks.rights import visible_clocks
from doccontrol.clocks.rules import CLOSED, ClockState
from doccontrol.decisions.kinds import may_answer
from doccontrol.decisions.waiting import page_of
from doccontrol.documents.drafting.drafters import drafted_by
from doccontrol.documents.judging.waiting import judging_url
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.people import Person

MOST_CLOCKS = 200
FORMS = (NextStep.DRAFT, NextStep.REMIND)
PLACES = {NextStep.DRAFT: "draft", NextStep.REMIND: "remind", NextStep.GIVE: "give"}
OPEN = tuple(state for state in RANKED_STATES if state not in CLOSED)
# These stand open on the desk, the others folded below them.
PRESSING = (ClockState.OVERDUE, ClockState.DUE_SOON, ClockState.UNKNOWN_DATE)


@dataclass(frozen=True, slots=True)
class BurningClock:
    """One document under its law. ``url`` is where ``step`` is taken; ``is_form`` if by sending a
    form."""

    clock: Clock
    state: ClockState
    in_hand: InHand
    step: NextStep
    url: str
    is_form: bool
    days: str

    @property
    def holder(self) -> str:
        return self.in_hand.names or self.in_hand.words


@dataclass(frozen=True, slots=True)
class BurningLaw:
    """The clocks of one law that are due on one day."""

    number: str
    title: str
    due: date | None
    days: str
    clocks: tuple[BurningClock, ...]

    @property
    def is_pressing(self) -> bool:
        return any(row.state in PRESSING for row in self.clocks)


@dataclass(frozen=True, slots=True)
class Burning:
    """``count`` of all clocks, of which no more than ``MOST_CLOCKS`` stand in ``laws``."""

    laws: tuple[BurningLaw, ...]
    count: int


def burning(person: Person, on: date, states: Sequence[ClockState] = OPEN) -> Burning:
    """The most urgent first; constant queries, however many clocks."""
    warning_days = AgencySettings.load_default().warning_days
    ranked = visible_clocks(person, on).standing_on(on).open(on).with_closing()
    ranked = ranked.with_rank(on, warning_days=warning_days).in_states(states)
    shown = list(ranked.with_subject().most_urgent_first()[:MOST_CLOCKS])
    count = len(shown) if len(shown) < MOST_CLOCKS else ranked.count()
    return Burning(tuple(_by_law(_rows(shown, person, on), on)), count)


def _rows(clocks: Sequence[Clock], person: Person, on: date) -> list[BurningClock]:
    hands = in_hand(clocks, on)
    writable = drafted_by(person, [clock.document for clock in clocks], on)
    return [
        _row(clock, hands[clock.pk], person, on, may_draft=clock.document_id in writable)
        for clock in clocks
    ]


def _row(clock: Clock, hand: InHand, person: Person, on: date, *, may_draft: bool) -> BurningClock:
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
    return BurningClock(
        clock=clock,
        state=RANKED_STATES[clock.state_rank],  # type: ignore[attr-defined]
        in_hand=hand,
        step=step,
        url=_place(step, clock, hand),
        is_form=step in FORMS,
        days=days_in_words((clock.due - on).days if clock.due else None),
    )


def _place(step: NextStep, clock: Clock, hand: InHand) -> str:
    if step is NextStep.ANSWER and hand.decision is not None:
        return page_of(hand.decision)
    if step in (NextStep.REVIEW, NextStep.APPROVE):
        return judging_url(clock.document_id)
    return reverse(f"clocks:{PLACES.get(step, 'clock')}", args=[clock.pk])


def _by_law(rows: Sequence[BurningClock], on: date) -> list[BurningLaw]:
    """In the order of the most urgent clock of each."""
    groups: dict[tuple[int, date | None], list[BurningClock]] = {}
    for row in rows:
        groups.setdefault((row.clock.event.acting_id, row.clock.due), []).append(row)
    return [
        BurningLaw(
            number=clocks[0].clock.event.acting.number_raw,
            title=clocks[0].clock.event.acting.subject,
            due=due,
            days=clocks[0].days,
            clocks=tuple(clocks),
        )
        for (_law, due), clocks in groups.items()
    ]
