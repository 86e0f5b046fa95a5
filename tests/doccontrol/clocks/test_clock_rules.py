from __future__ import annotations

from datetime import date, timedelta

import pytest

from doccontrol.clocks.models import RANKED_STATES, Clock
from doccontrol.clocks.rules import ClockState, clock_state
from doccontrol.organisation.accounts.roles import Role
from tests.doccontrol.clocks.make import EFFECT, make_clock
from tests.make import make_edition, make_person, make_withdrawal

S = ClockState
DUE = date(2026, 10, 1)
CASES = [
    # effective, due, closed on, on, state
    (EFFECT, DUE, None, date(2026, 6, 30), S.UPCOMING),
    (EFFECT, DUE, None, date(2026, 7, 1), S.RUNNING),
    (EFFECT, DUE, None, date(2026, 8, 31), S.RUNNING),
    (EFFECT, DUE, None, date(2026, 9, 1), S.DUE_SOON),
    (EFFECT, DUE, None, date(2026, 10, 1), S.DUE_SOON),
    (EFFECT, DUE, None, date(2026, 10, 2), S.OVERDUE),
    (EFFECT, DUE, date(2026, 10, 1), date(2026, 9, 30), S.DUE_SOON),
    (EFFECT, DUE, date(2026, 10, 1), date(2026, 10, 1), S.CLOSED_ON_TIME),
    (EFFECT, DUE, date(2026, 10, 2), date(2026, 10, 1), S.DUE_SOON),
    (EFFECT, DUE, date(2026, 10, 2), date(2026, 10, 2), S.CLOSED_LATE),
    (EFFECT, DUE, date(2026, 6, 1), date(2026, 6, 15), S.CLOSED_ON_TIME),
    (None, None, None, date(2026, 10, 2), S.UNKNOWN_DATE),
    (None, None, date(2026, 9, 1), date(2026, 10, 2), S.CLOSED_ON_TIME),
]


@pytest.mark.parametrize(("effective", "due", "closed_on", "on", "state"), CASES)
def test_a_clock_stands_as_its_dates_say(effective, due, closed_on, on, state):
    found = clock_state(effective=effective, due=due, closed_on=closed_on, on=on, warning_days=30)
    assert found is state


@pytest.mark.django_db
@pytest.mark.parametrize(("effective", "due", "closed_on", "on", "state"), CASES)
def test_the_database_ranks_a_clock_by_the_same_rule(effective, due, closed_on, on, state):
    clock = make_clock(effective=effective, on=EFFECT)
    if closed_on is not None:
        asked = date(2026, 5, 1)
        make_withdrawal(clock.edition, from_day=closed_on, on=asked)

    ranked = Clock.objects.with_closing().with_rank(on, warning_days=30).get()

    assert ranked.due == due
    assert ranked.closed_on == closed_on
    assert RANKED_STATES[ranked.state_rank] is state
    assert ranked.state(on, warning_days=30) is state
    assert Clock.objects.overdue(on).exists() is (state is S.OVERDUE)
    assert bool(Clock.objects.count_pressing(on, warning_days=30)["due_soon"]) is (
        state is S.DUE_SOON
    )


def test_on_the_last_days_of_the_calendar_what_is_due_later_is_due_soon():
    on = date.max - timedelta(days=1)
    found = clock_state(effective=EFFECT, due=date.max, closed_on=None, on=on, warning_days=30)
    assert found is S.DUE_SOON


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "late"), [(DUE, 0), (DUE + timedelta(days=1), 1)])
def test_a_clock_is_not_overdue_on_the_day_it_is_due(day, late):
    make_clock()
    assert Clock.objects.overdue(day).count() == late


@pytest.mark.django_db
def test_of_several_closings_the_first_counts():
    clock = make_clock()
    page = clock.document.specific
    approver = make_person(Role.APPROVER)
    second = make_edition(page, on=date(2026, 9, 1), implements=[clock.event], approver=approver)
    make_withdrawal(second, from_day=date(2026, 9, 20), on=date(2026, 9, 2))

    closed = Clock.objects.with_closing().get()

    assert (closed.closed_on, closed.closing_edition_id) == (date(2026, 9, 1), second.pk)
