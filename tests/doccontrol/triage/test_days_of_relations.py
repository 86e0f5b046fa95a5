"""A relation with a day of its own, of a text that the register has."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from doccontrol.models import LegalRelation, Triage
from doccontrol.organisation.accounts.roles import Role
from tests.doccontrol.triage.statements import amends, make_file, reading, typed
from tests.make import make_person, make_relation, make_text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("standing", [None, date(2027, 7, 1)])
def test_another_day_than_the_register_has_of_a_relation_is_said_and_not_lost(client, standing):
    target = make_text("131/2021/NĐ-CP", effective=date(2022, 2, 15))
    known = make_text("901/2026/NĐ-CP", issued=date(2026, 11, 18), effective=date(2027, 1, 15))
    relation = make_relation(known, target, scope="khoản 2 Điều 6", on=standing)
    file = make_file(reading=reading(relations=[amends(on="2028-01-01")]))
    client.force_login(make_person(Role.SECRETARY))
    data = typed(client.get(reverse("triage:file", args=[file.pk])).content.decode())
    decide = reverse("triage:decide", args=[file.pk])
    data |= {"same_as": str(known.pk), "do": "confirm"}

    page = client.post(decide, data).content.decode()
    assert "Sổ văn bản ghi quan hệ này từ" in page and 'value="01/01/2028"' in page
    assert not Triage.objects.exists()

    own = known.effective if standing is None else standing
    assert client.post(decide, data | {"relation-0-on": f"{own:%d/%m/%Y}"}).status_code == 302
    assert list(known.acts_on.values_list("pk", "on")) == [(relation.pk, standing)]


def test_two_rows_that_differ_by_their_day_alone_are_said_and_not_lost(client):
    make_text("131/2021/NĐ-CP", effective=date(2022, 2, 15))
    rows = [amends(on="2027-07-01"), amends(on="2028-01-01")]
    file = make_file(reading=reading(relations=rows))
    client.force_login(make_person(Role.SECRETARY))
    data = typed(client.get(reverse("triage:file", args=[file.pk])).content.decode())
    decide = reverse("triage:decide", args=[file.pk])
    page = client.post(decide, data | {"do": "confirm"}).content.decode()
    assert "Dòng khác nêu cùng quan hệ này với ngày khác" in page
    client.post(decide, data | {"do": "confirm", "relation-1-scope": "khoản 3 Điều 6"})
    found = LegalRelation.objects.order_by("on").values_list("on", flat=True)
    assert list(found) == [date(2027, 7, 1), date(2028, 1, 1)]
