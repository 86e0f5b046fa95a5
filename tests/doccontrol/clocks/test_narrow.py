"""A changed text is evaluated alone; the whole register, evaluated after it, finds nothing more."""

from __future__ import annotations

from random import Random

import pytest

from doccontrol.clocks.evaluating import evaluate
from doccontrol.models import AppliedFrom, Clock, LegalRelation, LegalType
from doccontrol.register.actions import correct_text
from doccontrol.register.rules import STARTS_A_CLOCK
from tests.doccontrol.clocks.make import TODAY
from tests.doccontrol.clocks.webs import any_day, any_document, any_text, link, write_web
from tests.make import make_relation

pytestmark = pytest.mark.django_db


def move(random: Random) -> set[int]:
    text = any_text(random)
    text.effective, text.expires = any_day(random), None
    text.save()
    return {text.pk}


def renumber(random: Random) -> set[int]:
    text = any_text(random)
    number = f"{random.randrange(10_000, 90_000)}/2020/NĐ-CP"
    correct_text(text, by=None, reason="nhầm", changes={"number": number})
    return {text.pk}


def make_no_norm(random: Random) -> set[int]:
    text = any_text(random)
    text.type = random.choice(list(LegalType.objects.order_by("pk")))
    text.save()
    return {text.pk}


def relate(random: Random) -> set[int]:
    """Any direction: loops too."""
    acting, target = any_text(random), any_text(random)
    kind = random.choice(sorted(STARTS_A_CLOCK))
    if acting == target:
        return set()
    make_relation(acting, target, kind, on=any_day(random), scope=f"Điều {random.random()}")
    return {acting.pk}


def unrelate(random: Random) -> set[int]:
    relation = random.choice(list(LegalRelation.objects.order_by("pk")))
    relation.delete()
    return {relation.acting_id}


def apply_later(random: Random) -> set[int]:
    text = any_text(random)
    AppliedFrom.objects.get_or_create(text=text, applies_on=any_day(random) or TODAY)
    return {text.pk}


def tie(random: Random) -> set[int]:
    return {link(any_text(random), any_document(random)).text_id}


CHANGES = [move, renumber, make_no_norm, relate, unrelate, apply_later, tie]


@pytest.mark.parametrize("seed", range(6))
def test_after_any_change_the_narrow_evaluation_leaves_nothing_for_the_full_one(seed):
    random = write_web(seed)
    evaluate(TODAY)
    assert Clock.objects.count() > 5
    touched = 0
    for _n in range(25):
        texts = random.choice(CHANGES)(random)
        touched += evaluate(TODAY, texts=texts).changes
        assert evaluate(TODAY, dry_run=True).changes == 0
    assert touched > 10
