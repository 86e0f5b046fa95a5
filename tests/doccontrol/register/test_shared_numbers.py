"""Numbers of provinces repeat and numbers are mistyped: what a law says keeps its own words, and
finds, loses and finds again the text it means, whichever way the numbers go."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import LegalRelation, LegalText
from doccontrol.register.actions import add_relation, correct_text
from doccontrol.register.deriving.status_query import in_status
from doccontrol.register.rules import TextStatus
from tests.make import make_issuer, make_text

DAY = date(2026, 7, 1)
pytestmark = pytest.mark.django_db


def number(text: LegalText, new: str) -> None:
    correct_text(text, changes={"number": new}, by=None, reason="sai số")


def repeals(said: str, target: LegalText | None = None) -> LegalRelation:
    return add_relation(
        make_text(effective=DAY),
        kind=RelationKind.REPEALS,
        target=target,
        target_number=said,
        by=None,
        reason="x",
    )


def of_province(name: str, said: str) -> LegalText:
    return make_text(said, issuer=make_issuer(f"UBND tỉnh {name}"), effective=date(2020, 1, 1))


def standing() -> tuple[list[tuple[Any, ...]], ...]:
    rows = LegalRelation.objects.order_by("pk")
    texts = LegalText.objects.order_by("pk")
    return (
        list(rows.values_list("pk", "target", "target_number", "resolved_by")),
        list(texts.values_list("pk", "number", "ended_on", "touched_on")),
    )


def target_of(relation: LegalRelation) -> LegalText | None:
    relation.refresh_from_db()
    return relation.target


def expired() -> set[LegalText]:
    """By the list and by the rule, which agree."""
    listed = set(in_status(LegalText.objects.all(), ["expired"], DAY))
    texts = LegalText.objects.with_effects()
    assert listed == {text for text in texts if text.status(DAY) == TextStatus.EXPIRED}
    return listed


def test_a_number_there_and_back_takes_nothing_of_what_others_say():
    """Also where another text is named by the wrong number, and where one law names both."""
    text, chosen = of_province("A", "135/2020/QĐ-UBND"), of_province("B", "7/2020/QĐ-UBND")
    repeals("135/2020/QĐ-UBND")
    repeals("153/2020/QĐ-UBND")
    both = repeals("", chosen)
    for said in ("8/2020/QĐ-UBND", "135/2020/QĐ-UBND"):
        add_relation(
            both.acting,
            kind=both.kind,
            target_number=said,
            by=None,
            reason="x",
            on=date(2027, 1, 1),
        )
    before = standing()

    for moved, wrong in ((text, "153/2020/QĐ-UBND"), (chosen, "8/2020/QĐ-UBND")):
        right = moved.number_raw
        number(moved, wrong)
        assert standing() != before
        number(moved, right)
        assert standing() == before
    assert expired() == {text, chosen}


def test_two_texts_that_come_to_share_a_number_keep_what_was_said_of_each_and_part_again():
    one, other = of_province("A", "12/2020/QĐ-UBND"), of_province("B", "21/2020/QĐ-UBND")
    of_one, of_other = repeals("12/2020/QĐ-UBND"), repeals("", other)

    number(other, "12/2020/QĐ-UBND")
    unclear = repeals("12/2020/QĐ-UBND")

    assert (target_of(of_one), target_of(of_other)) == (one, other)
    assert target_of(unclear) is None  # which of the two is for a person to say
    assert expired() == {one, other}
    number(other, "21/2020/QĐ-UBND")
    assert (target_of(of_one), target_of(of_other), target_of(unclear)) == (one, other, one)
    assert of_other.target_number == "21/2020/QĐ-UBND"
    assert expired() == {one, other}


def test_what_was_said_of_a_number_is_of_whoever_is_left_with_it():
    one, other = of_province("A", "12/2020/QĐ-UBND"), of_province("B", "12/2020/QĐ-UBND")
    unclear = repeals("12/2020/QĐ-UBND")
    assert (target_of(unclear), expired()) == (None, set())

    number(one, "21/2020/QĐ-UBND")

    assert (target_of(unclear), expired()) == (other, {other})
    number(other, "22/2020/QĐ-UBND")
    assert (target_of(unclear), expired()) == (None, set())
    number(one, "12/2020/QĐ-UBND")
    assert (target_of(unclear), expired()) == (one, {one})


def test_two_numbers_that_were_exchanged_are_exchanged_back():
    one, other = of_province("A", "12/2020/QĐ-UBND"), of_province("B", "21/2020/QĐ-UBND")
    first, chosen = repeals("12/2020/QĐ-UBND"), repeals("", other)
    before = standing()

    def exchange() -> None:
        one.refresh_from_db()
        other.refresh_from_db()
        of_one, of_other = one.number_raw, other.number_raw
        number(one, "99/2020/QĐ-UBND")
        number(other, of_one)
        number(one, of_other)

    exchange()
    assert (target_of(first), target_of(chosen)) == (other, other)
    assert expired() == {other}
    exchange()
    assert standing() == before
    assert expired() == {one, other}
