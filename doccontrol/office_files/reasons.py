"""Why an office file is not let in: a code, and one sentence that says what to do about it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REASONS = {
    "kind": _(
        "This is not a readable DOCX, XLSX, ODT, ODS or PDF file. "
        "Save it again in one of these formats."
    ),
    "broken": _("The file is damaged. Open it in the program that made it and save it again."),
    "around": _(
        "The file holds something before, after or beside its own content, so two programs could "
        "see two different files. Save it again in the program that made it."
    ),
    "encrypted": _("The file is locked with a password. Save it without one."),
    "unpacks-too-large": _("The file unpacks to an unreasonable size and is refused."),
    "too-many-parts": _("The file has more parts or pages than a document needs. Print it to PDF."),
    "too-slow": _(
        "Looking through the file took too long or too much memory. Save it again, or print it "
        "to PDF."
    ),
    "fault": _(
        "The file could not be looked through by a fault of this site, not of the file. Try again "
        "in a moment; if it goes on, tell the administrator."
    ),
    "macros": _("The file contains macros. Save it without macros."),
    "script": _(
        "The file contains a script or something that acts by itself when it is opened. Save it "
        "again without it, or print it to a new PDF."
    ),
    "outside": _(
        "The file fetches something from outside itself when it is opened, such as a template, a "
        "picture or another file. Put it into the file or break the link, and save it again."
    ),
    "exchange": _(
        "The file has a field or formula that asks another program or file for its value (such as "
        "DDE or INCLUDETEXT). Replace it by its value and save it again."
    ),
    "embedded": _(
        "Another file or a control of a program is embedded in the file. Take it out, or put it "
        "in as a picture, and save it again."
    ),
    "address": _(
        "A link in the file leads neither to a web page nor to a mail address. Remove the link "
        "and save it again."
    ),
}


def sentence(code: str, where: str) -> str:
    """In the language in force."""
    place = _("Found in it: %(where)s") % {"where": where} if where else ""
    return " ".join(part for part in (str(REASONS[code]), str(place)) if part)
