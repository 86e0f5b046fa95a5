"""The bytes of incoming files on disk: kept once under their hash, never altered.

On disk and not only in storage: those who read a file are other programs, and want a path.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from doccontrol.register.intake.models import IncomingFile

NAME_LETTERS = 200
# Of a name on disk, which may have 255; the rest is for a number and for ".txt".
_NAME_BYTES = 230
_CHUNK = 2**20
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes that have come in. ``is_cut``: there were more than are kept of one file; then hash and
    size are those of all, and only a part lies at ``path``."""

    path: Path
    sha256: str
    size: int
    is_cut: bool

    def put(self) -> None:
        """Into their place, in one step: a reader finds the whole file or none."""
        place = path_of(self.sha256)
        self.path.replace(place)
        # The name itself must outlast a power cut, not only the bytes.
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def received(file: IO[bytes] | Any, *, most: int) -> Iterator[Received]:
    """What ``file`` holds, written beside its later place; gone at the end unless put there."""
    place = path_of("0" * 64)
    place.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    descriptor, name = tempfile.mkstemp(dir=place.parent, prefix="arriving-")
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as copy:
            file.seek(0)
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                if size <= most:
                    copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
            os.fchmod(copy.fileno(), settings.FILE_UPLOAD_PERMISSIONS)
        yield Received(path, digest.hexdigest(), size, is_cut=size > most)
    finally:
        path.unlink(missing_ok=True)


def name_of(sha256: str, suffix: str = "") -> str:
    """The name in storage, without anything that a sender could choose."""
    return f"{IncomingFile._meta.get_field('file').upload_to}{sha256}{suffix}"  # type: ignore[union-attr]


def path_of(sha256: str, suffix: str = "") -> Path:
    storage = IncomingFile._meta.get_field("file").storage  # type: ignore[union-attr]
    return Path(storage.path(name_of(sha256, suffix)))


def kept_names() -> Iterator[str]:
    """The hashes under which bytes lie on disk, whether or not a row knows of them."""
    with suppress(FileNotFoundError), os.scandir(path_of("0" * 64).parent) as entries:
        for entry in entries:
            if _HASH.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                yield entry.name


def plain_name(name: str) -> str:
    """A sender's name of a file, to be shown and offered again: no folders, nothing unprintable,
    its ending kept when it must be shortened."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem, ending = _parts("".join(letter for letter in last if letter.isprintable()).strip())
    return stem[: NAME_LETTERS - len(ending)] + ending or "file"


def _parts(name: str) -> tuple[str, str]:
    """Stem and ending, the ending with its dot; what is long is no ending."""
    stem, dot, ending = name.rpartition(".")
    return (stem, dot + ending) if stem and len(ending) <= 5 else (name, "")


def inbox() -> Path:
    """The watched folder, made if it is missing."""
    folder: Path = settings.INBOX_DIR
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def give_back(path: Path, name: str, sentence: str) -> None:
    """Move a refused file into the inbox's folder of refused ones, with the reason beside it;
    an earlier one of the same name stays. Moved by another worker meanwhile, it is left alone."""
    target = next(filter(_is_free, _names_for_refused(name)))
    try:
        shutil.move(path, target)
    except FileNotFoundError:
        target.unlink()
        return
    _say_why(target, sentence)


def give_copy(path: Path, name: str, sentence: str) -> None:
    """The same with a copy: the bytes stay where they are kept. One that lies there is enough."""
    for target in _names_for_refused(name):
        if _is_free(target):
            shutil.copyfile(path, target)
        elif not filecmp.cmp(path, target, shallow=False):
            continue
        _say_why(target, sentence)
        return


def _names_for_refused(name: str) -> Iterator[Path]:
    folder = inbox() / "refused"
    folder.mkdir(exist_ok=True)
    stem, ending = _parts(name)
    stem = stem.encode()[: _NAME_BYTES - len(ending.encode())].decode(errors="ignore")
    yield folder / f"{stem}{ending}"
    for number in count(2):
        yield folder / f"{stem} ({number}){ending}"


def _say_why(target: Path, sentence: str) -> None:
    target.with_name(f"{target.name}.txt").write_text(f"{sentence}\n", encoding="utf-8")


def _is_free(target: Path) -> bool:
    """Takes the name, so that two workers cannot both think that it is free."""
    try:
        target.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
