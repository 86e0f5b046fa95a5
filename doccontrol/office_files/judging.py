"""One judgement of office files, in a process of its own (``pdftext.process.child``) that has no
database and no settings. What is allowed is what shows a person text, tables and pictures that lie
in the file."""

from __future__ import annotations

import zipfile
from pathlib import Path

from doccontrol.office_files.containers import check_container
from doccontrol.office_files.odf import KINDS, check_open_document
from doccontrol.office_files.ooxml import check_office_package
from doccontrol.office_files.refusing import Wrong, refuse
from doccontrol.pdftext.limits import Limits, configured
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.word import compound, packages

EXTENSIONS = ("docx", "xlsx", "odt", "ods", "pdf")
_PACKAGE = b"PK\x03\x04"
# What the reading of files says of damage, in the words of this judgement.
_UNREADABLE = {
    "encrypted": "encrypted",
    "unpacks-too-large": "unpacks-too-large",
    "too-many-pages": "too-many-parts",
    "empty": "broken",
}


def fault_of(path: str, extension: str) -> list[str]:
    """[code, where] of the first thing for which the file is not let in; [] if there is none."""
    try:
        _check(Path(path), extension)
    except Wrong as wrong:
        return [wrong.code, wrong.where]
    except Unreadable as unreadable:
        return [_UNREADABLE.get(unreadable.code, "broken"), ""]
    return []


def _check(path: Path, extension: str) -> None:
    limits = configured()
    with path.open("rb") as file:
        head = file.read(8)
    if extension == "pdf":
        # Loaded only where it is asked: most files are no PDF, and each begins a process.
        from doccontrol.office_files.pdf import check_pdf

        check_pdf(path, limits)
    elif extension not in EXTENSIONS:
        refuse("kind")
    elif head.startswith(_PACKAGE):
        _check_package(path, extension, limits)
    elif head.startswith(compound.SIGNATURE):
        # Office wraps what it locks with a password in the container of its older files.
        names, _flags = _names(path)
        refuse("encrypted" if "EncryptedPackage" in names else "kind")
    else:
        refuse("around" if zipfile.is_zipfile(path) else "kind")


def _names(path: Path) -> tuple[set[str], bytes]:
    try:
        return compound.names_and_flags(path)
    except ValueError:
        refuse("kind")


def _check_package(path: Path, extension: str, limits: Limits) -> None:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        refuse("broken")
    with archive:
        check_container(path, archive, limits)
        package = packages.Package(archive, limits)
        if extension in packages.MAIN_TYPES:
            check_office_package(package, extension)
        else:
            assert extension in KINDS  # noqa: S101  the only ones left
            check_open_document(package, extension)
