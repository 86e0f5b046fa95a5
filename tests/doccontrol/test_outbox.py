"""What is owed is done once, is not lost, and tells why it failed."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from doccontrol.jobs import lease, outbox
from doccontrol.jobs.outbox import (
    CLAIM_LASTS,
    MAX_ATTEMPTS,
    Job,
    TryLater,
    claim,
    handles,
    handles_together,
    owe,
    perform,
)
from doccontrol.jobs.owing_many import owe_each
from tests.counting import queries

pytestmark = pytest.mark.django_db
FAR = timedelta(days=1)  # later than any wait for another attempt


@pytest.fixture(autouse=True)
def own_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_kinds", {})


@pytest.fixture
def done() -> list[Any]:
    """Payloads in the order in which they were done."""
    done: list[Any] = []
    handles("note")(done.append)
    return done


def due(later: timedelta = timedelta()) -> list[Job]:
    return claim(timezone.now() + later)


def fail(payload: dict[str, Any]) -> None:
    raise ValueError("no ink")


def test_a_job_is_done_once_with_its_payload(done: list[Any]) -> None:
    owe("note", "1", page=7)

    assert perform(due())
    assert done == [{"page": 7}]
    assert due(FAR) == []
    assert Job.objects.get().state == Job.State.DONE


def test_what_is_owed_in_a_transaction_that_fails_is_not_owed(done: list[Any]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        owe("note", "1")
        raise ZeroDivisionError

    assert not Job.objects.exists()


def test_the_same_thing_owed_twice_before_it_is_begun_is_done_once_as_owed_last(
    done: list[Any],
) -> None:
    owe("note", "1", day="Monday")
    owe("note", "1", day="Tuesday")
    owe("note", "2", day="Monday")
    while jobs := due():
        perform(jobs)

    assert done == [{"day": "Tuesday"}, {"day": "Monday"}]


def test_many_are_owed_at_once_as_each_by_itself(done: list[Any]) -> None:
    owe("note", "1", day="Monday")
    owe("note", "2", day="Monday")
    [begun] = due()
    owe_each("note", {key: {"day": "Tuesday"} for key in "123"})
    perform([begun])
    while jobs := due():
        perform(jobs)

    assert done == [{"day": day} for day in ("Monday", "Tuesday", "Tuesday", "Tuesday")]
    assert list(Job.objects.order_by("pk").values_list("key", "revision")) == [
        ("1", 1),
        ("2", 2),
        ("1", 1),
        ("3", 1),
    ]


def test_eighty_are_owed_with_as_many_questions_as_two() -> None:
    def asked(count: int) -> int:
        return queries(lambda: owe_each("note", {str(key): {"day": count} for key in range(count)}))

    asked(2)
    assert asked(80) == asked(2)


def test_what_is_owed_again_while_it_is_being_done_is_done_again(done: list[Any]) -> None:
    owe("note", "1")
    running = due()
    owe("note", "1")
    perform(running)
    perform(due())

    assert len(done) == 2


def test_a_failure_is_kept_and_tried_again_later() -> None:
    handles("print")(fail)
    owe("print", "1")

    assert not perform(due())
    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.READY, 1)
    assert "ValueError: no ink" in job.error
    assert due() == []
    assert due(timedelta(seconds=3)) == [job]


def test_each_wait_is_twice_the_one_before() -> None:
    handles("print")(fail)
    owe("print", "1")
    waits = []
    for _attempt in range(3):
        perform(due(FAR))
        waits.append(round((Job.objects.get().not_before - timezone.now()).total_seconds()))

    assert waits == [2, 4, 8]


def test_after_the_last_attempt_a_job_stays_failed_with_its_error() -> None:
    handles("print")(fail)
    owe("print", "1")
    for _attempt in range(MAX_ATTEMPTS):
        assert not perform(due(FAR))

    job = Job.objects.failed().get()
    assert "no ink" in job.error
    assert job.finished_at is not None
    assert due(FAR) == []


def test_a_failed_attempt_gives_way_to_the_same_job_owed_meanwhile() -> None:
    handles("print")(fail)
    owe("print", "1")
    running = due()
    owe("print", "1", newer=True)
    perform(running)

    first, second = Job.objects.order_by("pk")
    assert (first.state, second.state) == (Job.State.DONE, Job.State.READY)
    assert "no ink" in first.error


def test_a_job_of_a_kind_that_nobody_handles_says_so() -> None:
    owe("unheard_of", "1")

    assert not perform(due())
    assert "No handler for jobs of kind 'unheard_of'" in Job.objects.get().error


def test_finding_somebody_else_at_work_costs_no_attempt() -> None:
    def busy(payload: dict[str, Any]) -> None:
        raise TryLater("the index is being written")

    handles("index")(busy)
    owe("index", "1")
    for _attempt in range(MAX_ATTEMPTS + 1):
        perform(due(FAR))

    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.READY, 0)
    assert job.error == "the index is being written"


@pytest.mark.parametrize(
    "held, taken_over",
    [
        (CLAIM_LASTS - timedelta(seconds=1), False),
        (CLAIM_LASTS, False),
        (CLAIM_LASTS + timedelta(seconds=1), True),
    ],
)
def test_a_job_held_too_long_is_taken_over(
    done: list[Any], held: timedelta, taken_over: bool
) -> None:
    owe("note", "1")
    begun = timezone.now()
    claim(begun)

    assert bool(claim(begun + held)) is taken_over


def test_who_was_taken_for_dead_and_fails_leaves_the_job_to_who_has_it() -> None:
    handles("print")(fail)
    owe("print", "1")
    slow = due()
    (job,) = due(FAR)  # another worker, which is still at it
    perform(slow)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (Job.State.RUNNING, 2, "")


def test_who_was_taken_for_dead_and_does_the_job_has_done_it(done: list[Any]) -> None:
    owe("note", "1")
    slow, quick = due(), due(FAR)
    assert perform(slow)
    assert Job.objects.get().state == Job.State.DONE

    perform(quick)
    assert Job.objects.get().state == Job.State.DONE
    assert due(FAR * 2) == []


@pytest.mark.parametrize("runs", range(3))
def test_a_long_job_is_not_done_again_because_another_worker_found_it_locked(runs: int) -> None:
    """The second worker puts it back; the first one ends well a moment later."""
    is_locked = [True]
    done: list[int] = []

    @handles("build")
    def build(payload: dict[str, Any]) -> None:
        if is_locked[0]:
            raise TryLater("locked")
        done.append(1)

    owe("build", "all")
    long = due()
    for later in range(runs):
        assert not perform(due(FAR * (later + 1)))
    is_locked[0] = False
    perform(long)

    assert due(FAR * 9) == []
    assert Job.objects.get().state == Job.State.DONE
    assert done == [1]


def test_what_was_owed_again_since_is_not_settled_by_who_began_before() -> None:
    seen: list[str] = []
    is_locked = [True]

    @handles("build")
    def build(payload: dict[str, Any]) -> None:
        if is_locked[0]:
            raise TryLater("locked")
        seen.append(payload["day"])

    owe("build", "all", day="Monday")
    long = due()
    perform(due(FAR))  # taken for dead, and put back
    owe("build", "all", day="Tuesday")
    is_locked[0] = False
    perform(long)
    assert perform(due(FAR))

    assert seen == ["Monday", "Tuesday"]


def test_a_worker_that_shows_life_keeps_its_job_however_long_it_takes() -> None:
    owe("note", "1")
    (job,) = due()
    long_ago = timezone.now() - CLAIM_LASTS - timedelta(seconds=1)
    Job.objects.update(claimed_at=long_ago)
    assert lease.renew([job.token]) == 1
    assert due() == []

    Job.objects.update(claimed_at=long_ago)  # no sign of life since
    (other,) = due()
    assert lease.renew([job.token]) == 0
    assert lease.renew([other.token]) == 1


def test_a_job_that_ends_every_worker_is_given_up() -> None:
    owe("note", "1")
    for day in range(MAX_ATTEMPTS):
        assert due(FAR * (day + 1))

    assert due(FAR * (MAX_ATTEMPTS + 1)) == []
    assert "Every worker" in Job.objects.failed().get().error


def test_of_a_job_that_failed_before_its_last_worker_ended_both_are_told() -> None:
    handles("print")(fail)
    owe("print", "1")
    for day in range(MAX_ATTEMPTS - 1):
        perform(due(FAR * day))
    due(FAR * MAX_ATTEMPTS)

    assert due(FAR * (MAX_ATTEMPTS + 1)) == []
    error = Job.objects.failed().get().error
    assert error.startswith("The last worker") and "no ink" in error


def test_jobs_done_together_are_claimed_up_to_the_most() -> None:
    together: list[list[int]] = []
    handles_together("index", most=3)(lambda rows: together.append([r["n"] for r in rows]))
    for n in range(5):
        owe("index", str(n), n=n)
    owe("other", "1")
    while (jobs := due()) and jobs[0].kind == "index":
        assert perform(jobs)

    assert together == [[0, 1, 2], [3, 4]]
    assert Job.objects.filter(kind="index", state=Job.State.DONE).count() == 5


def test_one_bad_job_spoils_none_of_those_done_with_it() -> None:
    done: list[int] = []

    @handles_together("index", most=10)
    def index(rows: list[dict[str, Any]]) -> None:
        if any(row["n"] == 2 for row in rows):
            raise ValueError("torn page")
        done.extend(row["n"] for row in rows)

    for n in range(4):
        owe("index", str(n), n=n)

    assert not perform(due())
    assert done == [0, 1, 3]
    assert [job.key for job in Job.objects.filter(state=Job.State.READY)] == ["2"]


def test_an_abandoned_job_is_done_alone() -> None:
    handles_together("index", most=10)(lambda rows: None)
    owe("index", "1")
    due()
    owe("index", "2")

    assert [job.key for job in due(FAR)] == ["1"]


def test_patient_jobs_wait_until_none_with_less_patience_is_due() -> None:
    done: list[str] = []
    for kind, patience in (("slice", 2), ("file", 1), ("index", 0)):
        handles(kind, patience=patience)(lambda payload, kind=kind: done.append(kind))
    for kind in ("slice", "file", "index", "slice", "index"):
        owe(kind, str(len(done)) + kind)
        owe(kind, "again")
    while jobs := due():
        perform(jobs)

    assert done == ["index"] * 2 + ["file"] * 2 + ["slice"] * 2


def test_work_cut_into_patient_jobs_lets_others_in_between() -> None:
    done: list[str] = []

    @handles("slice", patience=1)
    def slice_of_work(payload: dict[str, Any]) -> None:
        done.append(f"slice {payload['left']}")
        owe("index", "after a slice")
        if payload["left"]:
            owe("slice", "1", left=payload["left"] - 1)

    handles("index")(lambda payload: done.append("index"))
    owe("slice", "1", left=2)
    while jobs := due():
        perform(jobs)

    assert done == ["slice 2", "index", "slice 1", "index", "slice 0", "index"]


def test_every_kind_of_job_of_the_house_is_shown_by_a_label() -> None:
    # In a process of its own: the tests above declare kinds of theirs.
    code = (
        "import django; django.setup();"
        "from doccontrol.jobs.outbox import _kinds, label_of;"
        "print(len(_kinds), *(kind for kind in _kinds if label_of(kind) == kind))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    kinds, *without_label = ran.stdout.split()
    assert int(kinds) > 15
    assert without_label == []
