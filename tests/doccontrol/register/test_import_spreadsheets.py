"""CSV as Excel writes it: its encodings, separators and days; and no control character gets in."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from doccontrol.register.importing.formats import UnknownFormat, read_records
from doccontrol.register.importing.records import BadRow, RelationRecord, TextRecord
from doccontrol.register.importing.spreadsheets import day, decoded
from tests.doccontrol.register.import_files import RELATION_ROW, write_json

NAMES = list(RELATION_ROW)


def rows(separator: str, **changed: str) -> str:
    values = RELATION_ROW | changed
    return f"{separator.join(NAMES)}\r\n{separator.join(values[name] for name in NAMES)}\r\n"


@pytest.mark.parametrize(
    "content",
    [
        rows(",").encode(),
        rows(";").encode("utf-8-sig"),
        rows("\t").encode("utf-16"),
        rows(";").encode("utf-16-be"),
        ("sep=;\r\n" + rows(";")).encode("utf-8-sig"),
        rows(";").upper().replace("/NĐ-CP", "/NĐ-CP").encode(),
        rows(";", hieu_luc_tac_dong="01/7/2024").encode(),
        rows(";", hieu_luc_tac_dong="1.7.2024 00:00:00").encode(),
        rows(";", quan_he="có nội dung được sửa đổi\x00\x0b").encode(),
    ],
)
def test_a_spreadsheet_says_the_same_whichever_program_wrote_it(tmp_path, content):
    path = tmp_path / "relations"
    path.write_bytes(content)

    (found,) = read_records(path)
    assert isinstance(found, RelationRecord)
    assert (found.target, found.on, found.line) == (
        "20/2021/NĐ-CP",
        date(2024, 7, 1),
        3 if content.startswith(b"\xef\xbb\xbfsep") else 2,
    )
    assert found.scope.lower() == "có nội dung được sửa đổi (2 điều)"


def test_letters_in_parts_and_of_the_old_code_page_are_composed():
    assert decoded("Que\u0302\u0301".encode()) == "Quế"
    assert (
        decoded(b"Ngh\xb8 d\xb8nh".replace(b"\xb8", b"i\xf2") + "đ".encode("cp1258"))
        == "Nghị dịnhđ"
    )


@pytest.mark.parametrize("written", ["31/02/2024", "07/2024", "13.13.2024", "45474"])
def test_what_is_no_day_is_a_bad_row_that_says_so(tmp_path, written):
    path = tmp_path / "relations"
    path.write_text(rows(";", hieu_luc_tac_dong=written))

    (found,) = read_records(path)
    assert isinstance(found, BadRow) and found.line == 2
    assert written in found.reason


def test_a_field_without_end_is_a_bad_row_and_the_next_is_read(tmp_path):
    path = tmp_path / "relations"
    long = rows(";", quan_he="a" * (csv.field_size_limit() + 1))
    path.write_text(long + rows(";").split("\r\n")[1])

    bad, good = read_records(path)
    assert isinstance(bad, BadRow) and (bad.line, bad.of) == (2, "relations")
    assert isinstance(good, RelationRecord) and good.line == 3


def test_no_month_comes_first():
    assert day("03/04/2024") == date(2024, 4, 3)
    assert day(" ") is None


@pytest.mark.parametrize("written", ["2022-01-01", "01/01/2022"])
def test_a_day_of_application_is_read_as_any_other(tmp_path, written):
    path = write_json(tmp_path, {"applied_from": [{"on": written}]})

    (record,) = read_records(path)
    assert isinstance(record, TextRecord)
    assert record.applied_from == ((date(2022, 1, 1), ""),)


def test_an_application_without_a_day_is_a_bad_row(tmp_path):
    path = write_json(tmp_path, {"applied_from": [{"on": ""}]})

    (found,) = read_records(path)
    assert isinstance(found, BadRow) and "on" in found.reason


def test_a_table_without_the_columns_is_no_register(tmp_path):
    path = tmp_path / "other"
    path.write_text("van_ban;quan_he\r\n1;2\r\n")

    with pytest.raises(UnknownFormat):
        read_records(path)
    path.write_text("a" * (csv.field_size_limit() + 1))
    with pytest.raises(UnknownFormat):
        read_records(path)
