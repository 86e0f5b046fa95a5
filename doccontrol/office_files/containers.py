"""The zip container of an office file: one file and nothing else, as every program sees it.

What one reader takes for a document must not be another file for the next: no bytes before, after
or twice under one name, no size that is not true.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

from doccontrol.office_files.refusing import refuse
from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.word.packages import MAX_PARTS

_LOCAL = struct.Struct("<4s5H3I2H")
_END = b"PK\x05\x06"
_END_BYTES = 22
_PIECE = 2**16
_ENCRYPTED = 0x1
_KEPT_AS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# What an embedded file of older Office programs begins with, whatever its part is called.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check_container(path: Path, archive: zipfile.ZipFile, limits: Limits) -> None:
    """Raises Wrong for a container that is more, or something else, than it says."""
    entries = archive.infolist()
    if len(entries) > MAX_PARTS:
        refuse("too-many-parts", len(entries))
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        refuse("unpacks-too-large")
    _check_ends(path, archive, entries)
    _check_names(entries)
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            refuse("encrypted", entry.filename)
        if entry.compress_type not in _KEPT_AS:
            refuse("broken", entry.filename)
        _check_size(path, entry)


def _check_ends(path: Path, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    with path.open("rb") as file:
        file.seek(-_END_BYTES, 2)
        end = file.read(_END_BYTES)
    starts = min((entry.header_offset for entry in entries), default=0)
    if starts != 0 or archive.comment or not end.startswith(_END):
        refuse("around")


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    """Office programs take names for the same whatever the case."""
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        folded = name.lower()
        if folded in seen or "\\" in name or name.startswith("/") or ".." in name.split("/"):
            refuse("around", name)
        seen.add(folded)


def _check_size(path: Path, entry: zipfile.ZipInfo) -> None:
    """Unpacked here to its very end: a stated size is only a claim."""
    with path.open("rb") as file:
        file.seek(entry.header_offset)
        header = file.read(_LOCAL.size)
        if len(header) < _LOCAL.size:
            refuse("broken", entry.filename)
        *_rest, name_bytes, extra_bytes = _LOCAL.unpack(header)
        file.seek(name_bytes + extra_bytes, 1)
        left, size = entry.compress_size, 0
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        while left and not unpacker.eof:
            packed = file.read(min(left, _PIECE))
            if not packed:
                refuse("broken", entry.filename)
            left -= len(packed)
            if entry.compress_type == zipfile.ZIP_STORED:
                size += len(packed)
                continue
            while packed:
                size += len(_unpacked(unpacker, packed, entry))
                packed = unpacker.unconsumed_tail
                if size > entry.file_size:
                    refuse("unpacks-too-large", entry.filename)
    if size != entry.file_size or left or unpacker.unused_data:
        refuse("broken", entry.filename)


def _unpacked(unpacker: zlib._Decompress, packed: bytes, entry: zipfile.ZipInfo) -> bytes:
    try:
        return unpacker.decompress(packed, 2**20)
    except zlib.error:
        refuse("broken", entry.filename)
