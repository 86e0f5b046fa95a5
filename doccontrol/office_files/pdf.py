"""PDFs: every object looked at, for what acts by itself, runs, or carries another file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjectNotFound, PDFObjRef, PDFStream
from pdfminer.psparser import PSLiteral

from doccontrol.office_files.addresses import is_followable
from doccontrol.office_files.refusing import refuse
from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.pdf import text_layer

# A byte order mark or empty lines before it are no other file: intake reads such a one as well.
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?[\0\t\r\n\f ]{0,1000}%PDF-[12]\.\d[\r\n\s]")
_LAST_MARK = b"%%EOF"
# What may follow the end: line ends, the zeros with which some programs fill up, and the remark
# of a scanner's program.
_FILLING = b"\0\t\r\n \x1a"
_REMARK = re.compile(rb"%[\w .:-]{0,80}")
ACTIONS = {
    "JavaScript": "script",
    "Launch": "script",
    "SubmitForm": "script",
    "ImportData": "script",
    "Rendition": "script",
    "RichMediaExecute": "script",
    "Movie": "script",
    "Sound": "script",
    "GoToR": "outside",
    "GoToE": "embedded",
}
KEYS = {
    "JavaScript": "script",
    "XFA": "script",
    "EmbeddedFiles": "embedded",
    "RichMediaContent": "embedded",
}
SUBTYPES = {"FileAttachment": "embedded", "RichMedia": "embedded", "Screen": "embedded",
            "Movie": "embedded", "Sound": "embedded", "3D": "embedded"}  # fmt: skip
# Long enough not to turn up by chance in compressed bytes. "#4a" may stand for any letter.
_RAW_NAMES = (b"/JavaScript", b"/EmbeddedFile", b"/RichMedia", b"/SubmitForm", b"/ImportData")
_HASHED = re.compile(rb"#([0-9A-Fa-f]{2})")
_MAX_OBJECTS = 500_000
_MAX_DEPTH = 60


def check_pdf(path: Path, limits: Limits) -> None:
    """Raises Wrong for a file that is no PDF, or one that does more than show its pages."""
    data = path.read_bytes()
    if not _BEGINS.match(data):
        refuse("around" if b"%PDF-" in data[:1024] else "kind")
    with text_layer.opened(path, limits):
        pass  # another program than the one below finds pages in it
    _check_end(data)
    _check_raw(data)
    with path.open("rb") as file:
        try:
            document = PDFDocument(PDFParser(file))
        except PDFPasswordIncorrect:
            refuse("encrypted")
        except Exception:
            # The parser has no common error for damage.
            refuse("broken")
        for value in _objects(document):
            _check(value, 0)
        _check_opening(document)


def _check_end(data: bytes) -> None:
    _before, mark, after = data.rpartition(_LAST_MARK)
    rest = after.strip(_FILLING)
    if not mark or (rest and not _REMARK.fullmatch(rest)):
        refuse("around")


def _check_raw(data: bytes) -> None:
    """Names written plainly, also in objects that no table of the file leads to: a reader that
    repairs a file finds them."""
    names = [name for name in _RAW_NAMES if name in data]
    if b"#" in data and not names:
        plain = _HASHED.sub(lambda hit: bytes([int(hit[1], 16)]), data)
        names = [name for name in _RAW_NAMES if name in plain]
    if names:
        refuse("embedded" if names[0] in _RAW_NAMES[1:3] else "script", names[0].decode())


def _objects(document: PDFDocument) -> Iterator[Any]:
    """Every object of every table, newer and older ones, each number once."""
    numbers = {number for table in document.xrefs for number in table.get_objids()}
    if len(numbers) > _MAX_OBJECTS:
        refuse("too-many-parts", len(numbers))
    for table in document.xrefs:
        yield getattr(table, "trailer", {})
    for number in sorted(numbers):
        try:
            yield document.getobj(number)
        except PDFObjectNotFound:
            continue  # free or lost: nobody is shown it
        except Exception:
            refuse("broken", number)


def _check(value: Any, depth: int) -> None:
    """What stands behind a reference is an object of its own, and looked at as such."""
    if depth > _MAX_DEPTH:
        refuse("broken")
    if isinstance(value, PDFStream):
        value = value.attrs
    if isinstance(value, list):
        for part in value:
            _check(part, depth + 1)
    elif isinstance(value, dict):
        _check_dictionary(value)
        for part in value.values():
            if not isinstance(part, PDFObjRef):
                _check(part, depth + 1)


def _check_dictionary(entries: dict[str, Any]) -> None:
    for name in entries:
        if name in KEYS:
            refuse(KEYS[name], f"/{name}")
    if "EF" in entries and ("F" in entries or "UF" in entries):
        refuse("embedded", "/EF")
    action, subtype = _name(entries.get("S")), _name(entries.get("Subtype"))
    if action in ACTIONS:
        refuse(ACTIONS[action], f"/{action}")
    if subtype in SUBTYPES and "Rect" in entries:
        refuse(SUBTYPES[subtype], f"/{subtype}")
    if action == "URI" and not is_followable(_text(entries.get("URI"))):
        refuse("address", _text(entries.get("URI")))


def _check_opening(document: PDFDocument) -> None:
    """When it is opened a file may turn to one of its pages, and nothing else."""
    opening = _resolved(document.catalog.get("OpenAction"))
    if isinstance(opening, dict) and _name(opening.get("S")) not in ("GoTo", "Named"):
        refuse("script", "/OpenAction", _name(opening.get("S")))


def _resolved(value: Any) -> Any:
    return value.resolve() if isinstance(value, PDFObjRef) else value


def _name(value: Any) -> str:
    value = _resolved(value)
    if not isinstance(value, PSLiteral):
        return ""
    return value.name if isinstance(value.name, str) else value.name.decode("latin-1")


def _text(value: Any) -> str:
    value = _resolved(value)
    return value.decode("latin-1") if isinstance(value, bytes) else str(value or "")
