"""A right to sign is ended while somebody signs by it: one of the two comes first, and the other
knows of it."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection, connections
from django.utils import timezone

from doccontrol.documents.issuing.actions import submit
from doccontrol.documents.issuing.capacity import NoCapacity
from doccontrol.models import Edition, Post, SigningAssignment
from doccontrol.organisation.accounts.roles import Role
from doccontrol.organisation.actions import end_signing_assignment
from tests.concurrency.writer import PATIENCE, Writer
from tests.make import (
    former_secretary,
    make_head_of_agency,
    make_person,
    make_procedure,
    make_signing_assignment,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def by_assignment(director, keeper, today):
    row = make_signing_assignment(director)
    return lambda: end_signing_assignment(row.pk, until=today, by=keeper, reason="Nghỉ hưu")


def by_post(director, keeper, today):
    post = make_head_of_agency(director)
    return lambda: Post.objects.filter(pk=post.pk).update(held_until=today)


def waiting_for_approval():
    page = make_procedure()
    submit(page, by=page.get_latest_revision().user)
    page.current_workflow_task_state.approve(user=former_secretary())
    page.refresh_from_db()
    return page.current_workflow_task_state.specific


def until_it_waits(signing: Future[str]) -> None:
    """Until it stands before the other's lock, or is done because nothing holds it."""
    deadline = time.monotonic() + PATIENCE
    while not signing.done() and time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("right", [by_assignment, by_post])
def test_what_is_ended_in_the_same_moment_is_not_signed_with(right):
    director, keeper = make_person(Role.APPROVER), make_person(Role.SECRETARY)
    end = right(director, keeper, timezone.localdate())
    step = waiting_for_approval()

    def approve() -> str:
        close_old_connections()
        try:
            step.task.specific.on_action(step, director, "approve")
            return "issued"
        except NoCapacity:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with Writer(end):
            signing = pool.submit(approve)
            until_it_waits(signing)
        assert signing.result(PATIENCE) == "refused"

    assert not Edition.objects.exists()
    step.refresh_from_db()
    assert step.status == step.STATUS_IN_PROGRESS
    assert not SigningAssignment.objects.held(timezone.localdate()).exists()
