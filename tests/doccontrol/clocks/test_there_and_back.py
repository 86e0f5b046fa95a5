"""What was changed and changed back leaves no trace but its history: the register, its events and
the clocks stand as if nothing had ever been changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from doccontrol.clocks import handlers
from doccontrol.clocks.evaluating import evaluate
from doccontrol.decisions.actions import approve
from doccontrol.jobs.outbox import Job
from doccontrol.models import Clock, Decision, LawEvent, LegalRelation, LegalText, LegalType
from doccontrol.organisation.accounts.roles import Role
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.holidays import Holiday
from doccontrol.register.actions import (
    Applied,
    add_relation,
    correct_relation,
    correct_text,
    remove_relation,
)
from doccontrol.register.deriving.acted_days import derive_acted_days
from doccontrol.register.rules import STARTS_A_CLOCK, Resolver
from doccontrol.register.taking_out import bring_back, take_out
from tests.courses import seeds
from tests.doccontrol.clocks.make import BEFORE, TODAY, make_clock, make_law
from tests.doccontrol.clocks.webs import any_day, any_text, write_web
from tests.make import make_edition, make_person, make_settings

pytestmark = pytest.mark.django_db
HOW: dict[str, Any] = {"by": None, "reason": "nhầm"}
# A day far from any month's end and the ends of months and years, where months are counted back.
DAYS = [date(2026, 5, 14), date(2026, 8, 31), date(2026, 11, 30), date(2027, 1, 31), None]

Undo = Callable[[], object]


def count_months(random: Random) -> Undo:
    return set_settings(clock_months=random.choice([1, 2, 4, 6]))


def roll_over(random: Random) -> Undo:
    return set_settings(roll_over=not AgencySettings.load_default().roll_over)


def set_settings(**values: Any) -> Undo:
    settings = AgencySettings.load_default()
    before = {name: getattr(settings, name) for name in values}
    for name, value in values.items():
        setattr(settings, name, value)
    settings.save()
    return lambda: set_settings(**before)


def take_a_day_off(random: Random) -> Undo:
    """Where clocks fall due, or the weekend day worked instead."""
    days = Clock.objects.exclude(due=None).order_by("due", "pk").values_list("due", flat=True)
    day = random.choice([*days, TODAY])
    is_day_off = day.weekday() < 5
    holiday, is_new = Holiday.objects.get_or_create(
        day=day, defaults={"name": "Nghỉ bù", "is_day_off": is_day_off}
    )
    return holiday.delete if is_new else lambda: None


def let_a_type_bind(random: Random) -> Undo:
    kind = random.choice(list(LegalType.objects.order_by("pk")))
    return set_binding(kind.pk, not kind.is_normative)


def set_binding(pk: int, is_normative: bool) -> Undo:
    kind = LegalType.objects.get(pk=pk)
    kind.is_normative = is_normative
    kind.save()
    return lambda: set_binding(pk, not is_normative)


def correct(text: LegalText, **changes: Any) -> Undo:
    text.refresh_from_db()
    before = {name: getattr(text, name) for name in changes if name != "applied_from"}
    if "number" in changes:
        before["number"] = text.number_raw
    if "applied_from" in changes:
        days = text.applied_from.values_list("applies_on", "provisions")
        before["applied_from"] = [Applied(*row) for row in days]
    correct_text(text, changes=changes, **HOW)
    return lambda: correct(text, **before)


def correct_the_day(random: Random) -> Undo:
    return correct(any_text(random), effective=random.choice([any_day(random), *DAYS]))


def correct_the_end(random: Random) -> Undo:
    return correct(any_text(random), expires=random.choice(DAYS))


def apply_later(random: Random) -> Undo:
    return correct(any_text(random), applied_from=[Applied(random.choice(DAYS[:-1]), "Chương II")])


def mistype_the_number(random: Random) -> Undo:
    """Of a text whose number no other text has: of twins, which one is meant is for a person."""
    return correct(any_text(random), number=f"{random.randrange(10_000, 90_000)}/2020/NĐ-CP")


def add_what_it_does(random: Random) -> Undo:
    acting, target = random.sample(list(LegalText.objects.order_by("pk")), 2)
    relation = add_relation(
        acting,
        kind=random.choice(sorted(STARTS_A_CLOCK)),
        target=target,
        on=random.choice(DAYS),
        scope=f"Điều {random.random()}",
        **HOW,
    )
    return lambda: remove_relation(relation, **HOW)


def point_elsewhere(random: Random) -> Undo:
    relation = random.choice(list(LegalRelation.objects.order_by("pk")))
    others = LegalText.objects.exclude(pk__in=[relation.acting_id, relation.target_id])
    before = {name: getattr(relation, name) for name in ("target", "target_number", "resolved_by")}
    other = random.choice(list(others.order_by("pk")))
    changes = {"target": other, "target_number": other.number}
    correct_relation(relation, changes=changes, **HOW)
    return lambda: correct_relation(relation, changes=before, **HOW)


def register_by_mistake(random: Random) -> Undo:
    text = any_text(random)
    aside = take_out(text, on=TODAY, **HOW)

    def undo() -> None:
        bring_back(text, aside, **HOW)
        Clock.objects.filter(event__acting=text).unsettle()

    return undo


CHANGES = [
    register_by_mistake,
    count_months,
    roll_over,
    take_a_day_off,
    let_a_type_bind,
    correct_the_day,
    correct_the_end,
    apply_later,
    mistype_the_number,
    add_what_it_does,
    point_elsewhere,
]


def work_owed() -> None:
    """What the clocks owe by now, as their worker does it, and nothing of what each day asks."""
    owed = Job.objects.filter(kind=handlers.JOB)
    payloads = list(owed.values_list("payload", flat=True))
    Job.objects.all().delete()
    if payloads:
        handlers.evaluate_clocks(payloads)


def standing() -> dict[str, list[tuple[Any, ...]]]:
    """All that is derived or said, by what it is about; keys of rows made anew say nothing."""
    clocks = Clock.objects.values_list(
        "event__acting", "event__on", "event__is_main", "document", "edition", "cited_text",
        "clause", "kind", "via", "via_texts", "effective", "due_raw", "due", "opened_on",
    )  # fmt: skip
    events = LawEvent.objects.filter(is_current=True)
    relations = LegalRelation.objects.values_list(
        "acting", "kind", "target", "target_number", "resolved_by", "on", "scope", "is_whole"
    )
    texts = LegalText.objects.values_list(
        "pk", "number", "effective", "expires", "ended_on", "suspended_on", "touched_on"
    )
    rows = {
        "clocks": clocks,
        "events": events.values_list("acting", "is_main", "on", "provisions"),
        "relations": relations,
        "texts": texts,
    }
    return {name: sorted(found.order_by(), key=repr) for name, found in rows.items()}


def answer_some_clocks(random: Random) -> None:
    secretary, director = make_person(Role.SECRETARY), make_person(Role.APPROVER)
    open_clocks = list(Clock.objects.with_closing().open(TODAY).order_by("pk"))
    for clock in random.sample(open_clocks, len(open_clocks) // 4):
        decision = Decision(clock=clock, outcome=Decision.Outcome.NOT_RELEVANT, reason="x")
        decision.proposed_by, decision.proposed_on = secretary, TODAY
        decision.save()
        approve(decision, by=director, on=TODAY)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)
    make_settings(clock_months=3, roll_over=False)


@pytest.mark.parametrize("seed", seeds(4))
def test_changed_and_changed_back_everything_stands_as_if_it_had_never_been_changed(seed):
    random = write_web(seed, texts=40, relations=80, documents=15)
    for relation in LegalRelation.objects.exclude(target=None):
        chosen_by = random.choice([Resolver.MACHINE, Resolver.PERSON])
        LegalRelation.objects.filter(pk=relation.pk).update(resolved_by=chosen_by)
    derive_acted_days(LegalText.objects.all())
    evaluate(TODAY)
    answer_some_clocks(random)
    work_owed()
    before, seen = standing(), 0
    assert len(before["clocks"]) > 5

    for _round in range(4):
        undone = []
        for _n in range(random.randint(1, 5)):
            undone.append(random.choice(CHANGES)(random))
            work_owed()
        seen += standing()["clocks"] != before["clocks"]
        for undo in reversed(undone):
            undo()
            work_owed()
        for name, rows in standing().items():
            assert rows == before[name], name
    assert seen


def test_a_clock_that_only_a_wrong_day_opened_goes_with_it():
    """The edition that cites the law had ended before the law's right day and before the clock."""
    law = make_law()
    first = make_edition(on=BEFORE, legal_basis=[law])
    make_edition(first.document.specific, on=date(2025, 6, 2), legal_basis=[])
    evaluate(TODAY)
    before = standing()
    assert before["clocks"] == []

    set_back = correct(law, effective=date(2025, 1, 2))
    work_owed()
    assert len(standing()["clocks"]) == 1
    set_back()
    work_owed()

    assert standing() == before


def test_a_duty_that_a_later_edition_leaves_uncited_outlives_a_wrong_day():
    clock = make_clock(effective=date(2026, 12, 10), on=date(2026, 8, 3))
    make_edition(clock.document.specific, on=date(2026, 9, 1), legal_basis=[])
    evaluate(TODAY)
    before = standing()
    assert len(before["clocks"]) == 1

    set_back = correct(clock.event.acting, effective=date(2026, 8, 20))
    work_owed()
    set_back()
    work_owed()

    assert standing() == before
