"""Where an embedded index lies on disk, which build is the live one, and who may write.

``current`` names the live build folder and is replaced atomically. Its first word is the
version of layout and analysis: an index that another version built is not read.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.engines.base import IndexBroken, IndexLocked, IndexMissing

_POINTER = "current"
_LOCK = "lock"
_PREFIX = "build-"


class Builds:
    def __init__(self, path: Path, version: str) -> None:
        self.path = path
        self.version = version

    def live(self) -> Path:
        """The folder of the live build.

        Raises IndexMissing before the first build, IndexBroken if it cannot be told or read.
        """
        try:
            written = (self.path / _POINTER).read_text(encoding="ascii").split()
        except FileNotFoundError as failure:
            raise IndexMissing(f"No search index in {self.path}.") from failure
        except (OSError, UnicodeDecodeError) as failure:
            raise IndexBroken(f"{self.path / _POINTER} cannot be read: {failure}") from failure
        if len(written) != 2 or not written[1].startswith(_PREFIX) or "/" in written[1]:
            raise IndexBroken(f"{self.path / _POINTER} names no build.")
        if written[0] != self.version:
            raise IndexBroken(f"The index in {self.path} was made by another version.")
        return self.path / written[1]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The right to write, held against all processes; raises IndexLocked if it is taken.

        tantivy's own lock guards one build folder only: a change written to the old build
        during a rebuild would be lost at the switch. The lock ends with its process.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / _LOCK).open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as failure:
                raise IndexLocked(f"Another process writes to {self.path}.") from failure
            yield

    @contextmanager
    def new(self) -> Iterator[Path]:
        """A new empty build folder, live once the block has ended well, gone if it has not.

        Only under the lock: all builds but the live one are removed at the end.
        """
        build = self.path / f"{_PREFIX}{uuid.uuid4().hex}"
        build.mkdir()
        try:
            yield build
            self._point_to(build)
        except BaseException:
            shutil.rmtree(build, ignore_errors=True)
            raise
        for other in self.path.glob(f"{_PREFIX}*"):
            if other != build:
                shutil.rmtree(other, ignore_errors=True)

    def _point_to(self, build: Path) -> None:
        draft = self.path / f"{_POINTER}.new"
        with draft.open("w", encoding="ascii") as file:
            file.write(f"{self.version} {build.name}\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path / _POINTER)
