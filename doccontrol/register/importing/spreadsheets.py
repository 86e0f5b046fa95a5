"""Text files as programs write them: Excel saves CSV in UTF-16 or in the old code page of Vietnam,
with semicolons where commas part decimals, and days as people write them."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection
from datetime import date
from io import StringIO

from django.utils.translation import gettext as _

from doccontrol.typed.characters import without_controls
from doccontrol.typed.days import typed_day

_MARKS = ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"))
# The code page in which Excel on a Vietnamese Windows saves "CSV".
_OLD_PAGE = "cp1258"
_SEPARATORS = ",;\t|"
# Excel's own first line: what parts the columns.
_STATED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# What stands in a day as people write it, and as programs do.
_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?:\s+[\d:]+)?")
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ][\d:.]+Z?)?")


def decoded(content: bytes) -> str:
    """The text of a file, in NFC and without control characters, whichever program wrote it."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return without_controls(content[len(mark) :].decode(name, "replace"))
    # Without a mark, every second byte of most letters of UTF-16 is 0.
    if content[1:2] == b"\0" or content[:1] == b"\0":
        name = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
        return without_controls(content.decode(name, "replace"))
    try:
        return without_controls(content.decode("utf-8"))
    except UnicodeDecodeError:
        return without_controls(content.decode(_OLD_PAGE, "replace"))


def table_with(text: str, columns: Collection[str]) -> tuple[csv.DictReader[str], int] | None:
    """The rows of a CSV that has these columns, and the line of its header; None if it has not.
    Names of columns are compared without case and room."""
    stated = _STATED.match(text)
    separators, line = (stated[1], 2) if stated else (_SEPARATORS, 1)
    body = text[stated.end() :] if stated else text
    for separator in separators:
        rows = csv.DictReader(StringIO(body, newline=""), delimiter=separator)
        try:
            names = [name.strip().lower() for name in rows.fieldnames or ()]
        except csv.Error:  # a line longer than any field may be
            continue
        if set(names) >= set(columns):
            rows.fieldnames = names
            return rows, line
    return None


def day(text: str | None) -> date | None:
    """A day as 2026-03-15 or 15/3/2026, None for an empty one; raises ValueError for any other.
    The month never comes first."""
    plain = (text or "").strip()
    if not plain:
        return None
    for way in (_DAY, _ISO):
        written = way.fullmatch(plain)
        typed = typed_day("/".join(written.groups())) if written else None
        if typed is not None:
            return typed
    raise ValueError(_("“{day}” is no day: write 15/03/2026.").format(day=plain))
