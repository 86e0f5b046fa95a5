"""The log of accounts as it is read: in words, filtered, exported; and never altered."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from doccontrol.acting import acting, because
from doccontrol.evidence import EvidenceIsFixed
from doccontrol.models import AccountChange, Person
from doccontrol.organisation.accounts.roles import Role
from tests.doccontrol.organisation.accounts import (
    ASSIGN_ROLE,
    administrator,
    director,
    signed_in,
    staff,
)
from tests.make import make_person

pytestmark = pytest.mark.django_db

REPORT = "account_changes"


def read(question: str = "") -> str:
    client = signed_in(make_person(Role.AUDITOR))
    return client.get(reverse(REPORT) + question).content.decode()


def rename(person: Person, first_name: str, reason: str) -> None:
    chief = administrator()
    with acting(lambda: chief), because(reason):
        person.first_name = first_name
        person.save()


def test_the_report_says_who_changed_what_from_what_to_what_and_why():
    person = director()
    rename(person, "Vượng", "Cải chính hộ tịch")
    page = read()
    for words in ("Tên: Thịnh → Vượng", "Cải chính hộ tịch", "Trần Quốc Vượng"):
        assert words in page


def test_the_report_is_narrowed_to_what_was_refused_or_to_a_person():
    secretary, boss = make_person(Role.SECRETARY), director()
    rename(boss, "Vượng", "Cải chính")
    approver = Group.objects.get(name=Role.APPROVER)
    signed_in(secretary).post(ASSIGN_ROLE.format(secretary.pk), {"role": approver.pk})
    refused, done = read("?outcome=refused"), read("?outcome=done&person=Vượng")
    assert "không thực hiện" in refused and "Cải chính" not in refused
    assert "Cải chính" in done and str(secretary) not in done


def test_a_name_is_no_formula_in_a_spreadsheet():
    rename(staff(last_name="=HYPERLINK(1)"), "X", "@SUM(1)")
    client = signed_in(make_person(Role.SECRETARY))
    table = client.get(reverse(REPORT) + "?export=csv").getvalue().decode()
    assert "'=HYPERLINK(1)" in table and "'@SUM(1)" in table


def test_the_log_is_read_in_english_too():
    rename(director(), "Vượng", "x")
    client = signed_in(make_person(Role.AUDITOR))
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        assert "Given name: Thịnh → Vượng" in client.get(reverse(REPORT)).content.decode()


def test_a_line_of_the_log_is_neither_changed_nor_deleted():
    rename(director(), "Vượng", "x")
    row = AccountChange.objects.first()
    row.reason = "khác"
    for attempt in (row.save, row.delete, AccountChange.objects.all().delete):
        with pytest.raises(EvidenceIsFixed):
            attempt()
    with pytest.raises(EvidenceIsFixed):
        AccountChange.objects.update(reason="")


@pytest.mark.parametrize("actor, named", [("person", False), ("server", True), ("stranger", True)])
def test_a_line_names_the_person_who_acted_and_nobody_else(actor, named):
    person = staff()
    row = AccountChange(
        what="roles", actor=actor, by=person if named else None, about=person, about_name="x"
    )
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        row.save()


def test_the_report_asks_no_more_queries_for_more_lines():
    person, client = staff(), signed_in(make_person(Role.AUDITOR))
    client.get(reverse(REPORT))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(REPORT))
    for n in range(8):
        rename(person, f"Tên {n}", "x")
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(REPORT))
    assert len(many) == len(few)


def test_a_stranger_is_led_to_the_log_in():
    answer = Client().get(reverse(REPORT))
    assert answer.headers["Location"].startswith(reverse("login"))
