"""The process in which files are read: it is limited, and it takes nobody with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.process import child as process_of_its_own
from doccontrol.pdftext.process import walls
from doccontrol.pdftext.process.child import Child
from doccontrol.pdftext.refusals import ReaderFailed, Unreadable
from tests.doccontrol.pdftext.files import make_pdf_around

HERE = "tests.doccontrol.pdftext.in_child"
SMALL = Limits(seconds=1, total_seconds=3, memory_megabytes=400, unpacked_megabytes=5)


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """Where the temporary folders of the tests lie; empty before and after each."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture(autouse=True)
def without_walls(monkeypatch):
    """As where there is no bubblewrap: numbers of processes are the same on both sides."""
    monkeypatch.setattr(walls, "available", lambda: False)


@pytest.fixture
def child(temporary):
    with Child(SMALL) as started:
        yield started


def is_running(process: int) -> bool:
    """A process whose first thread alone has ended still runs: its sockets are open."""
    try:
        ended = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
        return not ended or len(list(Path(f"/proc/{process}/task").iterdir())) > 1
    except FileNotFoundError:
        return False


def wait_until(true, seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.02)
    return true()


def test_a_function_is_called_with_its_arguments_and_the_process_stays(child):
    first = child.call(f"{HERE}:echo", 1, "hai", [3], named={"b": None})
    second = child.call(f"{HERE}:echo")

    assert first["arguments"] == [1, "hai", [3]]
    assert first["named"] == {"named": {"b": None}}
    assert first["process"] == second["process"] != os.getpid()
    assert child.call(f"{HERE}:picture") == b"\x89PNG\xff"


