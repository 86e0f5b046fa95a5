"""Spreadsheets leave clean, whatever stands in old rows; Wagtail's own reports too."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from doccontrol.models import Person
from doccontrol.organisation.accounts.roles import Role
from tests.forging import forge
from tests.make import make_edition, make_person, make_unit

pytestmark = pytest.mark.django_db
REPORTS = ("/admin/reports/acknowledgements/", "/admin/reports/site-history/")


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_control_character_in_an_old_row_takes_no_report_from_anybody(client, report, kind):
    unit = make_unit()
    edition = make_edition(owner_unit=unit)
    make_person(Role.STAFF, unit=unit)
    forge(edition, title="Nội\x0bquy")
    PageLogEntry.objects.update(label="Nội\x0bquy")
    Person.objects.update(last_name="Nguyễn\x01")
    client.force_login(make_person(is_superuser=True))

    sent = b"".join(client.get(report, {"export": kind}).streaming_content)

    if kind == "csv":
        cells = sent.decode()
    else:
        sheet = load_workbook(io.BytesIO(sent)).active
        cells = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "Nội quy" in cells
    assert not {"\x0b", "\x01"} & set(cells)
