"""Whoever saves a law is told what happens to the deadlines, and sees later what had changed."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from reversion.models import Version

from doccontrol.clocks.evaluating import evaluate
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import Clock, LegalRelation
from doccontrol.organisation.accounts.roles import Role
from doccontrol.register.actions import Applied, register_text
from tests.admin_forms import form_data
from tests.make import make_edition, make_person, make_settings, make_text

pytestmark = pytest.mark.django_db
# Six months ahead of any day on which the tests run: no clock is late or closed.
YEAR = timezone.localdate().year + 1


@pytest.fixture(autouse=True)
def secretary(client):
    make_settings(clock_months=3, roll_over=False)
    client.cookies["django_language"] = "en"
    person = make_person(Role.SECRETARY)
    client.force_login(person)
    return person


@pytest.fixture
def law():
    """It amends what three documents rest on, and a part of it applies later: six clocks."""
    decree = make_text("131/2021/NĐ-CP", effective=date(2022, 2, 15))
    for code in ("QT-A", "QT-B", "QT-C"):
        make_edition(on=date(2024, 1, 10), legal_basis=[decree], code=code)
    law = register_text(
        number="161/2026/NĐ-CP",
        type=decree.type,
        by=None,
        reason="Công báo",
        effective=date(YEAR, 7, 1),
        applied_from=[Applied(date(YEAR, 9, 1), "Điều 5")],
        relations=[{"kind": RelationKind.AMENDS, "target": decree, "target_number": ""}],
    )
    evaluate(timezone.localdate())
    assert Clock.objects.count() == 6
    return law


def page(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").text.split())


def save(client, law, **fields) -> str:
    address = reverse("legal_texts:edit", args=[law.pk])
    data = form_data(client.get(address).content.decode()) | {"reason_for_change": "Đính chính"}
    told = page(client.post(address, data | fields, follow=True))
    evaluate(timezone.localdate())
    return told


def test_emptying_the_days_of_application_says_that_clocks_vanish_and_shows_it_later(client, law):
    assert "3 clocks are withdrawn" in save(client, law, applied_from="")
    assert Clock.objects.count() == 3

    newest, first = Version.objects.get_for_object(law)
    address = reverse("legal_texts:compare", args=[law.pk])
    compared = BeautifulSoup(
        client.get(address, {"left": first.pk, "right": newest.pk}).content, "html.parser"
    )
    [row] = [row for row in compared.select("tbody tr") if row.select("del")]
    assert "Application dates" in row.text
    assert row.select_one("del").text.strip() == f"01/09/{YEAR} Điều 5"

    restore = reverse("legal_texts:restore", args=[law.pk, first.pk])
    assert f"01/09/{YEAR} Điều 5" in page(client.get(restore))
    told = client.post(restore, {"reason_for_change": "Ghi nhầm"}, follow=True)
    assert "3 clocks open." in page(told)
    evaluate(timezone.localdate())
    assert Clock.objects.count() == 6


def test_another_day_of_effect_says_how_many_deadlines_move(client, law):
    told = save(client, law, effective=f"{YEAR}-08-01")
    assert "3 deadlines move." in told
    assert set(Clock.objects.filter(event__is_main=True).values_list("due", flat=True)) == {
        date(YEAR, 11, 1)
    }


def test_what_moves_no_deadline_says_so(client, law):
    assert "No deadline changes by this." in save(client, law, note="Đã xem lại")


def test_a_relation_says_what_it_opens_and_taken_back_what_vanishes(client, law):
    other = make_text("20/2018/NĐ-CP", effective=date(2019, 1, 1))
    make_edition(on=date(2024, 1, 10), legal_basis=[other], code="QT-D")
    add = reverse("legal_relations:add")
    data = form_data(client.get(add, {"acting": law.pk}).content.decode())
    told = page(client.post(add, data | {"kind": "amends", "target": other.pk}, follow=True))
    assert "2 clocks open." in told
    evaluate(timezone.localdate())

    relation = LegalRelation.objects.get(target=other)
    remove = reverse("legal_relations:remove", args=[relation.pk])
    told = page(client.post(remove, {"reason_for_change": "Ghi nhầm"}, follow=True))
    assert "2 clocks are withdrawn" in told
    evaluate(timezone.localdate())
    assert Clock.objects.count() == 6
