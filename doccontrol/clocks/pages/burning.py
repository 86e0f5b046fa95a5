"""The open clocks that a person may see, grouped by law, each with the next step of this person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from doccontrol.clocks.giving.rights import may_give
from doccontrol.clocks.models import RANKED_STATES, Clock, ClockQuerySet, Decision
from doccontrol.clocks.pages.badges import days_in_words
from doccontrol.clocks.pages.in_hand import InHand, in_hand
from doccontrol.clocks.progress import NextStep, Standing, next_step
from doccontrol.clocks.rights import may_propose, visible_clocks
from doccontrol.clocks.rules import CLOSED, ClockState
from doccontrol.decisions.kinds import may_answer
from doccontrol.decisions.waiting import batch_page_of, page_of
from doccontrol.documents.drafting.drafters import drafted_by
from doccontrol.documents.judging.waiting import judging_url
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.people import Person

MOST_CLOCKS = 200
# What the desk draws: a screen or two. The others are counted, and stand on the board.
MOST_DRAWN, MOST_OF_LAW = 40, 8
FORMS = (NextStep.DRAFT, NextStep.REMIND)
PLACES = {NextStep.DRAFT: "draft", NextStep.REMIND: "remind", NextStep.GIVE: "give"}
OPEN = tuple(state for state in RANKED_STATES if state not in CLOSED)
# These stand open on the desk, the others folded below them.
PRESSING = (ClockState.OVERDUE, ClockState.DUE_SOON, ClockState.UNKNOWN_DATE)


@dataclass(frozen=True, slots=True)
class BurningClock:
    """One document under its law. ``url`` is where ``step`` is taken; ``is_form`` if by sending a
    form. ``may_propose``: to close it without a new edition, while nobody has."""

    clock: Clock
    state: ClockState
    in_hand: InHand
    step: NextStep
    url: str
    is_form: bool
    days: str
    may_propose: bool

    @property
    def page(self) -> str:
        return self.url if self.step is NextStep.LOOK else _place(NextStep.LOOK, self.clock)

    @property
    def holder(self) -> str:
        return self.in_hand.names or self.in_hand.words


@dataclass(frozen=True, slots=True)
class BurningLaw:
    """The clocks of one law that are due on one day: ``clocks`` are those drawn, ``count`` how many
    there are, ``board`` the board with all of them."""

    number: str
    title: str
    due: date | None
    days: str
    clocks: tuple[BurningClock, ...]
    count: int
    board: str

    @property
    def is_pressing(self) -> bool:
        return any(row.state in PRESSING for row in self.clocks)

    @property
    def hidden(self) -> int:
        return self.count - len(self.clocks)

    @property
    def may_propose(self) -> bool:
        return any(row.may_propose for row in self.clocks)


@dataclass(frozen=True, slots=True)
class Burning:
    """``count`` of all clocks, of which some stand in ``laws``, and ``hidden`` under none of
    them."""

    laws: tuple[BurningLaw, ...]
    count: int

    @property
    def hidden(self) -> int:
        return self.count - sum(law.count for law in self.laws)


def burning(
    person: Person,
    on: date,
    states: Sequence[ClockState] = OPEN,
    *,
    drawn: int = MOST_CLOCKS,
    of_law: int = MOST_CLOCKS,
) -> Burning:
    """The most urgent first; constant queries, however many clocks. No more than ``drawn`` of them,
    and no more than ``of_law`` of one law and day, are looked at closely."""
    warning_days = AgencySettings.load_default().warning_days
    ranked = visible_clocks(person, on).standing_on(on).open(on)
    ranked = ranked.with_open_rank(on, warning_days=warning_days).in_states(states)
    clocks = list(_first_of_each_law(ranked, of_law)[:drawn])
    laws = [_law(rows) for rows in _by_law(_rows(clocks, person, on))]
    return Burning(tuple(laws), clocks[0].in_all if clocks else 0)  # type: ignore[attr-defined]


def _first_of_each_law(ranked: ClockQuerySet, of_law: int) -> ClockQuerySet:
    """The first clocks of each law and day; each says how many there are "in_law" and "in_all"."""
    same = [F("event__acting"), F("due")]
    order = ["state_rank", "document__code", "pk"]
    return (
        ranked.annotate(
            place=Window(RowNumber(), partition_by=same, order_by=order),
            in_law=Window(Count("pk"), partition_by=same),
            in_all=Window(Count("pk")),
        )
        .filter(place__lte=of_law)
        .select_related("event__acting", "document__owner_unit", "edition")
        .defer("edition__content")
        .most_urgent_first()
    )


def _by_law(rows: Sequence[BurningClock]) -> list[list[BurningClock]]:
    """Those of one law and day, in the order of the most urgent clock of each."""
    groups: dict[tuple[int, date | None], list[BurningClock]] = {}
    for row in rows:
        groups.setdefault((row.clock.event.acting_id, row.clock.due), []).append(row)
    return list(groups.values())


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
        url=_place(step, clock, hand.decision),
        is_form=step in FORMS,
        days=days_in_words((clock.due - on).days if clock.due else None),
        may_propose=hand.decision is None and may_propose(person, clock, on),
    )


def _place(step: NextStep, clock: Clock, proposal: Decision | None = None) -> str:
    if step is NextStep.ANSWER and proposal is not None:
        return batch_page_of(proposal) if proposal.batch else page_of(proposal)
    if step in (NextStep.REVIEW, NextStep.APPROVE):
        return judging_url(clock.document_id)
    return reverse(f"clocks:{PLACES.get(step, 'clock')}", args=[clock.pk])


def _law(clocks: Sequence[BurningClock]) -> BurningLaw:
    first = clocks[0].clock
    return BurningLaw(
        number=first.event.acting.number_raw,
        title=first.event.acting.subject,
        due=first.due,
        days=clocks[0].days,
        clocks=tuple(clocks),
        count=first.in_law,  # type: ignore[attr-defined]
        board=board_of_law(first),
    )


def board_of_law(clock: Clock) -> str:
    """The board with the open clocks of the same law that are due on the same day."""
    query = {"law": clock.event.acting.number_raw}
    if clock.due is None:
        query["state"] = ClockState.UNKNOWN_DATE.value
    else:
        query |= {"due_from": clock.due.isoformat(), "due_to": clock.due.isoformat()}
    return f"{reverse('clocks:index')}?{urlencode(query)}"
