"""Where a page puts down what was asked, until the worker counts it: a file that only grows.

A page that is looked at writes nothing into the database: a reader never waits for a writer. A
line says what ``AskedQuestion`` says, and no more: nobody, no hour. Nothing here is worth a disk
that fills up, so the file has an end.
"""

from __future__ import annotations

import fcntl
import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

# What is asked beyond this before the worker has counted is not counted.
MOST_BYTES = 2 * 2**20
_OPEN, _TAKEN = "asked.jsonl", "asked-*.taken"


@dataclass(frozen=True, slots=True)
class CountedQuestion:
    day: str  # as in 2026-07-01
    question: str
    readers: str
    found: int


def put(question: CountedQuestion) -> None:
    """One line at the end of the file, in microseconds. Raises OSError."""
    line = json.dumps(asdict(question), ensure_ascii=False).encode() + b"\n"
    _folder().mkdir(parents=True, exist_ok=True)
    with _locked() as descriptor:
        if os.fstat(descriptor).st_size + len(line) <= MOST_BYTES:
            os.write(descriptor, line)


def take() -> Iterator[tuple[Path, list[CountedQuestion]]]:
    """What was put down so far, with the file that holds it: the caller removes that when it has
    counted. What a worker took and did not come to count is given again."""
    with suppress(FileNotFoundError):
        (_folder() / _OPEN).rename(_folder() / f"asked-{uuid.uuid4().hex}.taken")
    for path in sorted(_folder().glob(_TAKEN)):
        try:
            with path.open("rb") as file:
                # Whoever opened it before it was renamed has written to it then.
                fcntl.flock(file, fcntl.LOCK_EX)
                lines = file.read().splitlines()
        except FileNotFoundError:  # another worker was first
            continue
        yield path, list(_read(lines))


def _read(lines: list[bytes]) -> Iterator[CountedQuestion]:
    """A line that a full disk has cut short is none."""
    for line in lines:
        with suppress(ValueError, TypeError):
            yield CountedQuestion(**json.loads(line))


@contextmanager
def _locked() -> Iterator[int]:
    """The open file, which nobody takes away meanwhile."""
    path = _folder() / _OPEN
    while True:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            with suppress(FileNotFoundError):
                if os.fstat(descriptor).st_ino == path.stat().st_ino:
                    yield descriptor
                    return
        finally:
            os.close(descriptor)


def _folder() -> Path:
    return Path(settings.CACHE_DIR) / "asked"
