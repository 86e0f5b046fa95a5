"""What is inside an old Office file (OLE2, a file system in a file), as far as telling it apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from struct import Struct, error, unpack_from
from typing import BinaryIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = Struct("<64sHBBIII16sIQQIQ")
_HEADER = 512
# Sectors from here on are marks, not places.
_NO_SECTOR = 0xFFFFFFF0
_NEXT = Struct("<I")
_MOST_SECTORS = 4096  # of the directory: 32,000 entries
_SMALL = 4096  # streams below this size lie elsewhere
_PIECE = 64
_ROOT = "Root Entry"


class CompoundFile:
    """Reads the directory and the beginning of a stream; raises ``ValueError`` if it is broken."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        header = self._at(0, _HEADER)
        shift, first = unpack_from("<H", header, 30)[0], unpack_from("<I", header, 48)[0]
        if not header.startswith(SIGNATURE) or shift not in (9, 12):
            raise ValueError("no compound file")
        self._sector = 1 << shift
        self._tables = unpack_from("<109I", header, 76)
        self._more_tables = unpack_from("<I", header, 68)[0]
        self.entries = dict(self._directory(first))

    def beginning(self, name: str, length: int) -> bytes:
        """The first bytes of a stream, at most 64; b"" if there is none of that name."""
        if name not in self.entries:
            return b""
        start, size = self.entries[name]
        if size >= _SMALL:
            return self._at(self._offset(start), length)
        # Small streams share one, in pieces of 64 bytes; it is that of the root.
        sectors, place = divmod(start * _PIECE, self._sector)
        sector = self.entries[_ROOT][0] if _ROOT in self.entries else _NO_SECTOR
        for _ in range(min(sectors, _MOST_SECTORS)):
            sector = self._following(sector)
        return self._at(self._offset(sector) + place, length)

    def _directory(self, sector: int) -> Iterator[tuple[str, tuple[int, int]]]:
        for _ in range(_MOST_SECTORS):
            if sector >= _NO_SECTOR:
                return
            content = self._at(self._offset(sector), self._sector)
            for raw in _ENTRY.iter_unpack(content):
                name, length, kind, start, size = raw[0], raw[1], raw[2], raw[11], raw[12]
                if kind:
                    text = name[: max(length - 2, 0)].decode("utf-16-le", "replace")
                    yield text, (start, size & 0xFFFFFFFF)
            sector = self._following(sector)
        raise ValueError("a directory without end")

    def _following(self, sector: int) -> int:
        per_table = self._sector // _NEXT.size
        which, place = divmod(sector, per_table)
        table = self._tables[which] if which < len(self._tables) else self._far_table(which)
        return _NEXT.unpack(self._at(self._offset(table) + place * _NEXT.size, _NEXT.size))[0]

    def _far_table(self, which: int) -> int:
        """Where the table number ``which`` lies, for files beyond 7 MB."""
        per_list = self._sector // _NEXT.size - 1
        lists, place = divmod(which - len(self._tables), per_list)
        sector = self._more_tables
        for _ in range(lists):
            end = self._offset(sector) + per_list * _NEXT.size
            sector = _NEXT.unpack(self._at(end, _NEXT.size))[0]
        return _NEXT.unpack(self._at(self._offset(sector) + place * _NEXT.size, _NEXT.size))[0]

    def _offset(self, sector: int) -> int:
        return (sector + 1) * self._sector

    def _at(self, place: int, length: int) -> bytes:
        self._file.seek(place)
        content = self._file.read(length)
        if len(content) < length:
            raise ValueError("a compound file cut short")
        return content


def names_and_flags(path: Path) -> tuple[set[str], bytes]:
    """The names of all streams and storages, and the first bytes of Word's own stream; raises
    ``ValueError`` if the file is broken."""
    try:
        with path.open("rb") as file:
            compound = CompoundFile(file)
            return set(compound.entries), compound.beginning("WordDocument", 32)
    except error as fault:
        raise ValueError("a broken compound file") from fault
