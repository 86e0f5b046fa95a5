"""A text ended in part now and wholly later; provisions however many."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.register.models.texts import LegalRelation
from doccontrol.register.rules import TextStatus
from tests.make import make_text

pytestmark = pytest.mark.django_db

NOW, LATER = date(2027, 7, 1), date(2028, 1, 1)


def test_the_status_follows_each_relation_on_its_own_day():
    old = make_text("60/2023/NĐ-CP", effective=date(2023, 10, 1))
    new = make_text("411/2027/NĐ-CP", effective=NOW)
    common = {"acting": new, "target": old, "target_number": old.number}
    LegalRelation.objects.create(**common, kind=RelationKind.EXPIRES_PARTLY, scope="Điều 1")
    LegalRelation.objects.create(
        **common, kind=RelationKind.REPLACES, scope="toàn bộ", is_whole=True, on=LATER
    )
    days = [date(2027, 6, 30), NOW, date(2027, 12, 31), LATER]
    assert [old.status(day) for day in days] == [
        TextStatus.IN_FORCE,
        TextStatus.PARTLY,
        TextStatus.PARTLY,
        TextStatus.EXPIRED,
    ]


def test_a_list_of_provisions_is_kept_whole_and_once():
    new = make_text("411/2027/NĐ-CP", effective=NOW)
    # No two alike, so that nothing can be packed: an index of the words would refuse it.
    scope = "; ".join(f"khoản {n % 7} Điều {n * 7919 % 10007}" for n in range(1, 900))
    values = {"acting": new, "kind": RelationKind.AMENDS, "target_number": "73/2021/NĐ-CP"}
    LegalRelation.objects.create(**values, scope=scope)
    assert LegalRelation.objects.get(acting=new).scope == scope
    again = LegalRelation(**values, scope=scope)
    with pytest.raises(ValidationError, match="đã có quan hệ này"):
        again.full_clean()
    LegalRelation(**values, scope=f"{scope}; Điều 1").full_clean()
