"""Which files may hang on a controlled document: judged by content, never by name alone."""

from __future__ import annotations

import zipfile
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# What each kind of file must begin with, and hold inside if it is a package.
PDF_MAGIC = b"%PDF-"
PACKAGE_PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "odt": "content.xml",
    "ods": "content.xml",
}
MACRO_PARTS = ("vbaProject.bin", "Basic/")
# A package that unpacks to more than this is refused unread (zip bomb).
MAX_UNPACKED_MEGABYTES = 200


def validate_office_file(file: Any) -> None:
    """Raises ValidationError for a file that is too large, of another kind than its name says,
    packed to harm, or that carries macros."""
    limit = settings.UPLOAD_MAX_MEGABYTES
    if file.size > limit * 1024 * 1024:
        raise ValidationError(_("The file is larger than %(limit)s MB."), params={"limit": limit})
    extension = str(file.name).rsplit(".", 1)[-1].lower()
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if extension == "pdf" and head.startswith(PDF_MAGIC):
        return
    if extension in PACKAGE_PARTS and _is_package(file, PACKAGE_PARTS[extension]):
        file.seek(0)
        return
    raise ValidationError(
        _(
            "This is not a readable DOCX, XLSX, ODT, ODS or PDF file. "
            "Save it again in one of these formats."
        )
    )


def _is_package(file: Any, part: str) -> bool:
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
    except zipfile.BadZipFile:
        return False
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_MEGABYTES * 1024 * 1024:
        raise ValidationError(_("The file unpacks to an unreasonable size and is refused."))
    names = [entry.filename for entry in entries]
    if any(marker in name for name in names for marker in MACRO_PARTS):
        raise ValidationError(_("The file contains macros. Save it without macros."))
    return part in names
