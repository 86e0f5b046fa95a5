"""Why a file could not be read: a code to keep, and one clear sentence that says what to do."""

from __future__ import annotations

import errno

from django.utils.translation import gettext_lazy as _

# Kept as codes so that the sentence is in the language of whoever looks, today or in a year.
CODES = {
    "broken": _("The file is damaged and could not be opened. Ask the sender for it again."),
    "empty": _("The file is empty. Ask the sender for it again."),
    "encrypted": _(
        "The file is locked with a password. Take the password off in the program that made the "
        "file, then hand it in again."
    ),
    "fault": _(
        "Not read yet: the fault is ours, not the file's. The file is kept and nothing is lost; "
        "reading it is tried again by itself. If this stays, tell whoever looks after the server: "
        "the background jobs say what failed."
    ),
    "macros": _(
        "The file carries macros, which can do harm. Save it as PDF or as DOCX without macros, "
        "then hand it in again."
    ),
    "needs-libreoffice": _(
        "Not read yet: old Word files (.doc) need LibreOffice Writer on the server. The file is "
        "kept and is read once it is installed; or save it as DOCX and hand that in."
    ),
    "needs-tesseract": _(
        "Not read yet: scans need tesseract-ocr-vie on the server. The file is kept and is read "
        "once it is installed."
    ),
    "too-large": _(
        "The file is larger than this site takes. Split it, or scan it at a lower resolution, "
        "then hand it in again."
    ),
    "too-many-cells": _(
        "The file has tables with more cells than this site takes. Hand in a part of it, or print "
        "it to a PDF without the tables."
    ),
    "too-many-pages": _("The file has too many pages. Split it and upload the parts."),
    "too-much-memory": _(
        "Reading the file took too much memory, so it was stopped. Print it to a new PDF, or split "
        "it, then hand it in again."
    ),
    "too-slow": _(
        "Reading the file took too long, so it was stopped. Print it to a new PDF, or split it, "
        "then hand it in again."
    ),
    "unknown-kind": _(
        "This kind of file cannot be read. Hand in a PDF, DOCX, DOC, JPEG, PNG or TIFF file."
    ),
    "unpacks-too-large": _(
        "The file is small but unpacks to far more than a document holds, so it was not opened. "
        "Print it to a new PDF, then hand that in."
    ),
}


# Nobody has refused the file: something failed on this machine.
FAULT = "fault"
# The file may be to blame or a machine that was busy: only another attempt can tell.
DOUBTFUL = ("too-slow", "too-much-memory")


class ReaderFailed(Exception):
    """The fault is ours: our code, a library that ended the process, a missing module, a full
    disk. It says nothing about the file, which stays as it is and is tried again."""


class Unreadable(Exception):
    """The file is refused, or cannot be read on this machine; ``code`` is one of ``CODES``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        """In the language in force."""
        return str(CODES[self.code])


def is_of_the_machine(error: Exception) -> bool:
    """Whether an error met while a file was opened comes from the system (a disk, a right that is
    missing) rather than from what stands in the file. What asks for a place outside the file
    (EINVAL) is of the file."""
    return isinstance(error, OSError) and error.errno not in (None, errno.EINVAL)
