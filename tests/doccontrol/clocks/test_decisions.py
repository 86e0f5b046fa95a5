from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from reversion.models import Version

from doccontrol.clocks import deciding, refusals
from doccontrol.decisions import actions
from doccontrol.decisions.refusals import AlreadyAnswered, NeedsAnotherPerson, ReasonMissing
from doccontrol.documents.refusals import BeingJudged
from doccontrol.models import ChangeNote, Clock, Decision
from doccontrol.organisation.accounts.roles import Role
from tests.doccontrol.clocks.make import DUE, EFFECT, TODAY, closable, make_clock
from tests.make import make_edition, make_person, make_post, make_unit

pytestmark = pytest.mark.django_db
NO_CHANGE = Decision.Outcome.NO_CHANGE


def secretary():
    return make_person(Role.SECRETARY)


def propose(clock, by=None, reason="Trích dẫn không đổi", on=TODAY):
    return deciding.propose(clock, outcome=NO_CHANGE, reason=reason, by=by or secretary(), on=on)


@pytest.mark.parametrize(("approved_on", "late"), [(DUE, False), (date(2026, 10, 2), True)])
def test_a_second_person_closes_the_clock_and_the_due_day_is_still_in_time(approved_on, late):
    clock = make_clock()
    decision = propose(clock)
    assert closable(clock).closed_on is None

    actions.approve(decision, by=make_person(Role.APPROVER), on=approved_on)

    closed = closable(clock)
    state = closed.state(TODAY, warning_days=30)
    assert closed.closed_on == approved_on
    assert state == ("closed-late" if late else "closed-on-time")
    history = Version.objects.get_for_object(decision)
    assert history.count() == 2
    assert history.last().revision.comment.endswith(": Trích dẫn không đổi")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_neither_answer_is_given_without_a_reason(reason):
    clock = make_clock()
    with pytest.raises(ReasonMissing):
        propose(clock, reason=reason)
    decision = propose(clock)
    with pytest.raises(ReasonMissing):
        actions.refuse(decision, by=secretary(), on=TODAY, reason=reason)


def test_the_proposer_does_not_approve_superusers_included():
    person = secretary()
    person.is_superuser = True
    person.save()
    decision = propose(make_clock(), by=person)
    with pytest.raises(NeedsAnotherPerson):
        actions.approve(decision, by=person, on=TODAY)
    with pytest.raises(NeedsAnotherPerson):
        actions.refuse(decision, by=person, on=TODAY, reason="Không")


def test_a_person_without_the_right_does_not_approve():
    with pytest.raises(NeedsAnotherPerson):
        actions.approve(propose(make_clock()), by=make_person(Role.HEAD), on=TODAY)


def test_only_the_secretary_and_the_head_of_the_owner_unit_propose():
    unit = make_unit()
    clock = make_clock(owner_unit=unit)
    for person in (
        make_person(Role.HEAD, unit=make_unit(), head=True),
        make_person(Role.HEAD, unit=unit),
        make_person(Role.APPROVER, unit=unit),
        make_person(Role.STAFF, unit=unit),
    ):
        with pytest.raises(refusals.NotYours):
            propose(clock, by=person)

    assert propose(clock, by=make_person(Role.HEAD, unit=unit, head=True)).pk


def test_a_head_proposes_only_while_in_the_post():
    unit, person = make_unit(), make_person(Role.HEAD)
    make_post(person=person, unit=unit, is_head=True, held_until=TODAY)
    with pytest.raises(refusals.NotYours):
        propose(make_clock(owner_unit=unit), by=person)


def test_the_first_answer_wins_and_the_second_is_told_whose_it_was():
    clock, first, second = make_clock(), secretary(), secretary()
    decision = propose(clock, by=first)
    with pytest.raises(AlreadyAnswered, match=str(first)):
        propose(clock, by=second)

    actions.approve(decision, by=second, on=TODAY)

    for answer in (
        lambda: actions.approve(decision, by=secretary(), on=TODAY),
        lambda: actions.refuse(decision, by=secretary(), on=TODAY, reason="Không"),
        lambda: propose(clock),
    ):
        with pytest.raises(AlreadyAnswered, match=f"{second}.*22/11/2026"):
            answer()


def test_after_a_refusal_the_clock_is_open_and_may_be_answered_again():
    clock = make_clock()
    refused = actions.refuse(propose(clock), by=secretary(), on=TODAY, reason="Phải sửa mục 5")
    assert refused.refusal_reason == "Phải sửa mục 5"
    assert closable(clock).closed_on is None
    assert propose(clock).pk != refused.pk


