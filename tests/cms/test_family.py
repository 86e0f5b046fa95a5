"""Parts that are loaded once live and end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

# Each part writes its process id, what it is told, and goes on for a minute at most.
FAMILY = """
import os, pathlib, signal, sys, time
import django
django.setup()
from cms.family import Part, run_together

folder = pathlib.Path(sys.argv[1])

def part(name, seconds, status=0):
    def told(number, frame):
        with (folder / f"{name}.told").open("a") as file:
            file.write(f"{number}\\n")
        raise SystemExit(0)
    def run():
        signal.signal(signal.SIGTERM, told)
        signal.signal(signal.SIGINT, told)
        (folder / f"{name}.pid").write_text(str(os.getpid()))
        time.sleep(seconds)
        return status
    return Part(name, run)

parts = [part("first", 60), part("second", float(sys.argv[2]), 7)]
raise SystemExit(run_together(parts, complain=lambda line: print(line, flush=True)))
"""
PARTS = ("first", "second")


@pytest.fixture
def family(tmp_path: Path) -> Callable[[float], subprocess.Popen[str]]:
    def begin(second_lives: float = 60) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", FAMILY, str(tmp_path), str(second_lives)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ,
            start_new_session=True,
        )
        wait_until(lambda: all(pid_of(tmp_path, name) for name in PARTS))
        return process

    return begin


def wait_until(happened: Callable[[], object]) -> None:
    for _tick in range(1200):
        if happened():
            return
        time.sleep(0.05)
    pytest.fail("It did not happen.")


def pid_of(folder: Path, name: str) -> int:
    file = folder / f"{name}.pid"
    return int(file.read_text() or 0) if file.exists() else 0


def is_alive(pid: int) -> bool:
    """A process that has ended and was not waited for (a zombie) does not live."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def told(folder: Path, name: str) -> list[int]:
    return [int(line) for line in (folder / f"{name}.told").read_text().split()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_every_part_is_told_once_and_the_status_is_0(
    family: Callable[[], subprocess.Popen[str]], tmp_path: Path, number: signal.Signals
) -> None:
    process = family()
    os.killpg(process.pid, number)  # as Ctrl-C in a terminal does
    assert process.wait(60) == 0
    assert [told(tmp_path, name) for name in PARTS] == [[signal.SIGTERM]] * 2
    assert not any(is_alive(pid_of(tmp_path, name)) for name in PARTS)


def test_when_one_part_ends_by_itself_it_is_said_and_the_others_end(
    family: Callable[[float], subprocess.Popen[str]], tmp_path: Path
) -> None:
    process = family(0.2)
    assert process.wait(60) == 1
    assert process.stdout and process.stdout.read() == "second ended: 7.\n"
    assert told(tmp_path, "first") == [signal.SIGTERM]


def test_a_part_that_is_killed_is_missed(
    family: Callable[[], subprocess.Popen[str]], tmp_path: Path
) -> None:
    process = family()
    os.kill(pid_of(tmp_path, "second"), signal.SIGKILL)
    assert process.wait(60) == 1
    assert process.stdout and process.stdout.read() == "second ended: -9.\n"


def test_no_part_outlives_a_family_that_was_killed(
    family: Callable[[], subprocess.Popen[str]], tmp_path: Path
) -> None:
    process = family()
    process.kill()
    process.wait(60)
    wait_until(lambda: not any(is_alive(pid_of(tmp_path, name)) for name in PARTS))


@pytest.mark.parametrize("options", [["--workers", "0"], ["--threads", "-1"], ["--workers", "x"]])
def test_a_site_without_processes_is_not_begun(options: list[str]) -> None:
    with pytest.raises(CommandError, match="not a number from 1 up"):
        call_command("serve", *options)
