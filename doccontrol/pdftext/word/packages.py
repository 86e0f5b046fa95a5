"""The zip package of an Office file, opened with nothing in it believed.

Sizes are counted while unpacking. No part is parsed with entities, no address in it is followed.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from posixpath import dirname, join, normpath

from lxml import etree

from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.refusals import Unreadable, is_of_the_machine

MAX_PARTS = 10_000
# As a tree a part takes about ten times its size; the text of a law of 1,000 pages has 10 MB.
MAX_PART_BYTES = 64 * 2**20
_CHUNK = 2**20
_ENCRYPTED = 0x1
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
_TOO_MUCH = {etree.ErrorTypes.ERR_ENTITY_LOOP, etree.ErrorTypes.ERR_RESOURCE_LIMIT}


class Package:
    """The parts of one package by name."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._left = limits.unpacked_bytes

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
                room = min(self._left, MAX_PART_BYTES)
                while chunk := packed.read(_CHUNK):
                    room -= len(chunk)
                    self._left -= len(chunk)
                    if room < 0:
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
        base = dirname(name)
        list_of_them = join(base, "_rels", f"{name.rpartition('/')[2]}.rels")
        if list_of_them not in self._archive.NameToInfo:
            return []
        targets = (
            normpath(join("/", base, relation.get("Target", ""))).lstrip("/")
            for relation in self.tree(list_of_them).iter("{*}Relationship")
            if relation.get("Type", "").endswith(f"/{kind}")
            and relation.get("TargetMode") != "External"
        )
        return [target for target in targets if target in self._archive.NameToInfo]


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
