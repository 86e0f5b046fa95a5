"""Days in questions and texts: one day however it is written, and no number of a law."""

from __future__ import annotations

from datetime import date

import pytest

from search.queries.days import day_form, day_forms, is_day_form
from search.queries.question import read_question

DAY = day_form(date(2024, 3, 5))


@pytest.mark.parametrize(
    "written",
    [
        "5/3/2024",
        "05/03/2024",
        "5.3.2024",
        "05-03-2024",
        "5 / 3 / 2024",
        "2024-03-05",
        "ngày 5 tháng 3 năm 2024",
        "ngay 05 thang 03 nam 2024",
        "ngày 5/3/2024",
    ],
)
def test_a_day_is_one_however_it_is_written(written: str) -> None:
    (clause,) = read_question(written).clauses

    assert clause.number == DAY
    assert day_forms(f"Căn cứ văn bản ký {written}, xét đề nghị") == {DAY}


@pytest.mark.parametrize(
    "written",
    ["31/02/2025", "145/2020/NĐ-CP", "1.2.2024.5", "QT-05-03-2024", "03/2024", "điều 5 khoản 3"],
)
def test_what_is_no_day_is_none(written: str) -> None:
    assert not day_forms(written)


def test_a_day_is_no_number_and_no_article() -> None:
    question = read_question("điều 5 ngày 5/3/2024")

    assert question.pinpoint is None
    assert [clause.number for clause in question.clauses if clause.number] == [DAY]


def test_the_day_of_a_law_that_is_cited_belongs_to_its_number() -> None:
    question = read_question("Nghị định số 145/2020/NĐ-CP ngày 14 tháng 12 năm 2020")

    assert question.number_forms[0] == "145/2020/ndcp"
    assert not any(map(is_day_form, question.number_forms))


def test_a_day_wins_only_where_it_is_what_was_asked_for() -> None:
    assert read_question("quy trình ký ngày 5/3/2024").wins_by_number == (DAY,)
    assert not read_question("lương tối thiểu từ ngày 5/3/2024").wins_by_number