def test_a_clock_closed_by_an_edition_takes_no_decision():
    clock = make_clock()
    decision = propose(clock)
    make_edition(clock.document.specific, on=date(2026, 9, 1), implements=[clock.event])
    with pytest.raises(refusals.ClockIsClosed, match="01/09/2026"):
        actions.approve(decision, by=secretary(), on=TODAY)
    actions.refuse(decision, by=secretary(), on=TODAY, reason="Đã có lần ban hành mới")
    with pytest.raises(refusals.ClockIsClosed):
        propose(clock)


def test_a_clock_withdrawn_meanwhile_says_so():
    clock = make_clock()
    Clock.objects.all().delete()
    with pytest.raises(refusals.ClockIsGone):
        propose(clock)


def test_an_edition_that_does_not_name_the_event_closes_nothing():
    clock = make_clock()
    make_edition(clock.document.specific, on=date(2026, 9, 1))
    assert closable(clock).closed_on is None


def test_a_draft_is_opened_with_the_event_named_and_only_once():
    clock, person = make_clock(), secretary()

    page = deciding.open_draft(clock, by=person, on=TODAY)
    revisions = page.revisions.count()
    again = deciding.open_draft(clock, by=person, on=TODAY)

    draft = clock.document.specific.get_latest_revision_as_object()
    assert [event.pk for event in draft.implements.all()] == [clock.event_id]
    assert draft.get_latest_revision().user == person
    assert again.revisions.count() == revisions


def test_a_draft_in_progress_keeps_what_it_says():
    clock, person = make_clock(), secretary()
    draft = clock.document.specific.get_latest_revision_as_object()
    draft.title = "Tên mới"
    draft.save_revision(user=person)

    deciding.open_draft(clock, by=person, on=TODAY)

    draft = closable(clock).document.specific.get_latest_revision_as_object()
    assert draft.title == "Tên mới"
    assert [event.pk for event in draft.implements.all()] == [clock.event_id]


def test_a_draft_under_review_is_left_alone():
    clock, author = make_clock(), secretary()
    page = deciding.open_draft(clock, by=author, on=TODAY)
    page.changes = [ChangeNote(place="Mục 5", description="Sửa")]
    page.title = "Tên mới"
    page.save_revision(user=author)
    page = clock.document.specific
    page.get_workflow().start(page, author)
    with pytest.raises(BeingJudged):
        deciding.open_draft(clock, by=author, on=TODAY)


def test_who_may_not_edit_the_page_opens_no_draft():
    with pytest.raises(refusals.MayNotDraft):
        deciding.open_draft(make_clock(), by=make_person(Role.AUDITOR), on=TODAY)


def test_a_closed_clock_needs_no_draft():
    clock = make_clock()
    actions.approve(propose(clock), by=secretary(), on=TODAY)
    with pytest.raises(refusals.ClockIsClosed):
        deciding.open_draft(clock, by=secretary(), on=TODAY)


def test_the_database_keeps_clocks_whole():
    clock = make_clock()
    broken = [
        {"due": None},
        {"effective": None},
        {"due_raw": None},
        {"due": date(2026, 9, 30)},
        {"due_raw": EFFECT},
    ]
    for fields in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            Clock.objects.filter(pk=clock.pk).update(**fields)
    Clock.objects.filter(pk=clock.pk).update(effective=None, due_raw=None, due=None)
    clock.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        clock.save(force_insert=True)


def test_the_database_keeps_decisions_whole():
    clock, one, other = make_clock(), make_person(), make_person()
    base = {
        "clock": clock,
        "outcome": NO_CHANGE,
        "reason": "Lý do",
        "proposed_by": one,
        "proposed_on": TODAY,
    }
    broken = [
        {"reason": ""},
        {"approved_by": other},
        {"approved_on": TODAY},
        {"approved_by": one, "approved_on": TODAY},
        {"refused_by": other, "refusal_reason": "x"},
        {"refused_on": TODAY, "refusal_reason": "x"},
        {"refused_by": other, "refused_on": TODAY},
        {
            "approved_by": other,
            "approved_on": TODAY,
            "refused_by": other,
            "refused_on": TODAY,
            "refusal_reason": "x",
        },
    ]
    for fields in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(**base | fields)
    refusal = {"refused_by": other, "refused_on": TODAY, "refusal_reason": "x"}
    for fields in (refusal, refusal, {}):
        Decision.objects.create(**base | fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**base)
