"""The one page of every proposal, and the list of those that wait: who may do what, and what is
said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from doccontrol.clocks import deciding
from doccontrol.decisions import actions
from doccontrol.decisions.kinds import kinds
from doccontrol.decisions.models import TwoPersonDecision
from doccontrol.documents.ending.actions import propose_revocation, propose_withdrawal
from doccontrol.models import Decision
from doccontrol.organisation.accounts.roles import Role
from tests.doccontrol.clocks.make import closable, make_clock
from tests.make import make_edition, make_person, make_settings, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client):
    make_settings()
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def decision(secretary):
    return propose(make_clock(), secretary)


def propose(clock, by):
    return deciding.propose(
        clock,
        outcome=Decision.Outcome.NO_CHANGE,
        reason="Trích dẫn không đổi",
        by=by,
        on=timezone.localdate(),
    )


def address(decision, step="decision"):
    return reverse(f"decisions:{step}", args=[decision.kind_name, decision.pk])


def again(decision):
    return Decision.objects.get(pk=decision.pk)


def test_every_kind_of_proposal_is_declared():
    assert {kind.model for kind in kinds()} == set(TwoPersonDecision.__subclasses__())


def test_whoever_may_answer_finds_it_in_the_list_and_approves(client, decision, director):
    client.force_login(director)
    listed = client.get(reverse("decisions:index")).content.decode()
    assert address(decision) in listed
    assert "Decisions (1)" in listed

    page = client.get(address(decision)).content.decode()
    assert f'href="{address(decision, "approve")}"' in page
    assert f'action="{address(decision, "approve")}"' not in page  # never in one click
    question = client.get(address(decision, "approve")).content.decode()
    assert "ends on" in question
    assert str(director) in question
    assert again(decision).is_waiting

    told = client.post(address(decision, "approve"), follow=True).content.decode()

    assert "Approved:" in told
    assert again(decision).approved_by == director
    assert (
        "Nothing waits for your answer." in client.get(reverse("decisions:index")).content.decode()
    )


def test_the_law_the_citations_and_the_reason_stand_beside_the_answer(client, decision, director):
    client.force_login(director)
    page = client.get(address(decision)).content.decode()
    clock = decision.clock
    for words in (clock.event.acting.number_raw, clock.cited_text.number_raw, decision.reason):
        assert words in page
    assert f"/tai-lieu/{clock.document.slug}/lan/" in page


def test_the_question_is_put_to_nobody_who_may_not_answer(client, decision, secretary, director):
    for person in (secretary, make_person(Role.AUDITOR)):
        client.force_login(person)
        assert client.get(address(decision, "approve")).url == address(decision)
    client.force_login(director)
    client.post(address(decision, "approve"))
    assert client.get(address(decision, "approve")).url == address(decision)
    assert "What comes next" in client.get(address(decision)).content.decode()


def test_ending_an_edition_is_asked_for_with_its_number_and_day(client, secretary, director):
    today, later = timezone.localdate(), timezone.localdate() + timedelta(days=20)
    ended = make_edition()
    coming = make_edition(on=today, in_force_from=later)
    proposals = [
        propose_withdrawal(
            ended.document, reason="Thôi", takes_effect_on=later, by=secretary, on=today
        ),
        propose_revocation(coming, reason="Sai", by=secretary, on=today),
    ]
    client.force_login(director)
    for proposal, words in zip(proposals, ("ends on", "never comes into force"), strict=True):
        question = client.get(address(proposal, "approve")).content.decode()
        assert f"Edition {proposal.edition.number} of {proposal.edition.code}" in question
        assert words in question
        assert f"{later:%d/%m/%Y}" in question
        assert proposal.edition.title in client.get(address(proposal)).content.decode()


def test_whoever_proposed_is_offered_to_take_it_back_and_nothing_else(client, decision, secretary):
    client.force_login(secretary)
    page = client.get(address(decision)).content.decode()
    assert address(decision, "take_back") in page
    assert address(decision, "approve") not in page
    assert address(decision) in client.get(reverse("decisions:index")).content.decode()

    refused = client.post(address(decision, "approve")).content.decode()
    assert "A second person" in refused
    client.post(address(decision, "take_back"))
    assert again(decision).state == "taken-back"


def test_a_refusal_without_a_reason_is_asked_for_and_with_one_is_kept(client, decision, director):
    client.force_login(director)
    asked = client.post(address(decision, "refuse"), {"refusal_reason": " "}).content.decode()
    assert "Write the reason" in asked
    assert "autofocus" in asked
    assert again(decision).is_waiting

    client.post(address(decision, "refuse"), {"refusal_reason": "Phải sửa mục 5"})
    assert again(decision).refusal_reason == "Phải sửa mục 5"
    assert "Phải sửa mục 5" in client.get(address(decision)).content.decode()


def test_a_second_answer_is_told_whose_the_first_was_and_loses_nothing_typed(
    client, decision, director
):
    client.force_login(director)
    client.post(address(decision, "approve"))
    client.force_login(make_person(Role.APPROVER))

    told = client.post(address(decision, "refuse"), {"refusal_reason": "Không"}).content.decode()

    assert f"{director} already approved" in told
    assert "Không" in told
    assert again(decision).state == "standing"


def test_what_was_approved_is_reopened_the_same_way_and_the_clock_runs_again(
    client, decision, secretary, director
):
    today = timezone.localdate()
    client.force_login(director)
    client.post(address(decision, "approve"))
    assert closable(decision.clock).closed_on == today

    client.force_login(secretary)
    assert address(decision, "reopen") in client.get(address(decision)).content.decode()
    client.post(address(decision, "reopen"), {"reopening_reason": "Đọc lại, phải sửa"})
    asked = decision.reopenings.get()
    assert closable(decision.clock).closed_on == today
    # One re-opening at a time.
    assert address(decision, "reopen") not in client.get(address(decision)).content.decode()

    client.force_login(director)
    client.post(address(asked, "approve"))
    assert again(decision).state == "reopened"
    assert closable(decision.clock).closed_on is None
    assert propose(decision.clock, secretary).is_waiting


def test_a_reopening_that_is_refused_leaves_everything_as_it_is(
    client, decision, secretary, director
):
    client.force_login(director)
    client.post(address(decision, "approve"))
    client.force_login(secretary)
    client.post(address(decision, "reopen"), {"reopening_reason": "Đọc lại"})
    client.force_login(director)
    asked = decision.reopenings.get()
    client.post(address(asked, "refuse"), {"refusal_reason": "Vẫn đúng"})

    assert again(decision).state == "standing"
    client.force_login(secretary)
    assert address(decision, "reopen") in client.get(address(decision)).content.decode()


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (None, False),
        (Role.STAFF, False),
        (Role.HEAD, False),  # of another unit
        (Role.AUDITOR, True),
        (Role.WORKING_GROUP, True),
        (Role.SECRETARY, True),
    ],
)
def test_who_sees_and_nobody_without_the_right_answers(client, decision, role, sees):
    if role is not None:
        client.force_login(make_person(role, unit=make_unit()))
    assert (client.get(address(decision)).status_code == 200) is sees
    for step in ("approve", "refuse", "reopen", "take_back"):
        client.get(address(decision, step))
        if role is not Role.SECRETARY:
            client.post(address(decision, step), {"refusal_reason": "x", "reopening_reason": "x"})
    assert again(decision).is_waiting


def test_an_address_that_leads_nowhere_is_not_found(client, decision, director):
    client.force_login(director)
    for kind, pk in (("nothing", decision.pk), ("decision", 10**6), ("person", 1)):
        assert client.get(f"/admin/decisions/{kind}/{pk}/").status_code == 404


def test_the_list_asks_the_same_number_of_queries_however_many_wait(
    client, secretary, director, django_assert_max_num_queries
):
    for _n in range(2):
        propose(make_clock(), secretary)
        actions.approve(propose(make_clock(), secretary), by=director, on=timezone.localdate())
    client.force_login(director)
    client.get(reverse("decisions:index"))
    with django_assert_max_num_queries(200) as few:
        client.get(reverse("decisions:index"))
    for _n in range(6):
        propose(make_clock(), secretary)
        actions.approve(propose(make_clock(), secretary), by=director, on=timezone.localdate())
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("decisions:index"))
