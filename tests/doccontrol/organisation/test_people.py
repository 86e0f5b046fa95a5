"""One form makes a person, the post and the roles; the list shows them; who audits does nothing
else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from doccontrol.models import AccountChange, Person, Post
from doccontrol.organisation.accounts.refusals import AuditorIsNothingElse
from doccontrol.organisation.accounts.roles import Role
from tests.admin_forms import form_data
from tests.doccontrol.organisation.accounts import (
    ASSIGN_ROLE,
    administrator,
    edit_address,
    send_edit,
    signed_in,
    staff,
)
from tests.make import make_person, make_unit

pytestmark = pytest.mark.django_db
ADD, LIST = reverse("wagtailusers_users:add"), reverse("wagtailusers_users:index")


def key_of(role: Role) -> str:
    return str(Group.objects.get(name=role).pk)


def add(client, **fields):
    data = form_data(client.get(ADD).content.decode())
    said = {"username": "an", "email": "an@example.vn", "last_name": "Lê", "first_name": "An"}
    return client.post(ADD, data | said | fields)


def page(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def test_one_form_makes_person_post_and_role(client):
    unit = make_unit(name="Phòng Người có công")
    client.force_login(make_person(Role.SECRETARY))
    client.cookies["django_language"] = "en"
    sent = {"unit": str(unit.pk), "post_title": "Chuyên viên", "groups": [key_of(Role.STAFF)]}

    assert add(client, **sent).status_code == 302

    person = Person.objects.get(username="an")
    post = person.posts.get()
    assert (post.unit, post.title, post.held_from) == (unit, "Chuyên viên", timezone.localdate())
    assert not post.is_head
    assert [group.name for group in person.groups.all()] == [Role.STAFF]
    assert AccountChange.objects.filter(about=person, what=AccountChange.What.POST).exists()
    shown = " ".join(page(client.get(LIST)).text.split())
    assert "Phòng Người có công: Chuyên viên" in shown and Role.STAFF in shown


def test_a_post_without_unit_or_title_stands_at_its_field_and_nobody_is_made(client):
    client.force_login(make_person(Role.SECRETARY))
    client.cookies["django_language"] = "en"
    without_title = add(client, unit=str(make_unit().pk)).content.decode()
    assert "Write the title of the post." in without_title
    assert "Choose the unit of this post." in add(client, post_title="Chuyên viên").content.decode()
    assert not Person.objects.filter(username="an").exists()
    assert add(client, unit="", post_title="").status_code == 302  # from outside


def test_only_an_administrator_makes_a_head_and_only_with_a_reason(client):
    unit = make_unit()
    sent = {"unit": str(unit.pk), "post_title": "Trưởng phòng", "is_head": "on"}
    secretary = signed_in(make_person(Role.SECRETARY))
    assert "is_head" not in form_data(secretary.get(ADD).content.decode())
    add(secretary, **sent)
    assert not Person.objects.filter(username="an").exists() and not Post.objects.exists()

    chief = signed_in(administrator())
    add(chief, **sent, groups=[key_of(Role.HEAD)], reason_for_change="Theo quyết định 12")
    assert Post.objects.get().is_head


def test_a_unit_that_has_a_head_keeps_it_and_the_form_says_so(client):
    unit = make_unit()
    make_person(Role.HEAD, unit=unit, head=True)
    chief = signed_in(administrator())
    chief.cookies["django_language"] = "en"
    sent = {"unit": str(unit.pk), "post_title": "Trưởng phòng", "is_head": "on"}
    answer = add(chief, **sent, reason_for_change="Theo quyết định 12")
    assert answer.status_code == 200 and "already has a head" in answer.content.decode()
    assert not Person.objects.filter(username="an").exists()


@pytest.mark.parametrize("address", ["add", "edit", "bulk", "filter"])
def test_only_the_six_roles_are_offered_each_with_what_it_does(address):
    Group.objects.get_or_create(name="Editors")
    Group.objects.get_or_create(name="Moderators")
    chief, person = signed_in(administrator()), make_person(Role.STAFF)
    place = {
        "add": ADD,
        "edit": edit_address(person),
        "bulk": ASSIGN_ROLE.format(person.pk),
        "filter": LIST,
    }[address]
    shown = page(chief.get(place))
    options = " ".join(one.text for one in shown.select("main label, main option, label"))
    assert "Editors" not in options and "Moderators" not in options
    assert all(role in options for role in Role)
    if address in ("add", "edit"):
        labels = [one.text.strip() for one in shown.select("#id_groups label")]
        assert len(labels) == 6 and all(": " in label for label in labels)


def test_a_group_that_is_not_offered_stays_with_whoever_holds_it():
    chief, person = signed_in(administrator()), staff()
    other, _new = Group.objects.get_or_create(name="Editors")
    person.groups.add(other)
    assert send_edit(chief, person, groups=[key_of(Role.HEAD)]).status_code == 302
    assert set(person.groups.values_list("name", flat=True)) == {"Editors", Role.HEAD}


def test_who_audits_has_no_other_role_whichever_way_it_is_given():
    auditor, official = make_person(Role.AUDITOR), make_person(Role.STAFF)
    work, audit = (Group.objects.get(name=role) for role in (Role.STAFF, Role.AUDITOR))
    with pytest.raises(AuditorIsNothingElse), transaction.atomic():
        auditor.groups.add(work)
    with pytest.raises(AuditorIsNothingElse), transaction.atomic():
        audit.user_set.add(official)
    with pytest.raises(AuditorIsNothingElse), transaction.atomic():
        make_person().groups.add(work, audit)
    assert [one.name for one in auditor.groups.all()] == [Role.AUDITOR]
    assert [one.name for one in official.groups.all()] == [Role.STAFF]

    official.groups.set([audit])
    assert [one.name for one in official.groups.all()] == [Role.AUDITOR]
    official.groups.set([work])
    assert [one.name for one in official.groups.all()] == [Role.STAFF]


def test_the_form_says_at_the_roles_that_an_auditor_is_nothing_else(client):
    person, both = staff(), [key_of(Role.STAFF), key_of(Role.AUDITOR)]
    secretary = signed_in(make_person(Role.SECRETARY))
    secretary.cookies["django_language"] = "en"
    answer = send_edit(secretary, person, groups=both)
    assert answer.status_code == 200
    assert "has no other role" in page(answer).select_one("#panel-child-content, form").text
    assert [one.name for one in person.groups.all()] == [Role.STAFF]
    assert send_edit(secretary, person, groups=[key_of(Role.AUDITOR)]).status_code == 302
    assert [one.name for one in person.groups.all()] == [Role.AUDITOR]


def test_the_list_of_people_shows_posts_of_today_and_asks_no_more_for_many(client):
    client.force_login(make_person(Role.SECRETARY))
    today = timezone.localdate()

    def official() -> Person:
        person = make_person(Role.STAFF)
        unit = make_unit()
        for days, until in ((900, today - timedelta(days=400)), (400, None)):
            Post.objects.create(
                person=person,
                unit=unit,
                title=f"Việc {days}",
                held_from=today - timedelta(days=days),
                held_until=until,
            )
        return person

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    official()
    asked()
    few = asked()
    for _serial in range(8):
        official()
    assert asked() == few
    shown = page(client.get(LIST)).text
    assert "Việc 400" in shown and "Việc 900" not in shown
