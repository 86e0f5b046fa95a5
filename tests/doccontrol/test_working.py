"""The worker's loop: what it prints, when it stops, what each day asks of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import StringIO
from threading import Lock
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from doccontrol.jobs import outbox, working
from doccontrol.jobs.outbox import MAX_ATTEMPTS, Job, Payload, handles, owe
from doccontrol.jobs.working import (
    DONE_JOBS_KEPT,
    Worker,
    at_start,
    every_day,
    look_regularly,
    owe_daily,
)
from doccontrol.models import Holiday
from doccontrol.organisation.holidays_ahead import keep_holidays_ahead


@pytest.fixture(autouse=True)
def own_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    """No kinds but the test's own."""
    monkeypatch.setattr(outbox, "_kinds", {})
    monkeypatch.setattr(working, "_daily_kinds", [])
    monkeypatch.setattr(working, "_at_start", [])
    monkeypatch.setattr(working, "_looks", {})
    monkeypatch.setattr(working, "_heavy_looks", set())


def work_once() -> tuple[str, str]:
    said, complained = StringIO(), StringIO()
    call_command("work", "--once", stdout=said, stderr=complained)
    return said.getvalue(), complained.getvalue()


def quiet_worker(**options: Any) -> Worker:
    return Worker(**{"say": lambda line: None, "complain": lambda line: None, "idle": 0} | options)


def refuse(payload: Any) -> None:
    raise ValueError("no ink")


@pytest.mark.django_db
def test_once_does_all_that_is_due_with_a_line_for_each_job() -> None:
    handles("first")(lambda payload: owe("second", "of the first"))
    handles("second")(lambda payload: None)
    owe("first", "7")
    said, complained = work_once()

    assert [line.partition(":")[0] for line in said.splitlines()] == [
        "first 7",
        "second of the first",
    ]
    assert not complained
    assert work_once() == ("", "")


@pytest.mark.django_db
def test_once_tells_what_failed_and_waits_for_another_attempt() -> None:
    handles("print")(refuse)
    owe("print", "7")
    said, complained = work_once()

    assert complained == "print 7: later, attempt 1 of 8: ValueError: no ink\n"
    assert said == "1 jobs wait for another attempt.\n"


@pytest.mark.django_db
def test_once_ends_with_an_error_if_a_job_failed_for_good() -> None:
    handles("print")(refuse)
    owe("print", "7")
    Job.objects.update(attempts=MAX_ATTEMPTS - 1)

    with pytest.raises(CommandError, match="1 jobs failed for good"):
        work_once()


