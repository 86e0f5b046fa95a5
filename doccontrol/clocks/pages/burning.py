"""The open clocks that a person may see, grouped by law, each with the next step of this person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from doccontrol.clocks.models import RANKED_STATES, Clock, ClockQuerySet
from doccontrol.clocks.pages.badges import days_in_words
from doccontrol.clocks.pages.in_hand import InHand, in_hand
from doccontrol.clocks.pages.offered_steps import OfferedStep, page_of_clock, steps_of
from doccontrol.clocks.rights import visible_clocks
from doccontrol.clocks.rules import CLOSED, ClockState
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.people import Person

MOST_CLOCKS = 200
# What the desk draws: a screen or two. The others are counted, and stand on the board.
MOST_DRAWN, MOST_OF_LAW = 40, 8
OPEN = tuple(state for state in RANKED_STATES if state not in CLOSED)
# These stand open on the desk, the others folded below them.
PRESSING = (ClockState.OVERDUE, ClockState.DUE_SOON, ClockState.UNKNOWN_DATE)


@dataclass(frozen=True, slots=True)
class BurningClock:
    """One document under its law, with the step that one person is offered."""

    clock: Clock
    state: ClockState
    in_hand: InHand
    offered: OfferedStep
    days: str

    @property
    def page(self) -> str:
        return page_of_clock(self.clock)

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
    is_tentative: bool
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
        return any(row.offered.may_propose for row in self.clocks)


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
    steps = steps_of(clocks, hands, person, on)
    return [
        BurningClock(
            clock=clock,
            state=RANKED_STATES[clock.state_rank],  # type: ignore[attr-defined]
            in_hand=hands[clock.pk],
            offered=steps[clock.pk],
            days=days_in_words((clock.due - on).days if clock.due else None),
        )
        for clock in clocks
    ]


def _law(clocks: Sequence[BurningClock]) -> BurningLaw:
    first = clocks[0].clock
    return BurningLaw(
        number=first.event.acting.number_raw,
        title=first.event.acting.subject,
        due=first.due,
        is_tentative=first.is_tentative,
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
