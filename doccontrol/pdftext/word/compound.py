"""What is inside an old Office file (OLE2, a file system in a file), as far as telling it apart."""

from __future__ import annotations

from pathlib import Path
from struct import error

import olefile

SIGNATURE: bytes = olefile.MAGIC
_WORD = "WordDocument"
_FLAGS = 32  # bytes of Word's own stream, from its beginning
# What olefile raises for a file cut short or damaged, beside its own errors, which are OSErrors.
_FAULTS = (OSError, ValueError, IndexError, RecursionError, error)


def names_and_flags(path: Path) -> tuple[set[str], bytes]:
    """The names of all streams and storages, and the first bytes of Word's own stream; raises
    ``ValueError`` if the file is broken."""
    try:
        with path.open("rb") as file, olefile.OleFileIO(file) as compound:
            places = compound.listdir(streams=True, storages=True)
            names = {name for place in places for name in place}
            if not compound.exists(_WORD) or compound.get_type(_WORD) != olefile.STGTY_STREAM:
                return names, b""
            return names, compound.openstream(_WORD).read(_FLAGS)
    except _FAULTS as fault:
        raise ValueError("a broken compound file") from fault
