from __future__ import annotations

import pytest

from search.numbers import asked_numbers, cited_forms, own_forms
from search.questions import read_question
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
        ("", "19/2014"),
    ],
)
def test_another_number_is_not_taken_for_it(number: str, typed: str) -> None:
    assert not own_forms(number) & set(read_question(typed).number_forms)


@pytest.mark.parametrize("typed", ["01/7/2026", "ngày 5 tháng 3 năm 2020", "9001:2015", "điều 5"])
def test_days_and_plain_figures_are_not_numbers_of_laws(typed: str) -> None:
    assert asked_numbers(fold_aligned(typed)) == []


def test_the_dash_before_the_subject_ends_the_number() -> None:
    (number,) = asked_numbers("19/2014/qd-ttg - ve viec")
    assert number.form == "19/2014/qdttg"


def test_numbers_and_codes_cited_in_a_text_are_known_but_not_plain_figures() -> None:
    forms = cited_forms("Theo số 262 /SLĐTBXH-VP và BM-LD-01.02, mục 5.1, ngày 01/7/2026.")
    assert {"262/sldtbxhvp", "262/sldtbxh", "bmld0102"} == forms