@pytest.mark.django_db(transaction=True)
def test_a_signal_ends_the_worker_after_the_job_in_hand() -> None:
    worker = os.getpid()

    def interrupted(payload: dict[str, Any]) -> None:
        os.kill(worker, signal.SIGTERM)
        owe("follows", str(payload["n"]))

    handles("job")(interrupted)
    before = signal.getsignal(signal.SIGTERM)
    for n in (1, 2):
        owe("job", str(n), n=n)
    call_command("work", "--idle", "60", stdout=StringIO())

    ready = Job.objects.filter(state=Job.State.READY).order_by("kind")
    assert [str(job) for job in ready] == ["follows 1", "job 2"]
    assert Job.objects.get(key="1", kind="job").state == Job.State.DONE
    assert signal.getsignal(signal.SIGTERM) == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "declare",
    [at_start, look_regularly(seconds=1, is_heavy=True), lambda work: handles("job")(work)],
)
def test_what_may_grow_is_done_in_a_process_that_ends_with_it(declare: Any) -> None:
    def work(*payload: Payload) -> None:
        owe("done", str(os.getpid()))
        os.kill(os.getpid(), signal.SIGTERM)  # as a service manager does with all its processes

    declare(work)
    if outbox._kinds:
        owe("job", "1")
    call_command("work", "--idle", "60", stdout=StringIO())

    (key,) = Job.objects.filter(kind="done").values_list("key", flat=True)
    assert int(key) != os.getpid()


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_process_for_jobs_is_killed_says_so_and_goes_on() -> None:
    complaints: list[str] = []
    worker = quiet_worker(complain=complaints.append)
    look_regularly(seconds=0)(lambda: worker.stop() if complaints else None)
    handles("job")(lambda payload: os.kill(os.getpid(), signal.SIGKILL))
    owe("job", "1")
    worker.run()

    assert complaints == ["The process that did the work was ended by signal 9."]
    assert Job.objects.get().state == Job.State.RUNNING


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_before_a_job_is_claimed_is_waited_for(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = quiet_worker(complain=lambda line: os.write(1, line.encode()))

    def claim(now: Any) -> list[Job]:
        worker.stop()
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(working, "claim", claim)
    owe("job", "1")
    worker.run()

    assert capfd.readouterr().out == ("The database does not answer: server closed the connection")


@pytest.mark.django_db(transaction=True)
def test_a_worker_told_to_stop_while_it_sleeps_does_not_sleep_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(working.time, "sleep", nap)
    call_command("work", "--idle", "60", stdout=StringIO())

    assert len(naps) == 1
    assert naps[0] < 1


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    complaints: list[str] = []
    worker = quiet_worker(complain=complaints.append)
    answers = iter([OperationalError("server closed the connection"), None])

    def owe_daily(on: date) -> None:
        if (error := next(answers)) is not None:
            raise error
        worker.stop()

    monkeypatch.setattr(working, "owe_daily", owe_daily)
    worker.run()

    assert complaints == ["The database does not answer: server closed the connection"]


@pytest.mark.django_db
def test_what_a_day_asks_for_is_owed_once_whoever_starts_and_however_often() -> None:
    every_day("count")
    handles("count")(lambda payload: None)
    work_once()
    work_once()
    today = timezone.localdate()

    job = Job.objects.get()
    assert (job.key, job.payload) == (f"daily:{today}", {"on": today.isoformat()})


@pytest.mark.django_db
def test_a_running_worker_notices_that_the_day_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    every_day("count")
    handles("count")(lambda payload: None)
    worker = quiet_worker()
    for day in (date(2026, 9, 30), date(2026, 9, 30), date(2026, 10, 1)):
        monkeypatch.setattr(timezone, "localdate", lambda day=day: day)
        worker.drain()

    assert list(Job.objects.values_list("key", flat=True)) == [
        "daily:2026-09-30",
        "daily:2026-10-01",
    ]


@pytest.mark.django_db
def test_what_must_be_looked_at_on_starting_is_looked_at_on_every_start() -> None:
    seen = []
    at_start(lambda: seen.append("looked"))
    work_once()
    work_once()

    assert seen == ["looked", "looked"]


@pytest.mark.django_db
def test_a_look_on_starting_that_fails_is_told_and_the_worker_starts() -> None:
    done, seen = [], []

    @at_start
    def look_for_a_folder() -> None:
        raise PermissionError("locked")

    at_start(lambda: seen.append("the next"))
    handles("job")(done.append)
    owe("job", "1")
    _said, complained = work_once()

    assert (done, seen) == ([{}], ["the next"])
    assert complained == "look_for_a_folder: PermissionError('locked')\n"


@pytest.mark.django_db
def test_a_worker_looks_between_its_jobs_but_not_more_often_than_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, looked = [0.0], []
    monkeypatch.setattr(working.time, "monotonic", lambda: now[0])
    look_regularly(seconds=10)(lambda: looked.append(now[0]))

    def pass_time(payload: Any) -> None:
        now[0] += 4

    handles("job")(pass_time)
    for n in range(6):
        owe("job", str(n))
    worker = quiet_worker()
    worker.drain()
    worker.drain()

    assert looked == [0, 12, 24]


@pytest.mark.django_db
def test_a_look_that_fails_is_told_and_the_jobs_are_done_all_the_same() -> None:
    done = []

    @look_regularly(seconds=1)
    def look_into_a_drawer() -> None:
        raise PermissionError("locked")

    handles("job")(done.append)
    owe("job", "1")
    _said, complained = work_once()

    assert done == [{}]
    assert complained == "look_into_a_drawer: PermissionError('locked')\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "age, kept",
    [(DONE_JOBS_KEPT - timedelta(minutes=1), True), (DONE_JOBS_KEPT + timedelta(minutes=1), False)],
)
@pytest.mark.parametrize("state", [Job.State.DONE, Job.State.FAILED])
def test_done_jobs_are_forgotten_in_time_and_failed_ones_never(
    state: Job.State, age: timedelta, kept: bool
) -> None:
    owe("old", "1")
    Job.objects.update(state=state, finished_at=timezone.now() - age)
    working.forget_done_jobs({})

    assert Job.objects.exists() is (kept or state == Job.State.FAILED)


@pytest.mark.django_db
def test_the_days_off_of_this_and_the_next_two_years_are_kept_ready() -> None:
    keep_holidays_ahead({"on": "2026-11-22"})

    years = set(Holiday.objects.values_list("day__year", flat=True))
    assert years == {2026, 2027, 2028}


def test_the_installed_worker_knows_its_days() -> None:
    # In a process of its own: the tests above have emptied the list in this one.
    code = (
        "import django; django.setup();"
        "from doccontrol.jobs.working import _daily_kinds; print(*sorted(_daily_kinds))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.split() == [
        "compute_holidays",
        "evaluate_clocks",
        "forget_asked_questions",
        "forget_done_jobs",
        "forget_page_pictures",
        "index_laws_of_the_day",
        "verify_evidence",
        "verify_search",
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("together", [1, 5])
def test_two_workers_never_do_the_same_job(together: int) -> None:
    done: Counter[int] = Counter()
    lock = Lock()

    def note(payloads: list[dict[str, Any]]) -> None:
        with lock:
            done.update(payload["n"] for payload in payloads)

    outbox.handles_together("job", most=together)(note)
    for n in range(40):
        owe("job", str(n), n=n)

    def drain(_worker: int) -> None:
        try:
            while Job.objects.filter(state=Job.State.READY).exists():
                quiet_worker().drain()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(drain, range(2)))

    assert done == Counter(range(40))
    assert set(Job.objects.values_list("state", "attempts")) == {(Job.State.DONE, 1)}


def test_owe_daily_is_safe_to_repeat_after_the_job_was_done(db: None) -> None:
    every_day("count")
    owe_daily(date(2026, 10, 1))
    Job.objects.update(state=Job.State.DONE)
    owe_daily(date(2026, 10, 1))

    assert Job.objects.count() == 1
