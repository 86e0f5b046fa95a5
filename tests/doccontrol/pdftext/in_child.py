"""Functions that the tests run in the process that reads files."""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from doccontrol.pdftext.extracting import extract, page_with_words
from doccontrol.pdftext.pages import TextSource
from doccontrol.pdftext.refusals import Unreadable


def echo(*arguments: Any, **named: Any) -> dict[str, Any]:
    return {"arguments": arguments, "named": named, "process": os.getpid()}


def surroundings() -> dict[str, Any]:
    return {
        "environment": dict(os.environ),
        "input": os.read(0, 1).decode(),
        "session": os.getsid(0) == os.getpid(),
        "files": [entry.name for entry in Path("/proc/self/fd").iterdir()],
        "temporary": tempfile.mkdtemp(),
    }


def picture() -> bytes:
    return b"\x89PNG\xff"


def refuse(code: str) -> None:
    raise Unreadable(code)


def step_by_step(steps: int, seconds: float, progress: Callable[[int, int], None]) -> int:
    for step in range(steps):
        time.sleep(seconds)
        progress(step + 1, steps)
    return steps


def sleep(*_: object) -> None:
    time.sleep(60)


def spin() -> None:
    while True:
        pass


def start_others(path: str) -> None:
    """A process of its own and one that this one started, both writing their numbers."""
    script = f"sleep 60 & echo $! $$ >> {path}; wait"
    subprocess.run(["sh", "-c", script], check=True)


def fill_memory() -> int:
    return len(b"".join(bytes(2**20) for _ in range(4000)))


def fill_memory_below_python() -> None:
    """As a library does that cannot go on without memory: by ending the process."""
    allocate = ctypes.CDLL(None).malloc
    allocate.restype = ctypes.c_void_p
    while block := allocate(2**20):
        ctypes.memset(block, 1, 2**20)
    os.abort()


def fill_disk() -> None:
    with Path(tempfile.mkdtemp(), "large").open("wb") as file:
        while True:
            file.write(bytes(2**20))


def crash(*_: object) -> None:
    ctypes.string_at(0)


def stumble(*_: object) -> None:
    raise KeyError("a fault of ours")


def read(path: str) -> dict[str, Any]:
    """What ``extract`` finds, and what it leaves behind."""
    text = ""
    try:
        found = extract(path, ocr=False)
        text = "\n".join(page.text for page in found.pages)
        outcome = f"{len(found.pages)} pages"
        if found.pages[0].source == TextSource.LAYER:
            assert page_with_words(path, 1).text == found.pages[0].text
    except Unreadable as error:
        outcome = error.code
    return {
        "outcome": outcome,
        "text": text,
        "open": len(list(Path("/proc/self/fd").iterdir())),
        "left": [entry.name for entry in Path(os.environ["TMPDIR"]).iterdir()],
    }


def read_otherwise(path: str) -> dict[str, Any]:
    """As if every word that is hidden were read, and none that is seen."""
    with zipfile.ZipFile(path) as archive:
        document = archive.read("word/document.xml").decode()
    hidden = re.findall(r"<w:delText[^>]*>([^<]*)", document)
    return read(path) | {"text": " ".join(hidden)}


def which_exist(paths: list[str]) -> list[str]:
    return [path for path in paths if os.path.lexists(path)]


def look_around() -> dict[str, Any]:
    """What the process sees of the machine, and where it can leave a file."""
    here, devices = str(Path(__file__).parent), Path("/dev")
    places = ["/", "/usr", str(devices), str(devices / "shm"), here, os.environ["TMPDIR"]]
    status = Path("/proc/self/status").read_text()
    return {
        "processes": len(list(Path("/proc").glob("[0-9]*"))),
        "network": sorted(entry.name for entry in Path("/sys/class/net").iterdir())
        if Path("/sys/class/net").exists()
        else [line.split(":")[0].strip() for line in _network()],
        "written": [place for place in places if _can_write(place)],
        "temporary": os.environ["TMPDIR"],
        "new_privileges": "NoNewPrivs:\t1" not in status,
    }


def _network() -> list[str]:
    return Path("/proc/self/net/dev").read_text().splitlines()[2:]


def _can_write(folder: str) -> bool:
    try:
        Path(folder, "here").touch()
    except OSError:
        return False
    return True


def write(path: str) -> None:
    Path(path).write_text("new")


def write_to(*, target: str) -> None:
    Path(target).write_text("new")


def leave_a_file() -> str:
    """Its temporary folder's folder, which the process was started with."""
    Path(os.environ["TMPDIR"], "left").touch()
    return str(Path(os.environ["TMPDIR"]).parent)
