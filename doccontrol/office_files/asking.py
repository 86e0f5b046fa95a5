"""What is wrong with an office file: asked where it comes in, answered in another process."""

from __future__ import annotations

import hashlib
import logging
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from doccontrol.office_files.reasons import sentence
from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.process.child import Child
from doccontrol.pdftext.refusals import ReaderFailed, Unreadable

logger = logging.getLogger(__name__)
_FUNCTION = "doccontrol.office_files.judging:fault_of"
# Somebody waits for the answer. A form is a few pages; a law of 1,000 pages comes in elsewhere.
LIMITS = Limits(unpacked_megabytes=200, seconds=30, total_seconds=30)
_STOPPED = {"too-slow", "too-much-memory"}
_PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file is not let in; ``code`` as in ``reasons.REASONS``."""

    code: str
    where: str = ""

    @property
    def sentence(self) -> str:
        return sentence(self.code, self.where)


def fault_in(file: Any, name: str) -> Fault | None:
    """The first thing for which ``file`` is not let in under ``name``; None if there is none.

    ``file`` is read from its beginning and left there. The same bytes are judged once: the answer
    depends on nothing else.
    """
    with tempfile.NamedTemporaryFile(prefix="hieu-luc-") as copy:
        digest = hashlib.sha256()
        file.seek(0)
        while chunk := file.read(_PIECE):
            digest.update(chunk)
            copy.write(chunk)
        file.seek(0)
        copy.flush()
        return _fault(_OfficeFile(digest.hexdigest(), _ending(name), Path(copy.name)))


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


class _OfficeFile:
    """Equal to another of the same bytes and ending, wherever they lie."""

    def __init__(self, sha256: str, ending: str, path: Path) -> None:
        self.sha256, self.ending, self.path = sha256, ending, path

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _OfficeFile) and self._known_by() == other._known_by()

    def __hash__(self) -> int:
        return hash(self._known_by())

    def _known_by(self) -> tuple[str, str]:
        return self.sha256, self.ending


def _fault(file: _OfficeFile) -> Fault | None:
    try:
        answer = _answer(file)
    except Unreadable as unreadable:
        # Not kept: the machine may have been busy.
        return Fault("too-slow" if unreadable.code in _STOPPED else "broken")
    except ReaderFailed:
        logger.exception("An office file could not be looked through by a fault of ours")
        return Fault("fault")
    return Fault(*answer) if answer else None


@lru_cache(maxsize=500)
def _answer(file: _OfficeFile) -> list[str]:
    with Child(LIMITS) as child:
        return list(child.call(_FUNCTION, file.path, file.ending))
