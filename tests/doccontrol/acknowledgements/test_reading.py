"""Who must read which edition on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from doccontrol.acknowledgements.actions import acknowledge
from doccontrol.acknowledgements.admin import duties
from doccontrol.acknowledgements.reading import must_read
from doccontrol.models import Post
from doccontrol.organisation.accounts.roles import Role
from tests.make import make_edition, make_person, make_post, make_settings, make_unit

pytestmark = pytest.mark.django_db
START = date(2024, 1, 10)
DAY = date(2024, 2, 1)


@pytest.mark.parametrize(
    "audience, own, other",
    [
        ("all", True, True),
        ("owner", True, False),
        ("units", False, True),
        ("nobody", False, False),
    ],
)
def test_an_edition_is_read_by_those_it_is_addressed_to(audience, own, other):
    owner, chosen = make_unit(), make_unit()
    mine, theirs = make_person(unit=owner), make_person(unit=chosen)
    without_post = make_person(Role.SECRETARY)
    edition = make_edition(owner_unit=owner, audience=audience, audience_units=[chosen], on=START)
    assert (edition in must_read(mine, DAY)) is own
    assert (edition in must_read(theirs, DAY)) is other
    assert edition not in must_read(without_post, DAY)


@pytest.mark.parametrize(
    "on, duty", [(-1, False), (0, True), (29, True), (30, False), (400, False)]
)
def test_the_duty_lasts_as_long_as_the_post(on, duty):
    person = make_person()
    edition = make_edition(on=START)
    post = make_post(person=person, held_from=DAY, held_until=DAY + timedelta(days=30))
    day = DAY + timedelta(days=on)
    assert (edition in must_read(person, day)) is duty
    assert post.unit_id


def test_an_edition_replaced_is_no_longer_to_be_read():
    person = make_person(unit=make_unit())
    old = make_edition(on=START)
    new = make_edition(old.document.specific, on=DAY)
    assert set(must_read(person, DAY)) == {new}
    assert set(must_read(person, DAY - timedelta(days=1))) == {old}


def test_a_person_with_two_posts_is_one_reader():
    person = make_person(unit=make_unit())
    make_post(person=person)
    make_edition(on=START)
    assert must_read(person, DAY).count() == 1
    assert [duty.person for duty in duties(DAY)] == [str(person)]


def test_the_report_names_only_those_with_the_duty():
    unit = make_unit()
    edition = make_edition(owner_unit=unit, audience="owner", on=START)
    reader, _late = make_person(unit=unit), make_person(unit=unit)
    curious = make_person(unit=make_unit())
    for person in (reader, curious):
        acknowledge(edition, person, on=DAY, sha256=edition.sha256)
    assert sorted((duty.person, duty.state) for duty in duties(DAY)) == sorted(
        [(str(reader), "done"), (str(_late), "missing")]
    )


def test_the_report_asks_no_more_questions_of_a_larger_agency(django_assert_num_queries):
    for _n in range(3):
        make_edition(on=START)
        make_person(unit=make_unit())
    with django_assert_num_queries(4):
        assert len(duties(DAY)) == 9
    assert Post.objects.count() == 3


ADDRESS = "/admin/reports/acknowledgements/"


@pytest.mark.parametrize(
    "role, status", [(Role.SECRETARY, 200), (Role.AUDITOR, 200), (Role.STAFF, 302), (None, 302)]
)
def test_the_report_is_for_those_who_may_see_confirmations(role, status, client):
    if role is not None:
        client.force_login(make_person(role))
    assert client.get(ADDRESS).status_code == status


@pytest.mark.parametrize(
    "query, lines", [("", 4), ("state=missing", 3), ("state=done", 1), ("code=QT-R-1", 2)]
)
def test_the_report_is_filtered_and_exported(query, lines, client):
    make_settings()
    client.force_login(make_person(Role.SECRETARY))
    for n in range(2):
        edition = make_edition(code=f"QT-R-{n}", on=START)
    people = [make_person(unit=make_unit()) for _n in range(2)]
    acknowledge(edition, people[0], on=DAY, sha256=edition.sha256)
    text = b"".join(client.get(f"{ADDRESS}?{query}&export=csv").streaming_content).decode()
    assert len(text.strip().splitlines()) == lines + 1
    assert client.get(f"{ADDRESS}?{query}").content.decode().count("QT-R-") >= lines
    workbook = client.get(f"{ADDRESS}?{query}&export=xlsx")
    assert workbook.headers["Content-Type"].endswith("spreadsheetml.sheet")
