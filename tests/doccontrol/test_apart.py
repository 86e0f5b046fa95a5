"""What is done in a process apart: what it returns, and that it does not outlive who asked."""

from __future__ import annotations

import os
import select
import signal

import pytest

from doccontrol.jobs.apart import done_apart

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_returns_what_the_work_returns_and_the_signal_that_ended_it() -> None:
    assert done_apart(lambda: None) == 0
    assert done_apart(lambda: 3) == 3
    assert done_apart(lambda: os.kill(os.getpid(), signal.SIGKILL)) == -signal.SIGKILL


def test_work_that_raises_leaves_its_trace(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise ValueError("no ink")

    assert done_apart(fail) == 1
    assert "ValueError: no ink" in capfd.readouterr().err


@pytest.mark.parametrize(
    "said, status, trace", [(None, 0, ""), (3, 3, ""), ("no paper", 1, "no paper\n")]
)
def test_work_that_exits_has_the_status_that_a_process_has(
    capfd: pytest.CaptureFixture[str], said: object, status: int, trace: str
) -> None:
    def exits() -> None:
        raise SystemExit(said)

    assert done_apart(exits) == status
    assert capfd.readouterr().err == trace


def test_work_ends_with_the_process_that_asked_for_it() -> None:
    ours, theirs = os.pipe()

    def begin() -> None:
        os.write(theirs, b".")
        signal.pause()

    asking = os.fork()
    if asking == 0:
        done_apart(begin)
        os._exit(0)
    os.close(theirs)
    assert os.read(ours, 1) == b"."
    os.kill(asking, signal.SIGKILL)
    os.waitpid(asking, 0)

    assert select.select([ours], [], [], 30)[0], "it goes on by itself"
    assert os.read(ours, 1) == b""
    os.close(ours)
