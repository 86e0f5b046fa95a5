"""A worker at a long job gives signs of life; one that is killed gives none, and loses nothing."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from doccontrol.jobs import lease, outbox, working
from doccontrol.jobs.outbox import CLAIM_LASTS, Job, handles, owe
from doccontrol.jobs.working import Worker

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = 4


@pytest.fixture(autouse=True)
def own_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_kinds", {})
    for name, nothing in (("_daily_kinds", []), ("_at_start", []), ("_looks", {})):
        monkeypatch.setattr(working, name, nothing)


def quiet_worker() -> Worker:
    return Worker(say=lambda line: None, complain=lambda line: None, idle=0)


def beats() -> Iterator[datetime]:
    """The sign of life as it stands on the row, each time another one."""
    last = None
    until = time.monotonic() + 10
    while time.monotonic() < until:
        now = Job.objects.values_list("claimed_at", flat=True).get()
        if now is not None and now != last:
            last = now
            yield now
        time.sleep(0.02)
    pytest.fail("no sign of life")


def a_worker_that_hangs(beat: timedelta) -> int:
    """The number of a process that has begun the job and does not come back."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            (job,) = outbox.claim(timezone.now())
            with lease.held([job], beat=beat):
                time.sleep(60)
        finally:
            os._exit(1)
    return child


def test_a_killed_worker_gives_no_more_sign_of_life_and_its_job_is_done_by_the_next() -> None:
    done: list[Any] = []
    handles("long")(done.append)
    owe("long", "1", page=7)
    child = a_worker_that_hangs(timedelta(milliseconds=50))
    try:
        seen = beats()
        first, second, third = next(seen), next(seen), next(seen)
        assert first < second < third
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    last = Job.objects.get().claimed_at
    quiet_worker().drain()
    assert (done, Job.objects.get().claimed_at) == ([], last), "not yet known to be dead"

    Job.objects.update(claimed_at=timezone.now() - CLAIM_LASTS - timedelta(seconds=1))
    quiet_worker().drain()
    assert done == [{"page": 7}]
    assert Job.objects.get().state == Job.State.DONE


def test_work_in_slices_goes_on_where_a_killed_worker_stopped() -> None:
    """Each slice owes the next in its own job: what is done is not done again."""
    handles("slice", patience=1)(lambda payload: a_slice(payload["left"]))
    done: list[int] = []

    def a_slice(left: int) -> None:
        done.append(left)
        if left:
            owe("slice", "next", left=left - 1)

    owe("slice", "next", left=STEPS)
    for _slice in range(2):
        outbox.perform(outbox.claim(timezone.now()))
    child = a_worker_that_hangs(timedelta(minutes=1))
    while not Job.objects.filter(state=Job.State.RUNNING).exists():
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    Job.objects.filter(state=Job.State.RUNNING).update(
        claimed_at=timezone.now() - CLAIM_LASTS - timedelta(seconds=1)
    )
    quiet_worker().drain()

    assert done == [4, 3, 2, 1, 0]
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.DONE}


def test_a_sign_of_life_that_cannot_be_written_ends_no_job(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[int] = []

    def locked(tokens: Any) -> int:
        tried.append(1)
        raise lease.DatabaseError("database is locked")

    monkeypatch.setattr(lease, "renew", locked)
    owe("long", "1")
    with lease.held(outbox.claim(timezone.now()), beat=timedelta(milliseconds=10)):
        until = time.monotonic() + 10
        while len(tried) < 3 and time.monotonic() < until:
            time.sleep(0.01)

    assert len(tried) >= 3


def test_a_worker_that_hangs_for_ever_is_taken_for_dead_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[int] = []
    monkeypatch.setattr(lease, "LONGEST_JOB", timedelta(0))
    monkeypatch.setattr(lease, "renew", tried.append)
    owe("long", "1")
    with lease.held(outbox.claim(timezone.now()), beat=timedelta(milliseconds=1)):
        time.sleep(0.1)

    assert tried == []
