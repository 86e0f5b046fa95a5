"""Every spreadsheet that leaves, Wagtail's own reports included, is cleaned of what Excel refuses.

Rows saved before texts were cleaned at the door may hold control characters, and evidence among
them cannot be mended; one such row must not take the whole report from everybody.
"""

from __future__ import annotations

from typing import Any

from django.utils.encoding import force_str
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from cms import workbooks
from doccontrol.typed.characters import without_controls


def clean_exports() -> None:
    """Called once, when the site starts. Dates keep their own functions; whatever else is written
    goes out as clean text."""
    formats = (SpreadsheetExportMixin.FORMAT_CSV, SpreadsheetExportMixin.FORMAT_XLSX)
    functions = SpreadsheetExportMixin.custom_value_preprocess
    functions[list] = dict.fromkeys(formats, _listed)
    functions[object] = dict.fromkeys(formats, _clean)
    SpreadsheetExportMixin.write_xlsx = workbooks.write
    SpreadsheetExportMixin.get_filename = workbooks.file_name


def _listed(values: list[Any]) -> str:
    return without_controls(", ".join(force_str(value) for value in values))


def _clean(value: Any) -> Any:
    shown = force_str(value, strings_only=True)  # numbers stay numbers
    return without_controls(shown) if isinstance(shown, str) else shown
