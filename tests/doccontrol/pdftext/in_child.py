"""Functions that the tests run in the process that reads files."""

from __future__ import annotations

import ctypes
import os
import subprocess
import tempfile
import time
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
    try:
        found = extract(path, ocr=False)
        outcome = f"{len(found.pages)} pages"
        if found.pages[0].source == TextSource.LAYER:
            assert page_with_words(path, 1).text == found.pages[0].text
    except Unreadable as error:
        outcome = error.code
    return {
        "outcome": outcome,
        "open": len(list(Path("/proc/self/fd").iterdir())),
        "left": [entry.name for entry in Path(os.environ["TMPDIR"]).iterdir()],
    }
