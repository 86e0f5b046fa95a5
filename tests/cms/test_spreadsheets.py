"""Every report as CSV: Excel reads its letters, and nothing in it is a formula."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cms.spreadsheets import SpreadsheetMiddleware, as_text
from doccontrol.models import Job
from doccontrol.organisation.accounts.roles import Role
from search.models import AskedQuestion
from tests.cms.test_poisoned_addresses import EVERY, PLAIN
from tests.make import make_edition, make_person, make_unit

FORMULA = "=1+1 Nội quy"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+84 912", "'+84 912"),
        ("-cmd|x", "'-cmd|x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r=1"),
        ("＝1+1", "'＝1+1"),
        ("a;=1+1", "a;'=1+1"),
        ("-5", "-5"),
        ("-1.234,5", "-1.234,5"),
        ("Điều 1; khoản 2", "Điều 1; khoản 2"),
        ("a=b - c", "a=b - c"),
        ("", ""),
    ],
)
def test_a_cell_is_text_and_a_number_stays_a_number(cell, written):
    assert as_text(cell) == written


def answered(response: Any) -> Any:
    return SpreadsheetMiddleware(lambda _request: response)(RequestFactory().get("/"))


def test_a_row_cut_anywhere_is_the_same_row():
    whole = 'Mã,"=a ""b""\n;=c"\r\nĐ,2\r\n'.encode()
    pieces = [whole[n : n + 1] for n in range(len(whole))]
    sent = answered(StreamingHttpResponse(iter(pieces), content_type="text/csv"))
    data = b"".join(sent.streaming_content)
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\xef\xbb\xbf") == 1
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [["Mã", "'=a \"b\"\n;'=c"], ["Đ", "2"]]


def test_an_answer_that_is_whole_is_guarded_too_and_no_other_is_touched():
    marked = "\ufeffa,=b\r\n".encode()
    assert answered(HttpResponse(marked, content_type="text/csv")).content == (
        "\ufeffa,'=b\r\n".encode()
    )
    assert answered(HttpResponse(b"a,=b")).content == b"a,=b"


# The reports


@pytest.fixture
def secretary(db: None) -> Client:
    """Each report has a row whose text somebody wrote as a formula."""
    unit = make_unit(name=FORMULA)
    edition = make_edition(title=FORMULA, owner_unit=unit)
    make_person(Role.STAFF, unit=unit, last_name="=cmd", first_name="An")
    Job.objects.create(kind="render_pdf", key=str(edition.pk), error="=1+1", state="failed")
    client = Client()
    client.force_login(make_person(Role.SECRETARY, is_superuser=True, last_name="@x"))
    return client


def sent(client: Client, name: str, kind: str) -> bytes | None:
    response = client.get(reverse(name), {"export": kind})
    if kind not in response.headers.get("Content-Type", "").replace("spreadsheetml", "xlsx"):
        return None
    return b"".join(response.streaming_content) if response.streaming else response.content


REPORTS = ["acknowledgements_report", "background_jobs", "asked_questions", "clocks:index",
           "wagtailadmin_reports:site_history"]  # fmt: skip


@pytest.mark.parametrize("name", REPORTS)
def test_no_report_holds_a_formula(name, secretary):
    AskedQuestion.objects.create(
        day=timezone.localdate(), question="=1+1", readers=AskedQuestion.Readers.PUBLIC, times=1
    )
    data = sent(secretary, name, "csv")
    assert data is not None and data.startswith(b"\xef\xbb\xbf")
    cells = [
        cell
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        for cell in row
    ]
    assert len(cells) > 3 and not [cell for cell in cells if cell.startswith(tuple("=+-@"))]
    if name not in ("clocks:index", "wagtailadmin_reports:site_history"):
        assert any(cell.startswith(("'=", "'@")) for cell in cells)


def test_a_workbook_keeps_text_as_text(secretary):
    data = sent(secretary, "acknowledgements_report", "xlsx")
    assert data is not None
    cells = [cell for row in load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row]
    assert FORMULA in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


def test_every_list_that_is_sent_as_csv_is_guarded(secretary):
    """Also those that are added later: what answers with CSV begins with the mark."""
    for name in PLAIN:
        view = getattr(EVERY[name].callback, "view_class", None)
        if not hasattr(view, "write_csv_response"):
            continue
        data = sent(secretary, name, "csv")
        assert data is None or data.startswith(b"\xef\xbb\xbf"), name
