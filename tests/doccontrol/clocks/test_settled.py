"""Which clocks are open is answered alike before and after closed ones are settled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import Q

from doccontrol.clocks.deciding import propose
from doccontrol.clocks.evaluating import evaluate
from doccontrol.decisions.actions import approve
from doccontrol.models import Clock, Decision
from doccontrol.organisation.accounts.roles import Role
from tests.courses import seeds
from tests.doccontrol.clocks.make import DUE, TODAY, make_clock
from tests.doccontrol.clocks.webs import write_web
from tests.make import make_edition, make_person
from tools.synthetic.documents import answer_clocks

pytestmark = pytest.mark.django_db


def open_by_their_days(on: date) -> set[int]:
    days = Clock.objects.with_closing()
    return set(
        days.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on)).values_list("pk", flat=True)
    )


def assert_open_is_what_the_days_say() -> None:
    for on in (TODAY - timedelta(days=days) for days in range(-200, 1_400, 100)):
        assert set(Clock.objects.open(on).values_list("pk", flat=True)) == open_by_their_days(on)


@pytest.mark.parametrize("seed", seeds(3))
def test_settling_changes_no_answer(seed):
    random = write_web(seed)
    evaluate(TODAY)
    answer_clocks(TODAY, random)
    assert_open_is_what_the_days_say()
    assert evaluate(TODAY).changes == 0
    assert Clock.objects.filter(settled_on__isnull=False).count() > 5
    assert_open_is_what_the_days_say()


def test_a_clock_settles_on_the_day_it_closed_whatever_closed_it():
    by_edition, by_decision, still_open = (make_clock() for _n in range(3))
    make_edition(by_edition.document.specific, on=date(2026, 9, 1), implements=[by_edition.event])
    secretary, other = make_person(Role.SECRETARY), make_person(Role.SECRETARY)
    proposed = propose(
        by_decision, outcome=Decision.Outcome.NO_CHANGE, reason="Đã đúng", by=secretary, on=DUE
    )
    approve(proposed, by=other, on=DUE)

    evaluate(TODAY)

    days = dict(Clock.objects.values_list("pk", "settled_on"))
    assert days == {by_edition.pk: date(2026, 9, 1), by_decision.pk: DUE, still_open.pk: None}


def test_an_edition_that_will_close_a_clock_settles_nothing_yet():
    clock = make_clock()
    make_edition(
        clock.document.specific, on=TODAY, in_force_from=date(2027, 1, 1), implements=[clock.event]
    )
    evaluate(TODAY)
    assert Clock.objects.get().settled_on is None
    assert Clock.objects.overdue(TODAY).get() == clock


def test_evaluating_one_text_settles_nothing_and_a_dry_run_neither():
    clock = make_clock()
    make_edition(clock.document.specific, on=date(2026, 9, 1), implements=[clock.event])
    evaluate(TODAY, texts=[clock.event.acting_id])
    evaluate(TODAY, dry_run=True)
    assert Clock.objects.get().settled_on is None
