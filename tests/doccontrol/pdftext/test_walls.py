"""The walls around the process that reads: what is not there cannot be taken."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.process import walls
from doccontrol.pdftext.process.child import Child
from doccontrol.pdftext.refusals import ReaderFailed, Unreadable
from tests import needs
from tests.doccontrol.pdftext.files import make_letter

pytestmark = needs.walls
HERE = "tests.doccontrol.pdftext.in_child"
SMALL = Limits(seconds=5, total_seconds=10, memory_megabytes=400, unpacked_megabytes=5)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def child(temporary: Path) -> Iterator[Child]:
    with Child(SMALL) as started:
        yield started


def test_it_reads_the_file_at_hand_and_finds_no_other(child: Child, tmp_path: Path) -> None:
    at_hand, beside = tmp_path / "a.docx", tmp_path / "b.docx"
    at_hand.write_bytes(make_letter())
    beside.write_bytes(make_letter())

    assert child.call(f"{HERE}:read", at_hand)["outcome"] == "1 pages"
    with pytest.raises(ReaderFailed, match="FileNotFoundError"):
        child.call(f"{HERE}:read", str(beside))
    assert child.call(f"{HERE}:read", beside)["outcome"] == "1 pages"


def test_what_lies_about_on_the_machine_is_not_there(child: Child, tmp_path: Path) -> None:
    beside = tmp_path / "beside"
    beside.touch()
    hidden = [Path("/etc/passwd"), Path("/etc/shadow"), walls.ROOT / "manage.py", beside]
    code = [walls.ROOT / "doccontrol/models.py", Path(sys.executable)]

    assert child.call(f"{HERE}:which_exist", [str(path) for path in hidden]) == []
    assert child.call(f"{HERE}:which_exist", [str(path) for path in code]) == list(map(str, code))


def test_it_is_alone_without_network_and_writes_nothing_but_its_folder(child: Child) -> None:
    found = child.call(f"{HERE}:look_around")

    assert found["processes"] <= 3
    assert found["network"] == ["lo"]
    assert found["written"] == [found["temporary"]]
    assert found["new_privileges"] is False


def test_a_file_that_it_may_write_is_written_and_one_that_it_may_read_is_not(
    child: Child, tmp_path: Path
) -> None:
    read, written = tmp_path / "read", tmp_path / "written"
    read.write_text("as it was")
    written.touch()

    with pytest.raises(ReaderFailed, match="Read-only"):
        child.call(f"{HERE}:write", read)
    child.call(f"{HERE}:write_to", target=written)
    assert (read.read_text(), written.read_text()) == ("as it was", "new")


@pytest.mark.parametrize(
    ("function", "error", "said"),
    [
        ("fill_memory", Unreadable, "too-much-memory"),
        ("fill_disk", Unreadable, "unpacks-too-large"),
        ("crash", ReaderFailed, "status 139"),
    ],
)
def test_why_it_ended_is_told_through_the_walls(
    child: Child, function: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        child.call(f"{HERE}:{function}")
    assert child.call(f"{HERE}:picture")


def test_its_folder_goes_with_it(temporary: Path) -> None:
    with Child(SMALL) as started:
        started.call(f"{HERE}:surroundings")
        assert list(temporary.iterdir())
    assert list(temporary.iterdir()) == []


ABANDONED = f"""
import sys, tempfile
from doccontrol.pdftext.process.child import Child
from doccontrol.pdftext.limits import Limits
tempfile.tempdir = sys.argv[1]
child = Child(Limits())
print(child.call("{HERE}:leave_a_file"), flush=True)
child.call("{HERE}:sleep")
"""


def test_it_ends_with_its_parent_and_leaves_no_file(temporary: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", ABANDONED, str(temporary)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    folder = parent.stdout.readline().strip()
    parent.kill()
    parent.communicate()

    until = time.monotonic() + 30
    while (left := _mentions(folder) + _files_in(temporary)) and time.monotonic() < until:
        time.sleep(0.05)
    assert left == []


def _mentions(folder: str) -> list[str]:
    """Processes that were started with the folder."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if "bwrap" in line and folder in line:
            lines.append(line)
    return lines


def _files_in(folder: Path) -> list[str]:
    return [str(path) for path in folder.rglob("*") if path.is_file()]


def test_where_the_walls_do_not_stand_it_is_said_and_files_are_read_all_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    walls.available.cache_clear()
    monkeypatch.setattr(walls, "_why_not", lambda: "No permissions to create new namespace")
    with caplog.at_level("INFO", logger=walls.logger.name):
        assert walls.available() is False
        assert walls.available() is False
    assert caplog.text.count("does not work here: No permissions to create new namespace") == 1
    with Child(SMALL) as child:
        assert child.call(f"{HERE}:picture")
    walls.available.cache_clear()
