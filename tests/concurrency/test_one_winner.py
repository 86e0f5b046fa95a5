"""Eight at once: one winner, no half-done row. Runs on the database that the settings name,
SQLite in ``bin/test`` and PostgreSQL in CI."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import close_old_connections, connections
from django.test import Client
from django.urls import reverse

from doccontrol.clocks.deciding import propose
from doccontrol.clocks.evaluating import evaluate
from doccontrol.decisions.actions import approve
from doccontrol.documents.judging.workflow import StepTaken
from doccontrol.errors import Refused
from doccontrol.models import Clock, Decision, Edition, Signature
from doccontrol.organisation.accounts.roles import Role
from tests.admin_forms import form_data
from tests.make import (
    make_edition,
    make_person,
    make_procedure,
    make_relation,
    make_settings,
    make_text,
    make_unit,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

AT_ONCE = 8


def at_once(attempts):
    """Run the attempts together; what each came to: its result's type name or its error's."""
    start = Barrier(len(attempts))

    def run(attempt):
        close_old_connections()
        start.wait()
        try:
            attempt()
            return "done"
        except Refused as error:
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return Counter(pool.map(run, attempts))


def test_eight_approvals_of_one_draft_issue_one_edition():
    unit, author = make_unit(), make_person()
    head = make_person(Role.HEAD, unit=unit, head=True)
    directors = [make_person(Role.APPROVER) for _ in range(AT_ONCE)]
    page = make_procedure(owner_unit=unit, author=author)
    page.get_workflow().start(page, author)
    review = page.current_workflow_task_state
    review.task.specific.on_action(review, head, "approve")
    waiting = page.current_workflow_state.current_task_state

    def attempt(director):
        def press():
            state = type(waiting).objects.get(pk=waiting.pk)
            state.task.specific.on_action(state, director, "approve")

        return press

    outcome = at_once([attempt(director) for director in directors])

    assert outcome == {"done": 1, StepTaken.__name__: AT_ONCE - 1}
    edition = Edition.objects.get()
    assert edition.signatures.filter(role=Signature.Role.APPROVED).count() == 1
    page.refresh_from_db()
    assert page.live_revision_id == edition.page_revision_id


def test_one_draft_submitted_by_eight_presses_at_once_is_one_round_that_can_be_judged():
    make_settings()
    unit = make_unit()
    author = make_person(Role.STAFF, unit=unit)
    head = make_person(Role.HEAD, unit=unit, head=True)
    page = make_procedure(owner_unit=unit, author=author)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    clients = [Client() for _ in range(AT_ONCE)]
    for client in clients:
        client.force_login(author)
    data = form_data(clients[0].get(address).content.decode()) | {"action-submit": "1"}
    answers = []

    outcome = at_once(
        [
            lambda client=client: answers.append(client.post(address, data).status_code)
            for client in clients
        ]
    )

    assert outcome == {"done": AT_ONCE}
    assert answers == [302] * AT_ONCE
    page.refresh_from_db()
    waiting = page.current_workflow_state.current_task_state
    assert waiting.revision_id == page.latest_revision_id
    waiting.task.specific.on_action(waiting, head, "approve")


def test_taking_back_and_approving_at_once_leaves_one_of_the_two():
    unit, author = make_unit(), make_person()
    head = make_person(Role.HEAD, unit=unit, head=True)
    director = make_person(Role.APPROVER)
    page = make_procedure(owner_unit=unit, author=author)
    page.get_workflow().start(page, author)
    review = page.current_workflow_task_state
    review.task.specific.on_action(review, head, "approve")
    held = page.current_workflow_state
    waiting = held.current_task_state.specific

    outcome = at_once(
        [
            lambda: held.cancel(user=author),
            lambda: waiting.task.specific.on_action(waiting, director, "approve"),
        ]
    )

    assert outcome == {"done": 1, StepTaken.__name__: 1}
    issued = Edition.objects.exists()
    held.refresh_from_db()
    assert held.status == ("approved" if issued else "cancelled")


def test_eight_editions_of_one_document_leave_one_in_force_and_no_gap():
    first = make_edition(on=date(2026, 1, 5))
    page = first.document.specific
    people = [(make_person(), make_person(Role.APPROVER)) for _ in range(AT_ONCE)]

    def attempt(author, approver):
        return lambda: make_edition(page, on=date(2026, 3, 2), author=author, approver=approver)

    outcome = at_once([attempt(*pair) for pair in people])

    assert outcome["done"] == 1
    assert sum(outcome.values()) == AT_ONCE
    assert Edition.objects.count() == 2
    assert Edition.objects.filter(ends_on__isnull=True).count() == 1
    first.refresh_from_db()
    assert first.ends_on == date(2026, 3, 2)


@pytest.fixture
def clock():
    old, new = make_text(effective=date(2020, 2, 15)), make_text(effective=date(2026, 7, 1))
    make_relation(new, old)
    make_edition(on=date(2024, 1, 10), legal_basis=[old])
    evaluate(date(2026, 11, 22))
    return Clock.objects.get()


def test_eight_proposals_on_one_clock_leave_one(clock):
    secretaries = [make_person(Role.SECRETARY) for _ in range(AT_ONCE)]

    def attempt(person):
        return lambda: propose(
            Clock.objects.get(pk=clock.pk),
            outcome=Decision.Outcome.NO_CHANGE,
            reason=f"Lý do của {person}",
            by=person,
            on=date(2026, 11, 22),
        )

    outcome = at_once([attempt(person) for person in secretaries])

    assert outcome["done"] == 1
    decision = Decision.objects.get()
    assert decision.reason == f"Lý do của {decision.proposed_by}"


def test_eight_answers_to_one_proposal_leave_one(clock):
    decision = propose(
        clock,
        outcome=Decision.Outcome.NO_CHANGE,
        reason="Không ảnh hưởng",
        by=make_person(Role.SECRETARY),
        on=date(2026, 11, 22),
    )
    directors = [make_person(Role.APPROVER) for _ in range(AT_ONCE)]

    def attempt(person):
        return lambda: approve(
            Decision.objects.get(pk=decision.pk), by=person, on=date(2026, 11, 22)
        )

    outcome = at_once([attempt(person) for person in directors])

    assert outcome["done"] == 1
    decision.refresh_from_db()
    assert decision.approved_by in directors
