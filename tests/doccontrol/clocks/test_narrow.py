"""A changed text is evaluated alone; the whole register, evaluated after it, finds nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from doccontrol.clocks.evaluating import evaluate
from doccontrol.events import LegalTextChanged, legal_text_changed
from doccontrol.models import Clock, LegalRelation, LegalText, LegalType
from doccontrol.register.actions import (
    Applied,
    add_relation,
    correct_text,
    register_text,
    remove_relation,
)
from doccontrol.register.rules import STARTS_A_CLOCK
from tests.courses import seeds
from tests.doccontrol.clocks.make import TODAY
from tests.doccontrol.clocks.webs import any_day, any_document, any_text, link, write_web

pytestmark = pytest.mark.django_db
HOW = {"by": None, "reason": "nhầm"}


def correct(text: LegalText, **changes: Any) -> None:
    correct_text(text, changes=changes, **HOW)


def move(random: Random) -> None:
    correct(any_text(random), effective=any_day(random), expires=None)


def renumber(random: Random) -> None:
    correct(any_text(random), number=f"{random.randrange(10_000, 90_000)}/2020/NĐ-CP")


def make_no_norm(random: Random) -> None:
    correct(any_text(random), type=random.choice(list(LegalType.objects.order_by("pk"))))


def relate(random: Random) -> None:
    """Any direction: loops too."""
    acting, target = any_text(random), any_text(random)
    kind = random.choice(sorted(STARTS_A_CLOCK))
    if acting != target:
        scope = f"Điều {random.random()}"
        add_relation(acting, kind=kind, target=target, on=any_day(random), scope=scope, **HOW)


def unrelate(random: Random) -> None:
    remove_relation(random.choice(list(LegalRelation.objects.order_by("pk"))), **HOW)


def apply_later(random: Random) -> None:
    text = any_text(random)
    days = {*text.applied_from.values_list("applies_on", flat=True), any_day(random) or TODAY}
    correct(text, applied_from=[Applied(day) for day in sorted(days)])


def register(random: Random) -> None:
    """With what it does, in one act."""
    said = {"kind": random.choice(sorted(STARTS_A_CLOCK)), "target": any_text(random)}
    register_text(
        number=f"{random.randrange(10_000, 90_000)}/2021/NĐ-CP",
        type=any_text(random).type,
        effective=any_day(random),
        relations=[said | {"on": any_day(random)}],
        **HOW,
    )


def tie(random: Random) -> set[int]:
    return {link(any_text(random), any_document(random)).text_id}


CHANGES = [move, renumber, make_no_norm, relate, unrelate, apply_later, register, tie]


@pytest.fixture
def announced() -> Iterator[set[int]]:
    """The texts of which the register told that they changed."""
    texts: set[int] = set()

    def hear(happened: LegalTextChanged) -> None:
        texts.update(happened.texts)

    legal_text_changed.listen(hear)
    yield texts
    legal_text_changed.stop_listening(hear)


@pytest.mark.parametrize("seed", seeds(6))
def test_after_any_change_the_narrow_evaluation_leaves_nothing_for_the_full_one(seed, announced):
    random = write_web(seed)
    evaluate(TODAY)
    assert Clock.objects.count() > 5
    touched = 0
    for _n in range(25):
        announced.clear()
        linked = random.choice(CHANGES)(random) or set()
        touched += evaluate(TODAY, texts=announced | linked).changes
        assert evaluate(TODAY, dry_run=True).changes == 0
    assert touched > 10
