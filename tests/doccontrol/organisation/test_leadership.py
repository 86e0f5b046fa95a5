"""Which unit leads the agency: who says so, who is told, and while its head signs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from doccontrol.acting import acting, because
from doccontrol.models import AccountChange, Unit
from doccontrol.organisation.accounts import refusals as refused
from doccontrol.organisation.accounts.roles import Role
from doccontrol.organisation.signing import capacities_on, has_head
from tests.admin_forms import form_data
from tests.doccontrol.organisation.accounts import (
    administrator,
    changes,
    post_is_carried,
    refusals,
    signed_in,
)
from tests.make import make_head_of_agency, make_person, make_post, make_unit

pytestmark = pytest.mark.django_db

MARCH, JUNE = date(2026, 3, 2), date(2026, 6, 1)
DAY = timedelta(days=1)


def head_of(unit: Unit, **fields):
    return make_person(Role.HEAD, unit=unit, head=True, **fields)


def send(client, unit: Unit, **change):
    """The form of the unit as it is shown, with ``change`` on top, offered or not."""
    address = reverse("units:edit", args=[unit.pk])
    data = form_data(client.get(address).content.decode()) | {"reason_for_change": "Tổ chức lại"}
    return client.post(address, data | change)


def test_the_secretary_keeps_a_unit_but_does_not_make_its_head_the_head_of_the_agency():
    unit, client = make_unit(), signed_in(make_person(Role.SECRETARY))
    head = head_of(unit)

    assert (
        'name="is_leadership"'
        not in client.get(reverse("units:edit", args=[unit.pk])).content.decode()
    )
    send(client, unit, is_leadership="on", name="Phòng khác")
    unit.refresh_from_db()
    assert (unit.is_leadership, capacities_on(head, JUNE)) == (False, [])
    (row,) = refusals()
    assert (row.what, row.about_name) == (AccountChange.What.SIGNING, "Phòng khác")
    assert (row.before["is_leadership"], row.after["is_leadership"]) == (False, True)

    send(client, unit, name="Phòng khác")
    unit.refresh_from_db()
    assert unit.name == "Phòng khác"
    client.post(reverse("units:add"), {"code": "LD", "name": "Lãnh đạo", "is_leadership": "on"})
    assert not Unit.objects.filter(is_leadership=True).exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda lead, other: Unit.objects.filter(pk=other.pk).update(is_leadership=True),
        lambda lead, other: Unit.objects.filter(pk=lead.pk).update(is_leadership=False),
        lambda lead, other: Unit.objects.filter(pk=lead.pk).update(valid_until=JUNE),
        lambda lead, other: lead.delete(),
        lambda lead, other: Unit(pk=other.pk, code="P", name="P", is_leadership=True).save(),
    ],
)
@pytest.mark.parametrize("kind", ["secretary", "an administrator who heads it"])
def test_at_the_row_too_nobody_else_says_which_unit_leads(kind, change):
    lead = make_unit(is_leadership=True, valid_until=date(2030, 1, 1))
    other = make_unit()
    boss = administrator()
    actor = make_person(Role.SECRETARY)
    if kind != "secretary":
        actor = boss
        for unit in (lead, other):
            make_post(person=boss, unit=unit, is_head=True)
    before = list(Unit.objects.order_by("pk").values())

    with acting(lambda: actor), pytest.raises(refused.AccountRefused), transaction.atomic():
        change(lead, other)

    assert list(Unit.objects.order_by("pk").values()) == before
    assert len(refusals()) == 1


def test_many_units_at_once_pass_the_guard_one_by_one():
    secretary, new = make_person(Role.SECRETARY), Unit(code="N", name="N", is_leadership=True)

    with acting(lambda: secretary), pytest.raises(refused.AccountRefused), transaction.atomic():
        Unit.objects.bulk_create([new])

    assert not Unit.objects.exists()


def test_an_administrator_says_it_and_takes_it_back_and_its_head_is_told_each_time():
    unit, chief = make_unit(), administrator()
    head, client = head_of(unit, email="truong@example.vn"), signed_in(chief)
    post_is_carried()

    for leads in (True, False, True):
        send(client, unit, is_leadership="on") if leads else send_without(client, unit)
        unit.refresh_from_db()
        assert unit.is_leadership is leads
        assert bool(capacities_on(head, JUNE)) is leads
        assert has_head(JUNE) is leads
        row = changes(head)[-1]
        assert (row.what, row.by, row.reason) == ("signing", chief, "Tổ chức lại")
        assert row.after["is_leadership"] is leads
        (message,) = post_is_carried()
        assert message.to == ["truong@example.vn"]
    assert len(changes(head)) == 3


def send_without(client, unit: Unit):
    address = reverse("units:edit", args=[unit.pk])
    data = form_data(client.get(address).content.decode()) | {"reason_for_change": "Tổ chức lại"}
    data.pop("is_leadership")
    return client.post(address, data)


def test_what_does_not_say_who_leads_is_changed_as_before_and_told_to_nobody():
    head = make_person(Role.APPROVER)
    unit = make_head_of_agency(head).unit
    secretary = make_person(Role.SECRETARY)

    with acting(lambda: secretary), because("Đổi tên"):
        Unit.objects.filter(pk=unit.pk).update(name="Ban Giám đốc")

    assert changes(head) == []


@pytest.mark.parametrize(
    ("day", "leads"), [(MARCH - DAY, False), (MARCH, True), (JUNE - DAY, True), (JUNE, False)]
)
def test_the_head_of_a_unit_heads_the_agency_only_while_the_unit_exists(day, leads):
    """The post has no end of its own: the unit's end is enough."""
    head = make_person(Role.APPROVER)
    unit = make_unit(is_leadership=True, valid_from=MARCH, valid_until=JUNE)
    make_head_of_agency(head, unit=unit)

    assert bool(capacities_on(head, day)) is leads
    assert has_head(day) is leads
