"""A list as .xlsx, as an official opens it: days and numbers that can be sorted, and a head."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cms.workbooks import sheet_name
from doccontrol.organisation.accounts.roles import Role
from tests.doccontrol.clocks.make import make_clock
from tests.make import make_edition, make_form, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary() -> Client:
    client = Client()
    client.force_login(make_person(Role.SECRETARY))
    return client


def sheet(client: Client, name: str) -> tuple[Any, str]:
    response = client.get(reverse(name), {"export": "xlsx"})
    data = b"".join(response.streaming_content)
    return load_workbook(io.BytesIO(data)).active, response.headers["Content-Disposition"]


def column(of: Any, heading: str) -> list[Any]:
    head = [cell.value for cell in of[1]]
    return [row[head.index(heading)] for row in of.iter_rows(min_row=2)]


def test_the_master_list_has_a_head_that_stays_a_filter_and_real_days(secretary):
    edition = make_edition(title="=Cấp giấy phép lao động cho người nước ngoài")
    made, name = sheet(secretary, "master_list")

    assert "danh-muc-tai-lieu.xlsx" in name
    assert made.title == "Danh mục tài liệu kiểm soát"
    assert made.freeze_panes == "A2" and made.auto_filter.ref == "A1:K2"
    assert all(cell.font.bold for cell in made[1])
    (title,) = column(made, "Tên tài liệu")
    assert (title.value, title.data_type) == (edition.title, "s")
    (day,) = column(made, "Ngày hiệu lực")
    assert day.value == datetime.combine(edition.in_force_from, datetime.min.time())
    assert day.number_format == "dd/mm/yyyy"
    assert made.column_dimensions["B"].width > 40


def test_the_board_counts_the_days_that_are_left(secretary):
    clock = make_clock()
    made, name = sheet(secretary, "clocks:index")
    assert f"nghia-vu-cap-nhat-{timezone.localdate():%Y-%m-%d}.xlsx" in name
    (days,) = column(made, "Số ngày còn lại")
    assert days.value == (clock.due - timezone.localdate()).days and days.data_type == "n"
    (law,) = column(made, "Trích yếu văn bản")
    assert law.value == clock.event.acting.subject


def test_a_moment_is_told_in_the_time_of_the_agency(secretary):
    made, name = sheet(secretary, "account_changes")
    assert "thay-doi-tai-khoan.xlsx" in name
    assert column(made, "Thời điểm")


def test_forms_are_listed_with_the_document_they_belong_to_and_their_file(secretary):
    procedure = make_edition(on=date(2024, 1, 10))
    form = make_edition(make_form(procedure.document.specific), on=date(2024, 2, 1))
    made, name = sheet(secretary, "master_list_of_forms")
    assert "danh-muc-bieu-mau.xlsx" in name
    assert [cell.value for cell in column(made, "Thuộc tài liệu")] == [procedure.code]
    assert [cell.value for cell in column(made, "Tệp")] == [form.attachments.get().filename]


@pytest.mark.parametrize("name", ["master_list", "master_list_of_forms"])
def test_a_longer_list_asks_no_more_queries(secretary, name):
    counts = []
    for _round in range(2):
        for _n in range(2):
            procedure = make_edition(on=date(2024, 1, 10))
            make_edition(make_form(procedure.document.specific), on=date(2024, 2, 1))
        secretary.get(reverse(name))
        with CaptureQueriesContext(connection) as asked:
            page = secretary.get(reverse(name))
        counts.append(len(asked))
        assert len(page.context["object_list"]) == 2 * len(counts)
    assert counts[0] == counts[1]


def test_what_has_ended_is_listed_only_when_it_is_asked_for(secretary):
    first = make_edition(on=date(2024, 1, 10))
    second = make_edition(first.document.specific, on=date(2025, 1, 10))
    address = reverse("master_list")

    def listed(**query: str) -> list[int]:
        return [row.pk for row in secretary.get(address, query).context["object_list"]]

    assert listed() == listed(standing="in-force") == [second.pk]
    assert listed(standing="ended") == [first.pk]
    assert listed(standing="not-yet") == []
    assert listed(word=second.code.lower()) == [second.pk] and listed(word="không có") == []


@pytest.mark.parametrize(
    ("title", "written"),
    [("Sổ: [a]/b*?", "Sổ   a  b"), ("x" * 40, "x" * 31), ("'", "Danh sách")],
)
def test_a_sheet_is_named_as_excel_allows(title, written):
    assert sheet_name(title) == written
