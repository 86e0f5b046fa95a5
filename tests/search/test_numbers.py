from __future__ import annotations

import pytest

from search.queries.numbers import asked_numbers, cited_forms, own_forms
from search.queries.question import read_question
from search.text import fold_aligned

DECISION = "19/2014/QĐ-TTg"


@pytest.mark.parametrize(
    ("number", "typed"),
    [
        (DECISION, "19/2014"),
        (DECISION, "19/2014/QĐ-TTg"),
        (DECISION, "19-2014-qd-ttg"),
        (DECISION, "19/2014/qdttg"),
        (DECISION, "19 2014 qd ttg"),
        (DECISION, "qd 19/2014"),
        (DECISION, "QĐ 19/2014"),
        (DECISION, "19/2014/QĐ"),
        (DECISION, "Quyết định số 19/2014"),
        (DECISION, "quyet dinh 19 nam 2014"),
        ("19/2014/QĐTTg", "qd 19/2014"),
        ("09/2020/TT-BLĐTBXH", "9/2020/TT-BLDTBXH"),
        ("9/2020/TT- BLĐTBXh", "thông tư 09/2020"),
        (DECISION, "QĐ 19"),
        (DECISION, "qđ19/2014"),
        (DECISION, "QĐ19"),
        (DECISION, "quyết định số: 19/2014"),
        (DECISION, "qd 19 2014"),
        (DECISION, "19/2014 QĐ-TTg"),
        (DECISION, "19/QĐ-TTg/2014"),
        (DECISION, "quyết định 19 ngày 05/3/2014"),
        (DECISION, "Quyết định số 19 ngày 5 tháng 3 năm 2014"),
        (DECISION, "19"),
        ("145/2020/NĐ-CP", "nghi dinh 145 nam 2020"),
        ("145/2020/NĐ-CP", "nđ145/2020"),
        ("145/2020/NĐ-CP", "nghi dinh 145 2020"),
        ("145/2020/NĐ-CP", "145/NĐ-CP"),
        ("145/2020/NĐ-CP", "nghị định 145"),
        ("12/2022/TT-BLĐTBXH", "TT 12/2022"),
        ("45/2019/QH14", "luật 45/2019"),
        ("45/2019/QH14", "Bộ luật số 45/2019/QH14"),
        ("02/2020/UBTVQH14", "pháp lệnh 02/2020"),
        ("262 /SLĐTBXH-VP", "công văn 262"),
        ("150/QĐ-SLĐTBXH", "quyết định 150"),
        ("66.22/2026/NQ-CP", "66.22/2026"),
        ("66.22/2026/NQ-CP", "nghị quyết 66.22/2026"),
        ("21/2004/TTLT/BLĐTBXH-BYT", "thông tư liên tịch 21/2004"),
        ("45/2019/QH14", "45/2019/qh14"),
        ("262 /SLĐTBXH-VP", "262/SLĐTBXH-VP"),
        ("262/SLĐTBXH-VP", "262 /sldtbxh-vp"),
        ("1912/QĐ-TTg", "1912-qd-ttg"),
        ("QT-LD-01", "qt-ld-01"),
        ("QT-LD-01", "qtld01"),
        ("QT-LD-01", "QT LD 01"),
        ("QT-LD-01", "QT LD 1"),
        ("STCL-01", "stcl 1"),
    ],
)
def test_a_number_is_found_however_it_is_typed(number: str, typed: str) -> None:
    assert own_forms(number) & set(read_question(typed).number_forms)


@pytest.mark.parametrize(
    ("number", "typed"),
    [
        (DECISION, "9/2014"),
        (DECISION, "19/2015"),
        (DECISION, "nd 19/2014"),
        (DECISION, "19/2014/QĐ-UBND"),
        ("12/QĐ-UBND", "12/2019/QĐ-UBND"),
        ("QT-LD-01", "QT-LD-011"),
        ("QT-LD-10", "QT LD 1"),
        ("BM-LD-01-11", "BM-LD-11-1"),
        ("", "19/2014"),
        (DECISION, "NĐ 19"),
        (DECISION, "QĐ 190"),
        (DECISION, "2014"),
        ("12/2019/QĐ-UBND", "12/QĐ-UBND"),  # without a year it is another decision
        ("12/QĐ-UBND", "12/2019"),
        ("45/2019/QH14", "luật 45"),
    ],
)
def test_another_number_is_not_taken_for_it(number: str, typed: str) -> None:
    assert not own_forms(number) & set(read_question(typed).number_forms)


@pytest.mark.parametrize(
    "typed",
    [
        "01/7/2026",
        "ngày 5 tháng 3 năm 2020",
        "9001:2015",
        "điều 5",
        "từ tháng 7/2020",
        "báo cáo quý 3/2026",
        "giai đoạn 2020-2025",
        "2020 - 2025",
        "sau quyết định 5 ngày",
        "thông tư 3 năm",
        "luật 10 chương",
    ],
)
def test_days_and_plain_figures_are_not_numbers_of_laws(typed: str) -> None:
    assert asked_numbers(fold_aligned(typed)) == []


def test_the_dash_before_the_subject_ends_the_number() -> None:
    (number,) = asked_numbers("19/2014/qd-ttg - ve viec")
    assert number.form == "19/2014/qdttg"


def test_numbers_and_codes_cited_in_a_text_are_known_but_not_plain_figures() -> None:
    forms = cited_forms("Theo số 262 /SLĐTBXH-VP và BM-LD-01.02, mục 5.1, ngày 01/7/2026.")
    assert {"262/sldtbxhvp", "262/sldtbxh", "bmld0102"} == forms


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("hồ sơ theo QT LD 01 gồm gì", "qtld01"),
        ("bm ldvl 01.02", "bmldvl0102"),
        ("cấp lại qt-ld-01", "qtld01"),
    ],
)
def test_a_code_said_in_words_is_one_within_a_question(typed: str, number: str) -> None:
    assert number in read_question(typed).number_forms
