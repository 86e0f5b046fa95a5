"""Bytes on disk of which no row knows, or which a row has let go: a power cut, or a restored
database, can leave such."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from doccontrol.register.intake import keeping
from doccontrol.register.intake.actions import Kept, keep, remove_let_go
from doccontrol.register.intake.models import IncomingFile

logger = logging.getLogger(__name__)

# Asked of the database at once; SQLite takes no more names in one question.
_TOGETHER = 500
_ENDING = ".found"


def take_in_orphans() -> list[Kept]:
    """Give each such file its row again, to be read like any that comes in. Its sender's name is
    lost. One that is damaged, so that it is not what its name says, is left and told."""
    return [kept for name in _orphans() if (kept := _take_in(name)) is not None]


def finish_letting_go() -> None:
    """Remove what a person let go, where the machine stopped between the row and the disk."""
    for batch in _batches():
        for row in IncomingFile.objects.filter(sha256__in=batch, file="", let_go_at__isnull=False):
            remove_let_go(row)


def _orphans() -> Iterator[str]:
    for batch in _batches():
        known = IncomingFile.objects.filter(sha256__in=batch).values_list("sha256", flat=True)
        yield from sorted(set(batch).difference(known))


def _batches() -> Iterator[list[str]]:
    names = keeping.kept_names()
    while batch := list(islice(names, _TOGETHER)):
        yield batch


def _take_in(name: str) -> Kept | None:
    path = keeping.path_of(name)
    try:
        if _hash_of(path) != name:
            logger.error("%s is damaged: it is not the file that its name says.", path)
            return None
        with path.open("rb") as file:
            kept = keep(file, name=f"{name[:12]}{_ENDING}", way=IncomingFile.Way.ON_DISK, by=None)
    except OSError as error:
        logger.error("%s cannot be taken in: %s", path, error)
        return None
    logger.warning("%s had no row: it has one again, as %s.", path, kept.row)
    return kept


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
