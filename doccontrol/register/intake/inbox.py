"""The watched folder: whoever can save a file there hands it in. Nothing in it is ever lost."""

from __future__ import annotations

import errno
import logging
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from doccontrol.jobs.working import look_regularly
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.register.intake import keeping
from doccontrol.register.intake.actions import Kept, keep
from doccontrol.register.intake.models import IncomingFile

logger = logging.getLogger(__name__)

# Taken at one look; the jobs of the worker go on between two looks.
AT_ONCE = 10
# Of programs and not of people: half-loaded files, locks of Word, what Windows leaves about.
_BEGINNINGS = (".", "~$")
_ENDINGS = (".part", ".partial", ".filepart", ".crdownload", ".tmp")
_STRAY = {"thumbs.db", "desktop.ini"}
# Whoever may write here must not make us read another file by a link put in its place, nor wait
# for ever at a pipe.
_ONLY_THE_FILE_ITSELF = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
# Files that could not be taken are told once, not at every look.
_files_reported: set[tuple[str, int]] = set()


@look_regularly(seconds=2)
def look_into_inbox() -> None:
    taken = 0
    for path in arrivals():
        if taken == AT_ONCE:
            break
        if not is_quiet(path):
            continue
        try:
            if take(path) is not None:
                taken += 1
        except OSError as error:
            _tell_once(path, error)


def arrivals() -> Iterator[Path]:
    """Files handed in, oldest first, those still being written included. Links and folders are
    left alone."""
    with os.scandir(keeping.inbox()) as entries:
        files = [entry for entry in entries if _is_for_us(entry)]
    yield from (Path(entry.path) for entry in sorted(files, key=_age))


def is_quiet(path: Path) -> bool:
    """Nobody has written to the file or to its name for ``INBOX_QUIET_SECONDS``."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return False
    # A copy may carry the dates of its original; when it was written shows in the other date.
    written = max(status.st_mtime, status.st_ctime)
    return time.time() - written >= settings.INBOX_QUIET_SECONDS


def take(path: Path) -> Kept | None:
    """Keep the file, and only then take it out of the folder: its row is committed by then, and
    bytes whose row a power cut took all the same are found again (``orphans``). None if somebody
    else was first.

    One that is refused at once goes to the folder of refused files; one that was written to
    meanwhile stays, and is taken again as what it has become. Raises OSError.
    """
    try:
        with os.fdopen(os.open(path, _ONLY_THE_FILE_ITSELF), "rb") as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise OSError(errno.EINVAL, "not a plain file", str(path))
            kept = keep(file, name=path.name, way=IncomingFile.Way.INBOX, by=None)
        after = path.lstat()
    except FileNotFoundError:
        return None
    if (before.st_ino, before.st_size, before.st_mtime_ns) != (
        after.st_ino,
        after.st_size,
        after.st_mtime_ns,
    ):
        return None
    if kept.row.state == IncomingFile.State.REFUSED:
        sentence = Unreadable(kept.row.refusal).sentence
        keeping.give_back(path, kept.row.name, sentence)
        logger.warning("Inbox: %s is refused. %s", kept.row.name, sentence)
    else:
        path.unlink(missing_ok=True)
        logger.info("Inbox: %s is %s", kept.row.name, "kept" if kept.is_new else "known already")
    return kept


def _is_for_us(entry: os.DirEntry[str]) -> bool:
    name = entry.name.lower()
    stray = name.startswith(_BEGINNINGS) or name.endswith(_ENDINGS) or name in _STRAY
    return not stray and entry.is_file(follow_symlinks=False)


def _age(entry: os.DirEntry[str]) -> float:
    try:
        return entry.stat().st_mtime
    except FileNotFoundError:  # another worker was first
        return 0


def _tell_once(path: Path, error: OSError) -> None:
    mark = (str(path), error.errno or 0)
    if mark not in _files_reported:
        _files_reported.add(mark)
        logger.error("Inbox: a file cannot be taken and stays where it is: %r", error)
