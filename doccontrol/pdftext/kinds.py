"""Which kind of file it is, by its content; its name says nothing."""

from __future__ import annotations

from pathlib import Path

from doccontrol.pdftext.limits import Limits, configured
from doccontrol.pdftext.pages import FileKind
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.scans import images
from doccontrol.pdftext.word import compound, packages
from doccontrol.pdftext.word.docx import main_part

_HEAD = 1024  # the sign of a PDF may stand anywhere in it
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Where the flags of a Word stream stand, and the one for a password.
_WORD_FLAGS, _WORD_ENCRYPTED = 11, 0x01
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")


def kind_of(path: Path, limits: Limits | None = None) -> FileKind:
    """Return the kind; a PDF is ``PDF`` here, whether it is a scan shows in its pages.

    Raises ``Unreadable`` for what is empty, too large, locked, a bomb, or no kind that is read.
    """
    limits = limits or configured()
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("empty")
    if size > limits.bytes:
        raise Unreadable("too-large")
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_ZIP):
        return _kind_of_package(path, limits)
    if head.startswith(compound.SIGNATURE):
        return _kind_of_compound_file(path)
    if head.startswith(_PICTURES):
        return _kind_of_picture(path, limits)
    if b"%PDF-" in head:
        return FileKind.PDF
    if not head.strip(b"\0 \t\r\n"):
        raise Unreadable("empty")
    raise Unreadable("unknown-kind")


def _kind_of_package(path: Path, limits: Limits) -> FileKind:
    with packages.opened(path, limits) as package:
        if packages.TYPES not in package.names:
            raise Unreadable("unknown-kind")
        if any(name.endswith("vbaProject.bin") for name in package.names):
            raise Unreadable("macros")
        stated = package.content_type(main_part(package))
    if "macroenabled" in stated.lower():
        raise Unreadable("macros")
    if not packages.is_main_type(stated, "docx"):
        raise Unreadable("unknown-kind")
    return FileKind.DOCX


def _kind_of_compound_file(path: Path) -> FileKind:
    try:
        names, beginning = compound.names_and_flags(path)
    except ValueError as error:
        raise Unreadable("broken") from error
    if "EncryptedPackage" in names:  # a DOCX with a password
        raise Unreadable("encrypted")
    if "WordDocument" not in names:
        raise Unreadable("unknown-kind")
    if len(beginning) > _WORD_FLAGS and beginning[_WORD_FLAGS] & _WORD_ENCRYPTED:
        raise Unreadable("encrypted")
    if names & {"Macros", "_VBA_PROJECT"}:
        raise Unreadable("macros")
    return FileKind.DOC


def _kind_of_picture(path: Path, limits: Limits) -> FileKind:
    with images.opened(path) as picture:
        frames, (width, height) = images.count_of(picture), picture.size
    if frames > limits.pages:
        raise Unreadable("too-many-pages")
    if width * height > limits.pixels:
        raise Unreadable("unpacks-too-large")
    return FileKind.IMAGE


def frame_count(path: Path) -> int:
    """How many pages a picture has; a TIFF may have several."""
    with images.opened(path) as picture:
        return images.count_of(picture)
