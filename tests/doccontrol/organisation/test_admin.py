from __future__ import annotations

import re
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import Site

from doccontrol.base_admin import versions_of
from doccontrol.models import Holiday, Post, Unit
from doccontrol.organisation.accounts.roles import Role
from doccontrol.organisation.actions import compute_holidays
from tests.make import make_person, make_post, make_unit

pytestmark = pytest.mark.django_db

ADMIN_HOME = "/admin/"


def client_of(*roles: Role, **fields) -> Client:
    client = Client()
    client.force_login(make_person(*roles, **fields))
    return client


def shown(response) -> str:
    return response.content.decode()


def screens() -> dict[str, str]:
    unit, post = make_unit(), make_post()
    day = Holiday.objects.create(day=date(2026, 3, 2), name="Nghỉ")
    site = Site.objects.get()
    return {
        "units": reverse("units:index"),
        "add unit": reverse("units:add"),
        "edit unit": reverse("units:edit", args=[unit.pk]),
        "posts": reverse("posts:index"),
        "edit post": reverse("posts:edit", args=[post.pk]),
        "holidays": reverse("holidays:index"),
        "edit holiday": reverse("holidays:edit", args=[day.pk]),
        "history of a post": reverse("posts:history", args=[post.pk]),
        "people": reverse("wagtailusers_users:index"),
        "settings": reverse("wagtailsettings:edit", args=["doccontrol", "agencysettings", site.pk]),
    }


LOOK = {"units", "posts", "holidays", "history of a post"}
MAY_OPEN = {
    Role.SECRETARY: LOOK
    | {"add unit", "edit unit", "edit post", "edit holiday"}
    | {"people", "settings"},
    Role.WORKING_GROUP: LOOK,
    Role.AUDITOR: LOOK,
    Role.HEAD: set(),
    Role.APPROVER: set(),
    Role.STAFF: set(),
}


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_its_screens_of_the_organisation_and_no_other(role):
    client = client_of(role)
    answers = {name: client.get(path) for name, path in screens().items()}
    assert {name for name, answer in answers.items() if answer.status_code == 200} == MAY_OPEN[role]
    # Wagtail leads whoever may not back to the admin's first page, with a message.
    refused = {answer.headers.get("Location") for answer in answers.values()} - {None}
    assert refused <= {ADMIN_HOME}


def test_a_stranger_is_led_to_the_login():
    for path in screens().values():
        answer = Client().get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse(settings.LOGIN_URL)), path


@pytest.mark.parametrize("role, entries", [(Role.SECRETARY, 5), (Role.AUDITOR, 3), (Role.HEAD, 0)])
def test_the_menu_has_the_screens_that_a_role_may_open(role, entries):
    page = shown(client_of(role).get(reverse("account")))
    paths = screens()
    names = ("units", "posts", "holidays", "people", "settings")
    links = [f'"url": "{path.removesuffix("/")}' for path in (paths[name] for name in names[:4])]
    links.append('"url": "/admin/settings/doccontrol/agencysettings')
    assert sum(link in page for link in links) == entries


def filled(**fields) -> dict:
    return {
        "person": make_person().pk,
        "title": "Trưởng phòng",
        "held_from": "01/7/2026",
        "held_until": "",
    } | fields


def test_a_post_saved_in_the_admin_has_a_history_entry_and_takes_days_as_they_are_written_here():
    unit, client = make_unit(), client_of(is_superuser=True)
    client.post(reverse("posts:add"), filled(unit=unit.pk, is_head="on"))
    post = Post.objects.get()
    assert (post.held_from, post.is_head) == (date(2026, 7, 1), True)
    assert versions_of(post).count() == 1
    assert "01/07/2026" in shown(client.get(reverse("posts:index")))
    assert 'value="01/07/2026"' in shown(client.get(reverse("posts:edit", args=[post.pk])))


def test_a_second_head_is_refused_with_the_way_out():
    unit = make_unit()
    make_post(unit=unit, is_head=True)
    answer = client_of(is_superuser=True).post(
        reverse("posts:add"), filled(unit=unit.pk, is_head="on")
    )
    message = str(Post._meta.constraints[1].violation_error_message)
    assert escape(message) in shown(answer)
    assert Post.objects.count() == 1


def test_a_unit_that_ends_before_it_starts_is_refused_in_words():
    data = {
        "code": "P1",
        "name": "Phòng",
        "sort_order": 0,
        "valid_from": "2/7/2026",
        "valid_until": "1/7/2026",
    }
    answer = client_of(Role.SECRETARY).post(reverse("units:add"), data)
    assert str(Unit._meta.constraints[0].violation_error_message) in shown(answer)
    assert not Unit.objects.exists()


def test_a_computed_holiday_changed_by_hand_is_the_agencys_from_then_on():
    compute_holidays([2026])
    day = Holiday.objects.get(day=date(2026, 11, 24))
    client_of(Role.SECRETARY).post(
        reverse("holidays:edit", args=[day.pk]),
        {"day": "24/11/2026", "name": day.name, "reason_for_change": "Công văn của tỉnh"},
    )
    compute_holidays([2026])
    day.refresh_from_db()
    assert (day.is_day_off, day.source) == (False, Holiday.Source.AGENCY)
    assert versions_of(day)[0].revision.comment == "Công văn của tỉnh"


def test_a_computed_holiday_restored_by_hand_is_the_agencys_too():
    compute_holidays([2026])
    day = Holiday.objects.get(day=date(2026, 11, 24))
    first = versions_of(day)[0]
    path = reverse("holidays:restore", args=[day.pk, first.pk])
    client_of(Role.SECRETARY).post(path, {"reason_for_change": "Nhầm"})
    day.refresh_from_db()
    assert day.source == Holiday.Source.AGENCY


def test_the_listings_can_be_asked_for_a_day_or_a_year():
    unit = make_unit(name="Phòng Lao động", valid_until=date(2026, 7, 1))
    make_post(unit=unit, title="Chánh Văn phòng", held_until=date(2026, 7, 1))
    compute_holidays([2026, 2027])
    client = client_of(Role.AUDITOR)

    def rows(listing: str, question: str) -> str:
        return shown(client.get(reverse(f"{listing}:index_results") + question))

    for listing, name in (("units", "Phòng Lao động"), ("posts", "Chánh Văn phòng")):
        assert name in rows(listing, "?on=30/6/2026")
        assert name not in rows(listing, "?on=1/7/2026")
    assert "06/02/2027" in rows("holidays", "?year=2027&is_day_off=true")
    assert re.search(r"\d\d/\d\d/2026", rows("holidays", "?year=2026"))
    assert not re.search(r"\d\d/\d\d/2026", rows("holidays", "?year=2027"))


@pytest.mark.parametrize(
    "listing, make",
    [
        ("units", lambda: make_unit(successor=make_unit())),
        ("posts", make_post),
        (
            "holidays",
            lambda: Holiday.objects.create(
                day=date(2026, 1, 1 + Holiday.objects.count()), name="Nghỉ"
            ),
        ),
    ],
)
def test_a_longer_listing_asks_no_more_queries(listing, make):
    client, path = client_of(Role.SECRETARY), reverse(f"{listing}:index")
    make()
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for _n in range(6):
        make()
    with CaptureQueriesContext(connection) as many:
        assert client.get(path).status_code == 200
    assert len(many) == len(one)
