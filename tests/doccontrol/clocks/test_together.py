"""Several clocks ticked on the desk or the board: one page, one reason, one proposal."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.kept import work
from doccontrol.clocks import deciding
from doccontrol.clocks.pages.burning import MOST_DRAWN, MOST_OF_LAW
from doccontrol.models import Decision
from doccontrol.organisation.accounts.roles import Role
from tests.doccontrol.clocks.make import make_clock, make_law
from tests.make import make_person, make_settings, make_unit

pytestmark = pytest.mark.django_db
PAGE = "clocks:propose_together"
REASON = "Quy trình không dẫn mức lương cơ sở"


@pytest.fixture(autouse=True)
def _english(client):
    make_settings()
    client.cookies["django_language"] = "en"


@pytest.fixture
def law():
    return make_law("161/2026/NĐ-CP")


@pytest.fixture
def clocks(law):
    return [make_clock(law=law) for _n in range(3)]


@pytest.fixture
def secretary(client):
    person = make_person(Role.SECRETARY)
    client.force_login(person)
    return person


def text_of(response):
    return " ".join(response.content.decode().split())


def sent(clocks, ticked, **more):
    return {
        "listed": [clock.pk for clock in clocks],
        "clock": [clock.pk for clock in ticked],
        "outcome": "no_change",
        "reason": REASON,
    } | more


def boxes(page):
    return {int(key) for key in re.findall(r'name="clock"\s+value="(\d+)"', page)}


@pytest.mark.parametrize("place", ["desk", "clocks:index"])
def test_ticked_clocks_lead_to_one_page_and_become_one_proposal(client, clocks, secretary, place):
    page = client.get(reverse(place)).content.decode()
    assert boxes(page) == {clock.pk for clock in clocks}
    assert f'action="{reverse(PAGE)}"' in page

    shown = text_of(client.get(reverse(PAGE), {"clock": [clock.pk for clock in clocks[:2]]}))
    assert boxes(shown) == {clock.pk for clock in clocks[:2]}
    assert shown.count(" checked") == 3  # the outcome too

    answer = client.post(reverse(PAGE), sent(clocks[:2], clocks[:2]))
    proposals = list(Decision.objects.order_by("clock"))
    assert [row.clock_id for row in proposals] == [clock.pk for clock in clocks[:2]]
    assert answer.url == reverse("decisions:batch", args=["decision", proposals[0].batch])
    work.shelf.clear()
    assert boxes(client.get(reverse(place)).content.decode()) == {clocks[2].pk}
    client.post(reverse(PAGE), sent(clocks[:2], clocks[:2]))
    assert Decision.objects.count() == 2


def test_what_is_missing_is_asked_for_and_nothing_typed_or_ticked_is_lost(
    client, clocks, secretary
):
    page = text_of(client.post(reverse(PAGE), sent(clocks, clocks[:2], reason=" ")))
    assert "Write the reason" in page and "autofocus" in page
    assert page.count(" checked") == 3
    page = text_of(client.post(reverse(PAGE), sent(clocks, [])))
    assert "Tick at least one" in page and REASON in page
    assert not Decision.objects.exists()


def test_what_cannot_be_proposed_is_named_and_has_no_box(client, clocks, secretary):
    colleague = make_person(Role.SECRETARY, first_name="Nhanh")
    deciding.propose(
        clocks[1], outcome="no_change", reason="Đã xem", by=colleague, on=timezone.localdate()
    )
    page = text_of(client.get(reverse(PAGE), {"clock": [clock.pk for clock in clocks]}))
    assert boxes(page) == {clocks[0].pk, clocks[2].pk}
    assert "Nhanh already proposed" in page

    told = text_of(client.post(reverse(PAGE), sent(clocks, [clocks[0]]), follow=True))
    assert "Proposed for 1 clock" in told


def test_a_head_proposes_for_the_own_unit_alone(client, law):
    unit = make_unit()
    own, other = make_clock(law=law, owner_unit=unit), make_clock(law=law)
    client.force_login(make_person(Role.HEAD, unit=unit, head=True))
    query = {"clock": [own.pk, other.pk, "x", "²"]}
    assert boxes(text_of(client.get(reverse(PAGE), query))) == {own.pk}
    client.post(reverse(PAGE), sent([own, other], [own, other]))
    assert Decision.objects.get().clock == own


def test_whoever_may_not_propose_sees_no_box_and_no_page(client, clocks):
    for role in (Role.APPROVER, Role.AUDITOR):
        client.force_login(make_person(role))
        for place in ("desk", "clocks:index"):
            page = client.get(reverse(place)).content.decode()
            assert clocks[0].document.code in page and not boxes(page)
    client.force_login(make_person(Role.AUDITOR))
    assert client.get(reverse(PAGE)).status_code != 200
    client.post(reverse(PAGE), sent(clocks, clocks))
    assert not Decision.objects.exists()


def test_the_page_asks_the_same_for_many_as_for_one(client, clocks, secretary, law):
    def asked(listed):
        query = {"clock": [clock.pk for clock in listed]}
        client.get(reverse(PAGE), query)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(PAGE), query)
        return len(queries)

    few = asked(clocks[:1])
    assert asked([*clocks, *(make_clock(law=law) for _n in range(4))]) == few


def test_of_many_clocks_the_desk_draws_some_and_counts_the_others(
    client, secretary, law, monkeypatch
):
    monkeypatch.setattr("doccontrol.clocks.pages.desk.MOST_DRAWN", 5)
    monkeypatch.setattr("doccontrol.clocks.pages.desk.MOST_OF_LAW", 3)
    assert MOST_OF_LAW < MOST_DRAWN
    for each in (law, make_law("162/2026/NĐ-CP"), make_law("163/2026/NĐ-CP")):
        for _n in range(4):
            make_clock(law=each)
    response = client.get(reverse("desk"))
    page = text_of(response)
    [shown] = [each["shown"] for each in response.context["sections"] if "board" in each["shown"]]
    laws = shown["pressing"]
    assert [(len(each.clocks), each.count, each.hidden) for each in laws] == [(3, 4, 1), (2, 4, 2)]
    assert (shown["count"], shown["more"]) == (12, 4)
    assert "1 more document of 161/2026/NĐ-CP on the board" in page
    assert "4 more on the board" in page
    board = client.get(laws[1].board)
    assert len(board.context["object_list"]) == 4
    assert {row.law for row in board.context["object_list"]} == {laws[1].number}


def test_what_somebody_has_proposed_meanwhile_is_named_and_nothing_is_proposed(
    client, clocks, secretary
):
    colleague = make_person(Role.SECRETARY, first_name="Nhanh")
    deciding.propose(
        clocks[1], outcome="no_change", reason="Đã xem", by=colleague, on=timezone.localdate()
    )
    told = text_of(client.post(reverse(PAGE), sent(clocks, clocks[:2]), follow=True))
    assert "Nhanh" in told and clocks[1].document.code in told and REASON in told
    assert Decision.objects.count() == 1


def test_the_board_of_one_law_is_of_that_number_alone(client, secretary):
    for number in ("5/2024/NĐ-CP", "15/2024/NĐ-CP"):
        make_clock(law=make_law(number))
    page = client.get(reverse("clocks:index"), {"law": "5/2024/NĐ-CP"}).content.decode()
    assert "15/2024/NĐ-CP" not in page and "5/2024/NĐ-CP" in page
