"""Clocks are given to people, given again, taken back and reminded of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from doccontrol.clocks import deciding
from doccontrol.clocks.giving.actions import REMIND, give, remind, send_reminder, take_back
from doccontrol.clocks.giving.refusals import (
    DayIsPast,
    MayNotGive,
    MayNotReceive,
    NoAddress,
    NotGiven,
    RemindedToday,
)
from doccontrol.clocks.giving.rights import may_receive, receivers
from doccontrol.clocks.pages.burning import burning
from doccontrol.clocks.progress import NextStep, Progress
from doccontrol.clocks.refusals import ClockIsClosed
from doccontrol.decisions.actions import approve
from doccontrol.extension_points import work_items
from doccontrol.jobs.outbox import Job
from doccontrol.models import Assignment, Clock
from doccontrol.organisation.accounts.roles import Role
from tests.doccontrol.clocks.make import make_clock
from tests.make import make_person, make_settings, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def agency():
    return make_settings()


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def head(unit):
    return make_person(Role.HEAD, unit=unit, head=True)


@pytest.fixture
def author(unit):
    return make_person(Role.STAFF, unit=unit, email="a@so.example")


@pytest.fixture
def clock(unit):
    return make_clock(owner_unit=unit)


def today() -> date:
    return timezone.localdate()


def hand_over(clock, to, by, *, days: int = 5, note: str = "") -> Assignment:
    finish_by = today() + timedelta(days=days)
    return give(clock, to=to, finish_by=finish_by, note=note, by=by, on=today())


def row_for(person):
    [law] = burning(person, today()).laws
    [row] = law.clocks
    return row


def test_given_given_to_another_and_taken_back_each_row_stays(clock, unit, author, head):
    other, secretary = make_person(Role.STAFF, unit=unit), make_person(Role.SECRETARY)
    first = hand_over(clock, author, head)
    assert hand_over(clock, author, head) == first
    second = hand_over(clock, other, secretary)
    take_back(clock, by=head, on=today())
    take_back(clock, by=head, on=today())
    third = hand_over(clock, author, head)
    rows = Assignment.objects.order_by("pk")
    assert [(row.pk, row.person, row.ended_by) for row in rows] == [
        (first.pk, author, secretary),
        (second.pk, other, head),
        (third.pk, author, None),
    ]


def test_the_desk_hands_the_clock_from_hand_to_hand(clock, unit, author, head):
    colleague = make_person(Role.STAFF, unit=unit)
    assert row_for(head).offered.step == NextStep.GIVE
    assert row_for(author).offered.step == row_for(colleague).offered.step == NextStep.DRAFT
    hand_over(clock, author, head)
    row = row_for(head)
    assert (row.offered.step, row.in_hand.progress, row.holder) == (
        NextStep.REMIND,
        Progress.DRAFTING,
        str(author),
    )
    assert row_for(author).offered.step == NextStep.DRAFT
    remind(clock, by=head, on=today())
    assert row_for(head).offered.step == NextStep.LOOK
    author.is_active = False
    author.save()
    row = row_for(head)
    assert (row.offered.step, row.in_hand.progress, row.holder) == (
        NextStep.GIVE,
        Progress.NOT_GIVEN,
        "",
    )
    hand_over(clock, colleague, head)
    assert row_for(head).holder == str(colleague)


def test_only_secretary_director_and_the_units_own_head_give(clock, unit, author, head):
    for person in (head, make_person(Role.SECRETARY), make_person(Role.APPROVER)):
        hand_over(clock, author, person)
    others = make_person(Role.HEAD, unit=make_unit(), head=True)
    for person in (author, others, make_person(Role.WORKING_GROUP), make_person(Role.AUDITOR)):
        for step in (
            lambda by=person: hand_over(clock, author, by),
            lambda by=person: take_back(clock, by=by, on=today()),
            lambda by=person: remind(clock, by=by, on=today()),
        ):
            with pytest.raises(MayNotGive):
                step()


def test_it_is_given_only_to_whoever_drafts_for_the_unit_and_not_for_a_past_day(
    clock, unit, author, head
):
    gone = make_person(Role.STAFF, unit=unit, is_active=False)
    outside = make_person(Role.STAFF, unit=make_unit())
    for person in (gone, outside, make_person(Role.AUDITOR, unit=unit)):
        with pytest.raises(MayNotReceive):
            hand_over(clock, person, head)
    with pytest.raises(DayIsPast):
        hand_over(clock, author, head, days=-1)
    assert not Assignment.objects.exists()


def test_a_closed_clock_is_given_to_nobody(clock, author, head):
    decision = deciding.propose(
        clock, outcome="no_change", reason="Không đụng đến", by=head, on=today()
    )
    approve(decision, by=make_person(Role.APPROVER), on=today())
    with pytest.raises(ClockIsClosed):
        hand_over(clock, author, head)


def test_a_reminder_is_sent_once_a_day_and_only_to_whoever_has_the_clock(clock, unit, author, head):
    with pytest.raises(NotGiven):
        remind(clock, by=head, on=today())
    hand_over(clock, author, head)
    remind(clock, by=head, on=today())
    with pytest.raises(RemindedToday):
        remind(clock, by=head, on=today())
    remind(clock, by=head, on=today() + timedelta(days=1))
    first, second = Job.objects.filter(kind=REMIND).order_by("pk")
    send_reminder(first.payload)
    [message] = mail.outbox
    assert message.to == ["a@so.example"] and clock.document.code in message.subject
    assert reverse("clocks:clock", args=[clock.pk]) in message.body
    take_back(clock, by=head, on=today())
    send_reminder(second.payload)
    assert len(mail.outbox) == 1


def test_without_an_address_nothing_is_sent_and_it_is_said(clock, unit, head):
    hand_over(clock, make_person(Role.STAFF, unit=unit, email=""), head)
    with pytest.raises(NoAddress):
        remind(clock, by=head, on=today())
    assert not Job.objects.filter(kind=REMIND).exists()


def test_the_database_knows_one_current_assignment_of_a_clock(clock, author, head):
    row = hand_over(clock, author, head)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_page_gives_reminds_and_takes_back(client, clock, author, head):
    client.force_login(head)
    address = reverse("clocks:give", args=[clock.pk])
    assert str(author) in client.get(address).content.decode()
    empty = client.post(address, {})
    assert empty.status_code == 200 and not Assignment.objects.exists()
    day = today() + timedelta(days=3)
    client.post(address, {"to": author.pk, "finish_by": f"{day:%d/%m/%Y}", "note": "Gấp"})
    row = Assignment.objects.get()
    assert (row.person, row.finish_by, row.note) == (author, day, "Gấp")
    page = reverse("clocks:clock", args=[clock.pk])
    reminded = client.post(reverse("clocks:remind", args=[clock.pk]), follow=True)
    assert reminded.redirect_chain == [(page, 302)]
    assert "a@so.example" in reminded.content.decode() and "Gấp" in reminded.content.decode()
    client.post(reverse("clocks:take_back", args=[clock.pk]))
    row.refresh_from_db()
    assert (row.ended_by, row.ended_on) == (head, today())
    client.force_login(author)
    assert client.get(page).status_code == 200
    assert 'name="to"' not in client.get(address).content.decode()
    client.post(address, {"to": author.pk, "finish_by": f"{day:%d/%m/%Y}"})
    assert not Assignment.objects.current().exists()


def waiting_lines(person):
    """What each kind of work says that waits for the person today."""
    found = (item.waiting(person, timezone.localdate()) for item in work_items)
    return [line.about for work in found if work is not None for line in work.lines]


def test_what_was_given_waits_for_that_person_until_a_draft_is_begun(clock, unit, author, head):
    on = timezone.localdate()
    other = make_person(Role.STAFF, unit=unit)
    named = f"{clock.document.code} “{clock.edition.title}”, cần cập nhật theo"

    def waits_for(person) -> bool:
        return any(line.startswith(named) for line in waiting_lines(person))

    assert not waits_for(author)
    give(clock, to=author, finish_by=on, note="Xem Điều 5", by=head, on=on)
    assert waits_for(author) and not waits_for(other)
    assert any("Xem Điều 5" in line for line in waiting_lines(author))
    give(clock, to=other, finish_by=on, note="", by=head, on=on)
    assert waits_for(other) and not waits_for(author)
    # A draft about something else has not begun what was given.
    clock.document.specific.save_revision(user=other)
    assert waits_for(other)
    deciding.open_draft(clock, by=other, on=on)
    assert not waits_for(other)
    take_back(clock, by=head, on=on)
    assert not waits_for(other)


def test_who_has_taken_over_a_unit_is_offered_its_clocks(clock, unit, author):
    on = timezone.localdate()
    after, colleague = make_unit(), make_person(Role.STAFF)
    heir = make_person(Role.STAFF, unit=after)
    assert heir not in receivers(clock, on) and author in receivers(clock, on)
    unit.valid_until, unit.successor = on, after
    unit.save()
    offered = receivers(Clock.objects.get(pk=clock.pk), on)
    assert heir in offered and colleague not in offered
    assert all(may_receive(person, clock, on) for person in offered)


def test_more_people_of_the_unit_are_offered_by_as_many_queries(
    clock, unit, author, django_assert_num_queries
):
    on = timezone.localdate()
    with CaptureQueriesContext(connection) as few:
        assert receivers(clock, on)
    most = len(few)
    for _n in range(5):
        make_person(Role.STAFF, unit=unit)
    with django_assert_num_queries(most):
        assert len(receivers(clock, on)) >= 6
