"""The desk says what a person must read, decide and revise; nobody else sees it."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from doccontrol.models import Acknowledgement, ChangeNote, Clock, LawEvent, Procedure
from doccontrol.organisation.accounts.roles import Role
from tests.make import (
    make_edition,
    make_person,
    make_procedure,
    make_settings,
    make_text,
    make_unit,
)

pytestmark = pytest.mark.django_db
DESK = "/ban-lam-viec/"


@pytest.fixture(autouse=True)
def agency():
    return make_settings()


@pytest.fixture
def unit():
    return make_unit(name="Phòng Lao động")


@pytest.fixture
def staff(client, unit):
    person = make_person(Role.STAFF, unit=unit)
    client.force_login(person)
    return person


def confirm(client, edition, **fields):
    address = reverse("acknowledge", args=[edition.pk])
    return client.post(address, {"sha256": edition.sha256} | fields, follow=False)


def desk_of(client):
    """What the sections of the desk show, and the counts of its summary by their anchors."""
    context = client.get(DESK).context
    shown = [section["shown"] for section in context["sections"]]
    counts = {item["anchor"]: item["work"].count for item in context["summary"]}
    return {name: value for each in shown for name, value in each.items()} | {"counts": counts}


def codes(client):
    return [row.edition.code for row in desk_of(client)["to_read"]]


def test_a_stranger_is_led_to_the_log_in(client):
    edition = make_edition()
    for response in (client.get(DESK), confirm(client, edition)):
        assert response.status_code == 302
        assert response.headers["Location"].startswith(reverse("login"))
    assert not Acknowledgement.objects.exists()


def test_what_is_to_be_read_is_listed_oldest_first_until_it_is_confirmed(client, staff, unit):
    newer = make_edition(code="QT-A", on=date(2024, 5, 1))
    make_edition(code="QT-B", on=date(2024, 1, 1), audience="owner", owner_unit=unit)
    make_edition(code="QT-C", audience="owner")
    assert codes(client) == ["QT-B", "QT-A"]
    response = confirm(client, newer, next=f"{DESK}#to-read")
    assert response.headers["Location"] == f"{DESK}#to-read"
    assert codes(client) == ["QT-B"]
    assert desk_of(client)["read_count"] == 1
    assert Acknowledgement.objects.get().person == staff


def test_reading_is_confirmed_from_the_page_of_the_edition_too(client, staff):
    edition = make_edition()
    address = edition.document.get_url()
    before = client.get(address).content.decode()
    assert reverse("acknowledge", args=[edition.pk]) in before and edition.sha256 in before
    confirm(client, edition, next=address)
    assert reverse("acknowledge", args=[edition.pk]) not in client.get(address).content.decode()


def test_a_refusal_is_told_where_the_person_was(client, staff):
    edition = make_edition()
    address = reverse("acknowledge", args=[edition.pk])
    back = f"http://testserver{DESK}"
    response = client.post(address, {"sha256": "khác"}, headers={"referer": back})
    assert response.headers["Location"] == back
    [message] = get_messages(response.wsgi_request)
    assert message.level_tag == "error"
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize("next_page", ["https://example.com/", "//example.com", "javascript:x"])
def test_a_confirmation_never_leads_to_another_site(next_page, client, staff):
    response = confirm(client, make_edition(), next=next_page)
    assert response.headers["Location"] == DESK


def test_confirming_is_not_done_by_following_a_link(client, staff):
    edition = make_edition()
    assert client.get(reverse("acknowledge", args=[edition.pk])).status_code == 405
    assert client.post(reverse("acknowledge", args=[edition.pk + 1])).status_code == 404


def submitted(author, unit, **fields):
    page = make_procedure(author=author, owner_unit=unit, **fields)
    page.get_workflow().start(page, author)
    return Procedure.objects.get(pk=page.pk)


def test_the_head_finds_what_waits_and_the_author_whose_turn_it_is(client, unit):
    author = make_person(Role.STAFF, unit=unit)
    head = make_person(Role.HEAD, unit=unit, head=True)
    page = submitted(author, unit, title="Bản nháp mới")
    client.force_login(head)
    context = desk_of(client)
    assert [row.page.pk for row in context["waiting"]] == [page.pk]
    assert context["drafts"] == []
    client.force_login(author)
    context = desk_of(client)
    assert context["waiting"] == []
    [draft] = context["drafts"]
    assert draft.waiting.people == [head]
    assert str(head) in client.get(DESK).content.decode()


def test_a_draft_sent_back_comes_first_with_the_reason(client, unit):
    author = make_person(Role.STAFF, unit=unit)
    head = make_person(Role.HEAD, unit=unit, head=True)
    begun = make_procedure(author=author)
    waiting = submitted(author, unit)
    returned = submitted(author, unit)
    step = returned.current_workflow_task_state
    step.task.specific.on_action(step, head, "reject", comment="Sai thời hạn")
    client.force_login(author)
    drafts = desk_of(client)["drafts"]
    assert [draft.page.pk for draft in drafts] == [returned.pk, waiting.pk, begun.pk]
    assert "Sai thời hạn" in client.get(DESK).content.decode()


def test_a_draft_whose_author_has_left_stands_with_those_who_draft_for_all(client, unit):
    author = make_person(Role.STAFF, unit=unit)
    head = make_person(Role.HEAD, unit=unit, head=True)
    returned = submitted(author, unit)
    step = returned.current_workflow_task_state
    step.task.specific.on_action(step, head, "reject", comment="Sai thời hạn")
    secretary = make_person(Role.SECRETARY)
    client.force_login(secretary)
    assert desk_of(client)["drafts"] == []

    author.is_active = False
    author.save()

    [draft] = desk_of(client)["drafts"]
    assert (draft.page.pk, draft.waiting.people) == (returned.pk, [])
    assert draft.waiting.missing in unescape(client.get(DESK).content.decode())
    client.force_login(make_person(Role.STAFF, unit=unit))
    assert desk_of(client)["drafts"] == []


def test_a_draft_nobody_can_judge_stands_with_those_who_draft_for_all(client, unit):
    page = submitted(make_person(Role.STAFF, unit=unit), unit)  # no head, and no secretary
    client.force_login(make_person(Role.WORKING_GROUP))
    [draft] = desk_of(client)["drafts"]
    assert draft.page.pk == page.pk
    assert draft.waiting.missing


def test_what_is_issued_leaves_the_drafts_and_the_next_draft_returns(client, staff):
    edition = make_edition(author=staff)
    assert desk_of(client)["drafts"] == []
    page = Procedure.objects.get(pk=edition.document_id).get_latest_revision_as_object()
    page.changes = [ChangeNote(place="Mục 5", description="Sửa")]
    page.save_revision(user=staff)
    assert [d.page.pk for d in desk_of(client)["drafts"]] == [edition.document_id]


def make_clock(edition, due):
    law = make_text()
    effective = due - timedelta(days=91) if due else None
    return Clock.objects.create(
        event=LawEvent.objects.create(acting=law, on=effective),
        document_id=edition.document_id,
        edition=edition,
        cited_text=law,
        kind="takes_effect",
        effective=effective,
        due_raw=due,
        due=due,
        opened_on=date(2024, 1, 10),
    )


def test_the_clocks_of_my_unit_stand_the_most_urgent_first(client, staff, unit):
    today = timezone.localdate()
    running, unknown, late = (
        make_clock(make_edition(owner_unit=unit), due)
        for due in (today + timedelta(days=60), None, today - timedelta(days=1))
    )
    make_clock(make_edition(), today)
    context = desk_of(client)
    assert [row.clock.pk for row in context["clocks"]] == [late.pk, unknown.pk, running.pk]
    assert (context["clock_count"], context["overdue_count"], context["counts"]["clocks"]) == (
        3,
        1,
        3,
    )
    assert [row.url for row in context["clocks"]] == ["", "", ""]


def test_a_head_may_open_the_clocks_of_the_own_unit(client, unit):
    client.force_login(make_person(Role.HEAD, unit=unit, head=True))
    clock = make_clock(make_edition(owner_unit=unit), timezone.localdate())
    [row] = desk_of(client)["clocks"]
    assert row.url == reverse("clocks:clock", args=[clock.pk])


def test_more_to_read_and_more_clocks_ask_no_more_questions(client, staff, unit):
    counts = []
    for _round in range(2):
        for _n in range(3):
            make_clock(make_edition(owner_unit=unit), timezone.localdate())
        client.get(DESK)
        with CaptureQueriesContext(connection) as asked:
            client.get(DESK)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 40


def asked_by(person, client, place):
    """How many queries the page of ``place`` costs, and what it says."""
    client.force_login(person)
    client.get(place)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(place).content.decode()
    return len(asked), page


def test_more_drafts_that_wait_ask_no_more_questions(client, unit):
    author = make_person(Role.STAFF, unit=unit)
    head = make_person(Role.HEAD, unit=unit, head=True)
    everybody = [author, head, make_person(Role.APPROVER), make_person(Role.SECRETARY)]
    places = [(person, place) for person in everybody for place in (DESK, "/admin/")]
    in_review, in_approval = [], []
    counts = []
    for drafts in (1, 15):
        while len(in_approval) < drafts:
            in_review.append(submitted(author, unit).code)
            reviewed = submitted(author, unit)
            step = reviewed.current_workflow_task_state
            step.task.specific.on_action(step, head, "approve")
            in_approval.append(reviewed.code)
        answers = [asked_by(person, client, place) for person, place in places]
        counts.append([count for count, _page in answers])
        pages = [page for _count, page in answers]
        named = [{*in_review, *in_approval}] * 2 + [in_review] * 2 + [in_approval] * 2 + [[]] * 2
        for page, codes in zip(pages, named, strict=True):
            assert all(code in page for code in codes)
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 40, counts
