"""The desk says what a person must read, decide and revise; nobody else sees it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cms.kept import work
from doccontrol.clocks.deciding import open_draft, propose
from doccontrol.clocks.giving.actions import give
from doccontrol.clocks.progress import NextStep, Progress
from doccontrol.extension_points import DeskSection, WorkItem
from doccontrol.models import Acknowledgement, ChangeNote, Clock, Holiday, LawEvent, Procedure
from doccontrol.organisation.accounts.roles import Role
from doccontrol.organisation.desk import holidays_to_confirm
from tests.extending import point_of
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


def desk_of(client, **query):
    """What the sections of the desk show, the numbers of its strip, and what waits."""
    work.shelf.clear()  # to see what it is drawn of
    context = client.get(DESK, query).context
    shown = [section["shown"] for section in context["sections"]]
    return {name: value for each in shown for name, value in each.items()} | {
        "counts": context["work"].counts,
        "waiting": [row["line"] for row in context["waiting"]],
    }


def abouts(client, **query):
    return [line.about for line in desk_of(client, **query)["waiting"]]


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
    back = {"referer": f"http://testserver{DESK}"}
    response = client.post(address, {"sha256": "khác"}, headers=back)
    assert response.headers["Location"] == DESK
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
    desk = desk_of(client)
    [line] = desk["waiting"]
    assert page.code in line.about and str(author) in line.about and "01/00" in line.about
    assert desk["counts"]["waiting"] == 1
    assert "drafts" not in desk
    client.force_login(author)
    desk = desk_of(client)
    assert desk["waiting"] == []
    [draft] = desk["drafts"]
    assert draft.waiting.people == [head]
    assert str(head) in client.get(DESK).content.decode()


def test_a_draft_that_waits_says_which_law_it_implements_and_how_late_it_is(client, unit):
    author = make_person(Role.STAFF, unit=unit)
    head = make_person(Role.HEAD, unit=unit, head=True)
    late = make_clock(make_edition(owner_unit=unit), timezone.localdate() - timedelta(days=60))
    submitted(author, unit)
    begin(late, author)
    client.force_login(head)
    first, second = desk_of(client)["waiting"]
    assert late.event.acting.number_raw in first.about and first.due == late.due
    assert "01/01" in first.about and second.due is None
    assert "60 ngày" in client.get(DESK).content.decode()


def test_a_draft_sent_back_waits_for_its_author_with_the_reason(client, unit):
    author = make_person(Role.STAFF, unit=unit)
    head = make_person(Role.HEAD, unit=unit, head=True)
    begun = make_procedure(author=author)
    submitted(author, unit)
    returned = submitted(author, unit)
    step = returned.current_workflow_task_state
    step.task.specific.on_action(step, head, "reject", comment="Sai thời hạn")
    client.force_login(author)
    first, second = abouts(client)
    assert returned.code in first and "Sai thời hạn" in first
    assert begun.code in second


def test_a_draft_whose_author_has_left_stands_with_those_who_draft_for_all(client, unit):
    author = make_person(Role.STAFF, unit=unit)
    head = make_person(Role.HEAD, unit=unit, head=True)
    returned = submitted(author, unit)
    step = returned.current_workflow_task_state
    step.task.specific.on_action(step, head, "reject", comment="Sai thời hạn")
    secretary = make_person(Role.SECRETARY)
    client.force_login(secretary)
    assert abouts(client) == []

    author.is_active = False
    author.save()

    [about] = abouts(client)
    assert returned.code in about and "Thư ký ISO" in about
    client.force_login(make_person(Role.STAFF, unit=unit))
    assert abouts(client) == []


def test_a_draft_nobody_can_judge_stands_with_those_who_draft_for_all(client, unit):
    page = submitted(make_person(Role.STAFF, unit=unit), unit)  # no head, and no secretary
    client.force_login(make_person(Role.WORKING_GROUP))
    [about] = abouts(client)
    assert page.code in about and str(Role.SECRETARY) in about


def test_what_is_issued_leaves_the_drafts_and_the_next_draft_returns(client, staff):
    edition = make_edition(author=staff)
    assert abouts(client) == []
    page = Procedure.objects.get(pk=edition.document_id).get_latest_revision_as_object()
    page.changes = [ChangeNote(place="Mục 5", description="Sửa")]
    page.save_revision(user=staff)
    [about] = abouts(client)
    assert edition.code in about


def make_clock(edition, due, law=None):
    law = law or make_text()
    effective = due - timedelta(days=91) if due else None
    return Clock.objects.create(
        event=LawEvent.objects.get_or_create(acting=law, on=effective)[0],
        document_id=edition.document_id,
        edition=edition,
        cited_text=law,
        kind="takes_effect",
        effective=effective,
        due_raw=due,
        due=due,
        opened_on=date(2024, 1, 10),
    )


def begin(clock, author):
    """The draft that answers the clock, submitted."""
    page = open_draft(clock, by=author, on=timezone.localdate())
    page.scope = "<p>Phạm vi mới.</p>"
    page.changes = [ChangeNote(place="Mục 5", description="Sửa")]
    page.save_revision(user=author)
    page.get_workflow().start(page, author)


def laws_of(client, **query):
    desk = desk_of(client, **query)
    return [*desk["pressing"], *desk["others"]]


def rows_of(client, **query):
    return [row for law in laws_of(client, **query) for row in law.clocks]


def test_the_clocks_of_my_unit_stand_the_most_urgent_first(client, staff, unit):
    today = timezone.localdate()
    running, unknown, late = (
        make_clock(make_edition(owner_unit=unit), due)
        for due in (today + timedelta(days=60), None, today - timedelta(days=1))
    )
    make_clock(make_edition(), today)
    assert [row.clock.pk for row in rows_of(client)] == [late.pk, unknown.pk, running.pk]
    counts = desk_of(client)["counts"]
    assert (counts["overdue"], counts["due_soon"]) == (1, 0)
    assert [row.clock.pk for row in rows_of(client, show="overdue")] == [late.pk]


def test_the_clocks_of_one_law_and_day_stand_together(client, unit):
    client.force_login(make_person(Role.SECRETARY))
    law, due = make_text("161/2026/NĐ-CP", subject="Mức lương cơ sở"), timezone.localdate()
    clocks = [make_clock(make_edition(), due, law) for _n in range(3)]
    other = make_clock(make_edition(), due + timedelta(days=1))
    first, second = laws_of(client)
    assert (first.number, first.title, first.due) == ("161/2026/NĐ-CP", "Mức lương cơ sở", due)
    assert {row.clock.pk for row in first.clocks} == {clock.pk for clock in clocks}
    assert [row.clock.pk for row in second.clocks] == [other.pk]


def test_whoever_drafts_for_the_unit_begins_the_draft_from_the_desk(client, staff, unit):
    clock = make_clock(make_edition(owner_unit=unit), timezone.localdate())
    [row] = rows_of(client)
    assert (row.offered.step, row.in_hand.progress) == (NextStep.DRAFT, Progress.NOT_GIVEN)
    answer = client.post(row.offered.url)
    editor = reverse("wagtailadmin_pages:edit", args=[clock.document_id])
    assert answer.headers["Location"] == editor
    [row] = rows_of(client)
    assert (row.offered.step, row.in_hand.progress, row.holder) == (
        NextStep.DRAFT,
        Progress.DRAFTING,
        str(staff),
    )


def test_each_is_offered_the_step_that_is_theirs(client, unit):
    author = make_person(Role.STAFF, unit=unit)
    head = make_person(Role.HEAD, unit=unit, head=True)
    director, auditor = make_person(Role.APPROVER), make_person(Role.AUDITOR)
    clock = make_clock(make_edition(owner_unit=unit), timezone.localdate())

    def steps():
        offered = []
        for person in (author, head, director, auditor):
            client.force_login(person)
            offered.append(rows_of(client)[0].offered.step)
        return offered

    assert steps()[0] == NextStep.DRAFT and steps()[3] == NextStep.LOOK
    begin(clock, author)
    look = NextStep.LOOK
    assert steps() == [look, NextStep.REVIEW, look, look]
    state = Procedure.objects.get(pk=clock.document_id).current_workflow_task_state
    state.task.specific.on_action(state, head, "approve")
    assert steps() == [look, look, NextStep.APPROVE, look]


def test_a_proposal_waits_for_whoever_may_answer_it_and_not_for_its_proposer(client, unit):
    head = make_person(Role.HEAD, unit=unit, head=True)
    director, today = make_person(Role.APPROVER), timezone.localdate()
    clock = make_clock(make_edition(owner_unit=unit), today)
    propose(clock, outcome="no_change", reason="Không đụng đến", by=head, on=today)
    client.force_login(director)
    [line] = desk_of(client)["waiting"]
    [row] = rows_of(client)
    assert "Không đụng đến" in line.about and line.due == today
    assert (row.offered.step, row.offered.url) == (NextStep.ANSWER, line.url)
    client.force_login(head)
    assert abouts(client) == []
    assert rows_of(client)[0].offered.step != NextStep.ANSWER


def test_a_filter_leaves_what_it_names_and_an_unknown_one_says_so(client, unit):
    head = make_person(Role.HEAD, unit=unit, head=True)
    client.force_login(head)
    make_clock(make_edition(owner_unit=unit), timezone.localdate() - timedelta(days=3))
    submitted(make_person(Role.STAFF, unit=unit), unit)
    assert len(abouts(client, show="waiting")) == 1
    assert abouts(client, show="overdue") == []
    assert "pressing" not in desk_of(client, show="waiting")
    page = client.get(DESK, {"show": "tất cả"})
    assert page.status_code == 200 and "tất cả" in page.content.decode()
    assert page.context["chosen"] is None
    assert len(page.context["waiting"]) == 1
    for number in page.context["work"].numbers:
        work.shelf.clear()
        assert client.get(DESK, {"show": number.name}).context["chosen"].name == number.name


def test_what_is_to_come_stands_on_the_desk(client, staff):
    today = timezone.localdate()
    edition = make_edition(on=today, in_force_from=today + timedelta(days=5))
    law = make_text("9/2030/NĐ-CP", effective=today + timedelta(days=9))
    make_text("8/2030/NĐ-CP", effective=today)
    coming = client.get(DESK).context["coming"]
    assert [line.day for line in coming] == [edition.in_force_from, law.effective]
    assert str(edition) in coming[0].about and law.number_raw in coming[1].about
    assert client.get(coming[0].url).status_code == client.get(coming[1].url).status_code == 200


def test_whoever_keeps_the_holidays_is_asked_to_confirm_them_until_one_is_entered(client, staff):
    secretary, today = make_person(Role.SECRETARY), timezone.localdate()
    assert holidays_to_confirm(staff, today) == []
    [line] = holidays_to_confirm(secretary, date(2026, 11, 30))
    assert line.day.year == 2027
    Holiday.objects.create(day=date(2027, 2, 5), name="Tết", source=Holiday.Source.AGENCY)
    assert holidays_to_confirm(secretary, date(2026, 11, 30)) == []


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


def test_the_first_page_of_the_administration_leads_to_the_desk(client, staff):
    assert client.get("/admin/").headers["Location"] == DESK
    assert DESK in client.get(reverse("account")).content.decode()


def test_what_stands_first_stands_above_the_strip_and_what_is_not_for_me_nowhere(
    client, staff, monkeypatch
):
    template = "doccontrol/jobs/desk.html"
    sections = point_of(
        DeskSection("later", 5, template, lambda request, on, chosen: {"count": 5}),
        DeskSection("none", 1, template, lambda request, on, chosen: None),
        DeskSection("first", -1, template, lambda request, on, chosen: {"count": 7}),
    )
    none = WorkItem("none", 1, gettext_lazy("To read"), lambda person, on: None)
    monkeypatch.setattr("cms.desk.desk_sections", sections)
    monkeypatch.setattr("cms.todays_work.work_items", point_of(none))
    page = client.get(DESK)
    assert page.context["work"].counts["waiting"] == 0
    above, _strip, below = page.content.decode().partition('<ul class="strip">')
    assert above.count("banner--warning") == below.count("banner--warning") == 1
    assert "7" in above and "5" in below
    filtered = client.get(DESK, {"show": "overdue"}).content.decode()
    assert filtered.count("banner--warning") == 1


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
    places = [(person, DESK) for person in everybody]
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
        named = [{*in_review, *in_approval}, in_review, in_approval, []]
        for page, codes in zip(pages, named, strict=True):
            assert all(code in page for code in codes)
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 40, counts


def test_the_whole_page_asks_at_most_forty_questions(client, unit):
    """That more of anything asks no more is held above."""
    author = make_person(Role.STAFF, unit=unit)
    head = make_person(Role.HEAD, unit=unit, head=True)
    today = timezone.localdate()
    laws = [make_text() for _n in range(3)]
    for _n in range(2):
        edition = make_edition(owner_unit=unit)
        clocks = [make_clock(edition, today - timedelta(days=1), law) for law in laws]
        give(clocks[0], to=author, finish_by=today, note="", by=head, on=today)
    for _n in range(3):
        submitted(author, unit)
    for person in (head, author, make_person(Role.SECRETARY), make_person(Role.APPROVER)):
        client.force_login(person)
        client.get(DESK)
        work.shelf.clear()
        with CaptureQueriesContext(connection) as asked:
            client.get(DESK)
        assert len(asked) <= 40, person.groups.first()