def test_it_has_no_input_no_key_no_database_and_a_folder_of_its_own(child, monkeypatch, temporary):
    monkeypatch.setenv("SECRET_KEY", "x")
    monkeypatch.setenv("DATABASE_URL", "x")

    found = child.call(f"{HERE}:surroundings")

    assert {"SECRET_KEY", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"}.isdisjoint(found["environment"])
    assert (found["input"], found["session"]) == ("", True)
    assert len(found["files"]) < 8
    assert temporary in Path(found["temporary"]).parents
    assert not Path(found["temporary"]).exists()  # what a call leaves there goes with it


def test_a_refusal_comes_through_and_the_process_stays(child):
    before = child.call(f"{HERE}:echo")["process"]

    with pytest.raises(Unreadable, match="encrypted"):
        child.call(f"{HERE}:refuse", "encrypted")

    assert child.call(f"{HERE}:echo")["process"] == before


def test_progress_comes_through_and_grants_more_time(child):
    told = []

    # Longer than one second altogether, never one second without a step.
    done = child.call(f"{HERE}:step_by_step", 4, 0.4, progress=lambda *said: told.append(said))

    assert done == 4
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_progress_without_end_ends_at_the_total(child):
    told = []

    # Never one second without a step.
    with pytest.raises(Unreadable, match="too-slow"):
        child.call(f"{HERE}:step_by_step", 100, 0.2, progress=lambda *said: told.append(said))

    assert 1 < len(told) < 100


@pytest.mark.parametrize(
    "function, code",
    [
        ("sleep", "too-slow"),
        ("spin", "too-slow"),
        ("fill_memory", "too-much-memory"),
        ("fill_disk", "unpacks-too-large"),
    ],
)
def test_what_asks_too_much_is_refused_and_the_next_call_is_served(child, function, code):
    before = child.call(f"{HERE}:echo")["process"]

    with pytest.raises(Unreadable, match=code):
        child.call(f"{HERE}:{function}")

    assert wait_until(lambda: not is_running(before))
    assert child.call(f"{HERE}:echo")["process"] != before


@pytest.mark.parametrize(
    "function, said",
    [
        (f"{HERE}:crash", "status -11"),
        (f"{HERE}:stumble", "KeyError: 'a fault of ours'"),
        (f"{HERE}:not_there", "AttributeError"),
        ("doccontrol.pdftext.not_there:read", "ModuleNotFoundError"),
    ],
)
def test_a_fault_of_ours_is_no_fault_of_the_file(child, function, said):
    before = child.call(f"{HERE}:echo")["process"]

    with pytest.raises(ReaderFailed, match=said):
        child.call(function)

    assert wait_until(lambda: not is_running(before))
    assert child.call(f"{HERE}:echo")["process"] != before


def test_a_process_that_does_not_start_is_no_fault_of_the_file(temporary, monkeypatch):
    monkeypatch.setattr(process_of_its_own.sys, "executable", "/bin/false")
    with Child(SMALL) as child, pytest.raises(ReaderFailed, match="did not begin"):
        child.call(f"{HERE}:echo")


def test_a_file_that_is_not_there_is_told_before_a_process_looks_for_it(child, tmp_path):
    with pytest.raises(FileNotFoundError):
        child.call(f"{HERE}:read", tmp_path / "gone")


def test_a_library_that_ends_the_process_for_want_of_memory_is_told_from_one_that_crashes():
    # More than this process itself ever had: the system counts that as the child's too.
    with Child(Limits(memory_megabytes=1000)) as child, pytest.raises(Unreadable) as refused:
        child.call(f"{HERE}:fill_memory_below_python")

    assert refused.value.code == "too-much-memory"


def test_a_pdf_that_unpacks_to_far_more_than_there_is_room_for_harms_nobody(tmp_path):
    packed = zlib.compress(zlib.compress(bytes(2**29), 9), 9)
    path = tmp_path / "bomb"
    path.write_bytes(make_pdf_around(packed, b"[/FlateDecode /FlateDecode]"))
    assert path.stat().st_size < 5000

    # Time enough on any machine: memory is what it must not get.
    with Child(replace(SMALL, seconds=300, total_seconds=300)) as child:
        with pytest.raises(Unreadable) as refused:
            child.call(f"{HERE}:read", path)

        assert refused.value.code in {"too-much-memory", "broken"}
        assert child.call(f"{HERE}:picture")


def test_a_fault_of_ours_is_in_the_log(child, caplog):
    with pytest.raises(ReaderFailed):
        child.call(f"{HERE}:stumble")

    assert "KeyError: 'a fault of ours'" in caplog.text


def test_what_it_started_ends_with_it(child, tmp_path):
    written = tmp_path / "numbers"

    with pytest.raises(Unreadable, match="too-slow"):
        child.call(f"{HERE}:start_others", str(written))

    started = [int(number) for number in written.read_text().split()]
    assert len(started) == 2
    assert wait_until(lambda: not any(map(is_running, started)))


def test_a_process_that_died_between_two_calls_is_replaced(child):
    before = child.call(f"{HERE}:echo")["process"]
    os.kill(before, signal.SIGKILL)
    assert wait_until(lambda: not is_running(before))

    assert child.call(f"{HERE}:echo")["process"] != before


def test_several_threads_may_share_it(child):
    answers = []
    threads = [
        threading.Thread(
            target=lambda n=n: answers.append(child.call(f"{HERE}:echo", n)["arguments"])
        )
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [[n] for n in range(8)]


ABANDONED = f"""
import sys, tempfile
from doccontrol.pdftext.process import walls
walls.available = lambda: False
from doccontrol.pdftext.process.child import Child
from doccontrol.pdftext.limits import Limits
tempfile.tempdir = sys.argv[1]
child = Child(Limits())
print(child.call("{HERE}:echo")["process"], flush=True)
child.call("{HERE}:sleep")
"""


def test_it_ends_with_its_parent_even_if_that_is_killed(temporary):
    parent = subprocess.Popen(
        [sys.executable, "-c", ABANDONED, str(temporary)], stdout=subprocess.PIPE, text=True
    )
    process = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()

    assert wait_until(lambda: not is_running(process) and not list(temporary.iterdir()))


def test_nothing_stays_open_in_the_parent(temporary):
    before = list(Path("/proc/self/fd").iterdir())

    for _ in range(3):
        with Child(SMALL) as started:
            started.call(f"{HERE}:echo")
            with pytest.raises(ReaderFailed):
                started.call(f"{HERE}:crash")

    assert len(list(Path("/proc/self/fd").iterdir())) == len(before)
