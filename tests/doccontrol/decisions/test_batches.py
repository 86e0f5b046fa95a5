"""Several proposals made with one reason: one item for whoever answers, one answer, all of them or
none; and every rule of a single proposal holds for each."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from reversion.models import Revision, Version

from doccontrol.clocks import deciding
from doccontrol.decisions import actions
from doccontrol.decisions.batches.actions import (
    approve_together,
    refuse_together,
    take_back_together,
)
from doccontrol.decisions.batches.refusals import NoneAnswered, NoneProposed, NothingChosen
from doccontrol.decisions.desk import refused_to_you, to_answer
from doccontrol.decisions.refusals import AlreadyAnswered, ReasonMissing
from doccontrol.decisions.waiting import count_waiting_for, proposed_by
from doccontrol.documents.ending.actions import propose_withdrawal
from doccontrol.models import Decision, Post
from doccontrol.organisation.accounts.roles import Role
from tests.doccontrol.clocks.make import closable, make_clock, make_law
from tests.make import make_person, make_settings, make_unit

pytestmark = pytest.mark.django_db
REASON = "Mức lương cơ sở không nhắc tới trong quy trình"


@pytest.fixture
def client(client):
    make_settings()
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def clocks():
    law = make_law("161/2026/NĐ-CP")
    return [make_clock(law=law) for _n in range(3)]


@pytest.fixture
def proposals(clocks, secretary):
    return propose(clocks, secretary)


def today():
    return timezone.localdate()


def propose(clocks, by, reason=REASON):
    return deciding.propose_for_all(clocks, outcome="no_change", reason=reason, by=by, on=today())


def address(proposals, step="batch"):
    return reverse(f"decisions:{step}", args=["decision", proposals[0].batch])


def states(proposals):
    rows = Decision.objects.in_bulk([row.pk for row in proposals])
    return [rows[row.pk].state.value for row in proposals]


def ticked(proposals, **more):
    return {"row": [row.pk for row in proposals]} | more


def text_of(response):
    return " ".join(response.content.decode().split())


def test_proposed_together_they_share_one_batch_one_reason_and_one_entry(proposals):
    [batch] = {row.batch for row in proposals}
    assert batch is not None
    assert {row.reason for row in proposals} == {REASON}
    entries = {Version.objects.get_for_object(row).get().revision for row in proposals}
    assert [entry.comment for entry in entries] == [REASON]


def test_one_alone_belongs_to_no_batch(clocks, secretary):
    [proposal] = propose(clocks[:1], secretary)
    assert proposal.batch is None


def test_asked_twice_they_are_the_same_and_none_is_written_again(proposals, clocks, secretary):
    assert propose(clocks, secretary) == proposals
    assert Decision.objects.count() == len(proposals)


def test_if_one_cannot_be_proposed_it_is_named_and_none_is(clocks, secretary):
    first = deciding.propose(
        clocks[1], outcome="no_change", reason="Đã xem", by=make_person(Role.SECRETARY), on=today()
    )
    with pytest.raises(NoneProposed) as refused:
        propose(clocks, secretary)
    [(named, why)] = refused.value.obstacles
    assert named.clock == clocks[1] and isinstance(why, AlreadyAnswered)
    assert clocks[1].document.code in str(refused.value)
    assert list(Decision.objects.all()) == [first]


@pytest.mark.parametrize("reason", ["", " \n"])
def test_none_is_made_or_refused_without_a_reason(reason, proposals, clocks, secretary, director):
    with pytest.raises(ReasonMissing):
        propose(clocks, secretary, reason)
    with pytest.raises(ReasonMissing):
        refuse_together(proposals, by=director, on=today(), reason=reason)
    with pytest.raises(NothingChosen):
        approve_together([], by=director, on=today())
    assert states(proposals) == ["waiting"] * 3


def test_one_approval_lets_all_take_effect_and_said_again_changes_nothing(
    proposals, clocks, director
):
    approve_together(proposals, by=director, on=today())
    assert states(proposals) == ["standing"] * 3
    assert all(closable(clock).closed_on == today() for clock in clocks)
    entries = Revision.objects.count()
    approve_together(proposals, by=director, on=today())
    assert Revision.objects.count() == entries


def test_if_one_can_no_longer_be_approved_it_is_named_and_none_is(proposals, clocks, director):
    actions.refuse(proposals[2], by=make_person(Role.APPROVER), on=today(), reason="Phải sửa")
    with pytest.raises(NoneAnswered) as refused:
        approve_together(proposals, by=director, on=today())
    assert [row for row, _why in refused.value.obstacles] == [proposals[2]]
    assert states(proposals) == ["waiting", "waiting", "refused"]
    assert closable(clocks[0]).closed_on is None


def test_four_eyes_hold_for_each(proposals, secretary, director):
    with pytest.raises(NoneAnswered):
        approve_together(proposals, by=secretary, on=today())
    with pytest.raises(NoneAnswered):
        approve_together(proposals, by=make_person(Role.HEAD), on=today())
    with pytest.raises(NoneAnswered):
        take_back_together(proposals, by=director, on=today())
    assert states(proposals) == ["waiting"] * 3


def test_refused_or_taken_back_they_can_be_proposed_anew(proposals, clocks, secretary, director):
    refuse_together(proposals, by=director, on=today(), reason="Phải sửa mục 5")
    assert states(proposals) == ["refused"] * 3
    again = propose(clocks, secretary, "Đã đọc lại mục 5")
    take_back_together(again, by=secretary, on=today())
    assert states(again) == ["taken-back"] * 3


def test_they_wait_as_one_line_and_the_number_says_one(proposals, clocks, secretary, director):
    make_clock()
    single = deciding.propose(
        make_clock(), outcome="no_change", reason="Khác", by=secretary, on=today()
    )
    work = to_answer(director, today())
    assert work.count == count_waiting_for(director, today()) == 2
    line, other = work.lines
    assert "161/2026/NĐ-CP" in line.about and "3" in line.about and REASON in line.about
    assert line.url == address(proposals) and line.due == clocks[0].due
    assert str(single.clock.document.code) in other.about
    assert to_answer(secretary, today()).count == 0
    assert len(proposed_by(secretary, today())) == 2


def test_the_line_stands_while_any_waits_whichever_was_answered_first(proposals, director):
    actions.approve(proposals[0], by=director, on=today())
    [line] = to_answer(director, today()).lines
    assert line.url == address(proposals) and "2" in line.about


def asked_for(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def test_more_and_longer_batches_ask_no_more_questions(client, proposals, secretary, director):
    client.force_login(director)
    index = reverse("decisions:index")
    few, page = asked_for(client, index), asked_for(client, address(proposals))
    law = proposals[0].clock.event.acting
    more = propose([make_clock(law=law) for _n in range(5)], secretary)
    assert asked_for(client, index) == few
    assert asked_for(client, address(more)) == page


def test_the_page_lists_each_and_asks_once_before_the_ticked_take_effect(
    client, proposals, clocks, director
):
    client.force_login(director)
    page = text_of(client.get(address(proposals)))
    for proposal in proposals:
        assert f'name="row" value="{proposal.pk}"' in page
        assert proposal.clock.document.code in page
    chosen = proposals[:2]

    answer = client.post(address(proposals, "approve_batch"), ticked(chosen))
    assert states(proposals) == ["waiting"] * 3  # never in one click
    question = text_of(client.get(answer.url))
    assert question.count("ends on") == 2 and str(director) in question
    assert clocks[2].document.code in question.split("Goes on waiting")[1]

    done = client.post(
        address(proposals, "approve_batch"), ticked(chosen, confirmed="1"), follow=True
    )
    assert states(proposals) == ["standing", "standing", "waiting"]
    told = text_of(done)
    assert "Approved: 2 duties of 161/2026/NĐ-CP" in told
    assert "1 of this proposal still waits" in told


def test_an_answer_that_is_not_whole_is_asked_for_and_loses_nothing(client, proposals, director):
    client.force_login(director)
    told = text_of(client.post(address(proposals, "approve_batch"), {"confirmed": "1"}))
    assert "Tick at least one" in told and "autofocus" in told
    told = text_of(client.post(address(proposals, "refuse_batch"), ticked(proposals[:1])))
    assert "Write the reason" in told and "autofocus" in told
    assert told.count(" checked") == 1
    assert states(proposals) == ["waiting"] * 3

    client.post(
        address(proposals, "refuse_batch"), ticked(proposals[:1], refusal_reason="Phải sửa")
    )
    assert states(proposals) == ["refused", "waiting", "waiting"]


def test_what_was_settled_meanwhile_is_named_and_cannot_be_ticked(
    client, proposals, clocks, director
):
    closed = proposals[1]
    end_document_of(clocks[1])
    client.force_login(director)
    page = text_of(client.get(address(proposals)))
    assert "1 can no longer take effect" in page
    assert f'value="{closed.pk}"' not in page
    told = text_of(
        client.post(address(proposals, "approve_batch"), ticked(proposals, confirmed="1"))
    )
    assert "Nothing was answered" in told and closed.clock.document.code in told
    assert states(proposals) == ["waiting"] * 3


def end_document_of(clock):
    withdrawal = propose_withdrawal(
        clock.document,
        reason="Thôi",
        takes_effect_on=today(),
        by=make_person(Role.SECRETARY),
        on=today(),
    )
    actions.approve(withdrawal, by=make_person(Role.APPROVER), on=today())


def test_whoever_proposed_takes_all_back_on_the_page(client, proposals, secretary):
    client.force_login(secretary)
    page = text_of(client.get(address(proposals)))
    assert address(proposals, "take_back_batch") in page and 'name="row"' not in page
    client.post(address(proposals, "approve_batch"), ticked(proposals, confirmed="1"))
    assert states(proposals) == ["waiting"] * 3
    for _pressed in range(2):
        told = text_of(client.post(address(proposals, "take_back_batch"), follow=True))
        assert "Taken back: " in told
        assert states(proposals) == ["taken-back"] * 3


def test_taking_back_what_was_answered_says_by_whom_and_changes_nothing(
    client, proposals, secretary, director
):
    approve_together(proposals, by=director, on=today())
    client.force_login(secretary)
    told = text_of(client.post(address(proposals, "take_back_batch"), follow=True))
    assert str(director) in told
    assert states(proposals) == ["standing"] * 3


def test_what_was_refused_together_is_told_in_one_line_and_another_answer_in_its_own(
    proposals, secretary, director
):
    refuse_together(proposals[:2], by=director, on=today(), reason="Chưa đủ căn cứ")
    refuse_together(proposals[2:], by=director, on=today(), reason="Phải sửa phần lệ phí")
    lines = refused_to_you(secretary, today()).lines
    assert ["Phải sửa" in line.about for line in lines] == [False, True]
    assert "2 nghĩa vụ" in lines[0].about
    again = propose([row.clock for row in proposals[:2]], secretary)
    assert len(refused_to_you(secretary, today()).lines) == 1
    refuse_together(again, by=director, on=today(), reason="Vẫn chưa đủ")
    assert len(refused_to_you(secretary, today()).lines) == 2


def test_whoever_has_changed_unit_since_still_reads_and_takes_back_what_they_proposed(
    client, clocks
):
    unit = clocks[0].document.owner_unit
    head = make_person(Role.HEAD, unit=unit, head=True)
    proposal = deciding.propose(clocks[0], outcome="no_change", reason=REASON, by=head, on=today())
    Post.objects.filter(person=head).update(unit=make_unit())
    client.force_login(head)
    page = reverse("decisions:decision", args=["decision", proposal.pk])
    assert client.get(page).status_code == 200
    client.post(reverse("decisions:take_back", args=["decision", proposal.pk]))
    assert states([proposal]) == ["taken-back"]


def test_whoever_sees_none_of_them_is_kept_out_and_a_head_sees_the_own_ones(
    client, clocks, proposals
):
    client.force_login(make_person(Role.HEAD, unit=make_unit(), head=True))
    assert client.get(address(proposals)).status_code != 200
    own = clocks[0].document.owner_unit
    client.force_login(make_person(Role.HEAD, unit=own, head=True))
    page = text_of(client.get(address(proposals)))
    assert clocks[0].document.code in page and clocks[1].document.code not in page


def test_each_can_still_be_answered_alone_on_its_own_page(client, proposals, director):
    client.force_login(director)
    own = reverse("decisions:decision", args=["decision", proposals[0].pk])
    assert address(proposals) in text_of(client.get(own))
    client.post(reverse("decisions:approve", args=["decision", proposals[0].pk]))
    assert states(proposals) == ["standing", "waiting", "waiting"]
