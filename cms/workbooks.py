"""Every list that leaves as .xlsx: real days and numbers, a head that stays, columns one can read.

Wagtail's own writer calls each sheet "Sheet1", writes moments in UTC and leaves all columns narrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import gettext
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from doccontrol.folding import fold

DAY, MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
# Columns are as wide as what stands in them, in letters; longer texts are broken into lines.
NARROWEST, WIDEST = 8, 60
LONGEST_NAME = 31
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")


def write(view: Any, rows: Iterable[Any], output: Any) -> None:
    """Stands for ``SpreadsheetExportMixin.write_xlsx``: the same columns, headings and values."""
    # openpyxl loads numpy, which a process that exports nothing has no use for.
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    head = [force_str(view.get_heading(rows, name)) for name in view.list_export]
    body = [list(_values(view, view.to_row_dict(item))) for item in rows]
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title=sheet_name(_title(view)))
    sheet.freeze_panes = "A2"
    last = get_column_letter(len(head))
    sheet.auto_filter.ref = f"A1:{last}{len(body) + 1}"
    for number, column in enumerate(zip(head, *body, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(column)
    sheet.append([_heading(sheet, word) for word in head])
    for row in body:
        sheet.append([_cell(sheet, value) for value in row])
    workbook.save(output)


def file_name(view: Any) -> str:
    """Stands for ``SpreadsheetExportMixin.get_filename``: where a view names no file of its own, it
    is the title of the page without marks."""
    if view.export_filename != SpreadsheetExportMixin.export_filename:
        return str(view.export_filename)
    words = re.findall(r"[a-z0-9]+", fold(_title(view)))
    return "-".join(words) or "danh-sach"


def sheet_name(title: str) -> str:
    """At most 31 letters, and none that Excel refuses."""
    return NOT_IN_A_NAME.sub(" ", title).strip(" '")[:LONGEST_NAME] or gettext("List")


def _title(view: Any) -> str:
    return force_str(getattr(view, "page_title", "") or getattr(view, "title", ""))


def _values(view: Any, row: dict[str, Any]) -> Iterator[Any]:
    for name, value in row.items():
        if isinstance(value, datetime):
            yield timezone.make_naive(value) if timezone.is_aware(value) else value
        elif isinstance(value, bool):
            yield gettext("Yes") if value else gettext("No")
        else:
            yield view.preprocess_field_value(name, value, view.FORMAT_XLSX)


def _heading(sheet: Any, word: str) -> Any:
    from openpyxl.styles import Font

    cell = _cell(sheet, word)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    cell = WriteOnlyCell(sheet, value)
    if cell.data_type == "f":
        cell.data_type = "s"  # typed by anybody: a text that begins with "=" stays a text
    if isinstance(value, datetime):
        cell.number_format = MOMENT
    elif isinstance(value, date):
        cell.number_format = DAY
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _width(column: Sequence[Any]) -> int:
    longest = max(len(line) for value in column for line in _shown(value).split("\n"))
    return min(max(longest + 2, NARROWEST), WIDEST)


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return MOMENT
    return DAY if isinstance(value, date) else force_str(value)
