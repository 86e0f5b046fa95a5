"""The zip package of an Office file, opened with nothing in it believed.

Sizes are counted while unpacking. No part is parsed with entities, no address in it is followed.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath, splitext
from typing import NamedTuple

from lxml import etree

from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.refusals import Unreadable, is_of_the_machine

TYPES = "[Content_Types].xml"
_FORMATS = "application/vnd.openxmlformats-officedocument"
# What the main part is in a file of each ending; a template opens as a document does.
MAIN_TYPES = {
    "docx": (
        f"{_FORMATS}.wordprocessingml.document.main+xml",
        f"{_FORMATS}.wordprocessingml.template.main+xml",
    ),
    "xlsx": (f"{_FORMATS}.spreadsheetml.sheet.main+xml",),
}
MAX_PARTS = 10_000
# As a tree a part takes about ten times its size; the text of a law of 1,000 pages has 10 MB.
MAX_PART_BYTES = 64 * 2**20
_CHUNK = 2**20
_ENCRYPTED = 0x1
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
_TOO_MUCH = {etree.ErrorTypes.ERR_ENTITY_LOOP, etree.ErrorTypes.ERR_RESOURCE_LIMIT}


@dataclass(slots=True)
class _Room:
    """How many bytes of one file may still be unpacked, those of the files inside it included."""

    left: int


class _Relation(NamedTuple):
    identity: str
    kind: str
    part: str


class Package:
    """The parts of one package by name."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits, room: _Room | None = None) -> None:
        self._archive = archive
        self._limits = limits
        self._room = room or _Room(limits.unpacked_bytes)
        self._types: _ContentTypes | None = None
        self._related: dict[str, list[_Relation]] = {}

    @property
    def names(self) -> list[str]:
        return self._archive.namelist()

    def part(self, name: str) -> bytes:
        """Unpack one part; raises ``Unreadable`` if it is missing, damaged, locked or too large."""
        try:
            info = self._archive.getinfo(name)
            if info.flag_bits & _ENCRYPTED:
                raise Unreadable("encrypted")
            with self._archive.open(info) as packed:
                chunks = []
                room = MAX_PART_BYTES
                while chunk := packed.read(_CHUNK):
                    room -= len(chunk)
                    self._room.left -= len(chunk)
                    if min(room, self._room.left) < 0:
                        raise Unreadable("unpacks-too-large")
                    chunks.append(chunk)
                return b"".join(chunks)
        except (KeyError, *_DAMAGE) as error:
            if is_of_the_machine(error):
                raise
            raise Unreadable("broken") from error

    def tree(self, name: str) -> etree._Element:
        """The root of an XML part. An Office file has no document type: entities are refused."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(self.part(name), parser)
        except etree.XMLSyntaxError as error:
            code = "unpacks-too-large" if error.code in _TOO_MUCH else "broken"
            raise Unreadable(code) from error
        if (types := root.getroottree().docinfo.internalDTD) is not None:
            raise Unreadable("unpacks-too-large" if types.entities() else "broken")
        return root

    def related(self, name: str, kind: str) -> list[str]:
        """Names of the parts to which ``name`` ("" for the package itself) stands in a
        relationship whose type ends in ``kind``. What is not in the package is left alone."""
        ending = f"/{kind}"
        return [found.part for found in self._relations(name) if found.kind.endswith(ending)]

    def targets(self, name: str) -> dict[str, str]:
        """The part that each relationship of ``name`` leads to, by its identity."""
        return {found.identity: found.part for found in self._relations(name)}

    def _relations(self, name: str) -> list[_Relation]:
        if name not in self._related:
            self._related[name] = list(self._read_relations(name))
        return self._related[name]

    def _read_relations(self, name: str) -> Iterator[_Relation]:
        """Those that lead to a part of the package."""
        base = dirname(name)
        listed = join(base, "_rels", f"{name.rpartition('/')[2]}.rels")
        if listed not in self._archive.NameToInfo:
            return
        for relation in self.tree(listed).iter("{*}Relationship"):
            part = normpath(join("/", base, relation.get("Target", ""))).lstrip("/")
            if relation.get("TargetMode") != "External" and part in self._archive.NameToInfo:
                yield _Relation(relation.get("Id", ""), relation.get("Type", ""), part)

    def content_type(self, name: str) -> str:
        """Of a part by its own name or by the ending of it, whatever the case; "" for none."""
        if self._types is None:
            self._types = _ContentTypes(self.tree(TYPES))
        return self._types.of(name)

    def within(self, name: str) -> Package:
        """The package that a part is; both unpack out of one room. Raises ``Unreadable`` for one
        that is none."""
        try:
            archive = zipfile.ZipFile(io.BytesIO(self.part(name)))
        except _DAMAGE as error:
            raise Unreadable("broken") from error
        if len(archive.infolist()) > MAX_PARTS:
            raise Unreadable("unpacks-too-large")
        return Package(archive, self._limits, self._room)


class _ContentTypes:
    def __init__(self, root: etree._Element) -> None:
        self._own = {
            stated.get("PartName", "").lstrip("/").lower(): stated.get("ContentType", "")
            for stated in root.iter("{*}Override")
        }
        self._by_ending = {
            stated.get("Extension", "").lower(): stated.get("ContentType", "")
            for stated in root.iter("{*}Default")
        }

    def of(self, name: str) -> str:
        ending = splitext(name)[1].lstrip(".").lower()
        return self._own.get(name.lower()) or self._by_ending.get(ending, "")


def is_main_type(stated: str, extension: str) -> bool:
    """Whether a main part of this type makes a file of this ending: the one rule of every door."""
    return stated.strip().lower() in MAIN_TYPES[extension]


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[Package]:
    """The package, closed at the end; raises ``Unreadable`` if it is broken or a zip bomb."""
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGE as error:
        if is_of_the_machine(error):
            raise
        raise Unreadable("broken") from error
    with archive:
        infos = archive.infolist()
        stated = sum(info.file_size for info in infos)
        if len(infos) > MAX_PARTS or stated > limits.unpacked_bytes:
            raise Unreadable("unpacks-too-large")
        yield Package(archive, limits)
