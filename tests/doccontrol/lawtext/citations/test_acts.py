"""What texts do to which part of which others, and from when."""

from __future__ import annotations

from datetime import date

import pytest

from doccontrol.lawtext.citations.days import Days
from doccontrol.lawtext.citations.references import find_references
from doccontrol.lawtext.citations.relations import as_json, relations_of
from doccontrol.pdftext.pages import Page, TextSource
from tests.doccontrol.lawtext.citations.acts import TABLES, acts_in, measure, provisions, rows

TUNED = list(rows(TABLES[0]))


@pytest.mark.parametrize("row", TUNED, ids=[row.text[:60] for row in TUNED])
def test_a_text_does_what_it_says_and_nothing_else(row):
    assert sorted(acts_in(row), key=str) == sorted(row.expected, key=str)


@pytest.mark.parametrize("table", TABLES)
def test_acts_of_texts_kept_apart_are_read_as_well(table):
    acts, bases = measure(table).shares(), measure(table, bases=True).shares()
    assert acts["recall"] >= 0.97
    assert acts["precision"] >= 0.98
    assert acts["whole or part"] >= 0.95
    assert acts["scope"] >= 0.95
    assert acts["day"] >= 0.9
    assert bases["recall"] >= 0.99
    assert bases["precision"] >= 0.99


def test_the_tables_hold_texts_of_every_kind():
    of_all = [act.kind for table in TABLES for row in rows(table) for act in row.expected]
    assert len(TUNED) + len(list(rows(TABLES[1]))) >= 60
    assert {"thay_the", "bai_bo", "sua_doi_bo_sung", "het_hieu_luc_mot_phan"} <= set(of_all)
    assert {"dinh_chinh", "tam_ngung", "dinh_chi", "hop_nhat", "can_cu"} <= set(of_all)


def test_the_measure_takes_a_list_of_provisions_apart():
    """Else a scope that is cut off would count as right."""
    assert provisions("khoản 2, điểm a, b khoản 3 Điều 5; các điều 7, 8") == {
        "khoan 2/dieu 5",
        "diem a/khoan 3/dieu 5",
        "diem b/khoan 3/dieu 5",
        "dieu 7",
        "dieu 8",
    }
    assert provisions("Điều 9 đến Điều 14") != provisions("Điều 9 và Điều 14")


def relations(text: str, days: Days, own: str = ""):
    return relations_of(find_references([Page(1, text, TextSource.OFFICE)], own), own, days)


def test_each_relation_is_printed_with_its_day_and_what_stands_beside_its_name():
    days = Days(effective=date(2027, 7, 1))
    text = (
        "1. Bãi bỏ Quyết định số 3/2019/QĐ-UBND.\n"
        "2. Luật Thủy lợi ngày 01 tháng 6 năm 1998 hết hiệu lực từ ngày 01/01/2028.\n"
    )
    now, later = [as_json(row, days.effective) for row in relations(text, days)]
    assert (now["on"], later["on"]) == ("2027-07-01", "2028-01-01")
    assert (later["number"], later["issued"], later["year"]) == (None, "1998-06-01", 1998)


def test_what_begins_on_the_day_of_signing_begins_on_that_day():
    days = Days(effective=date(2027, 7, 1), issued=date(2027, 5, 12))
    [relation] = relations("Bãi bỏ Quyết định số 3/2019/QĐ-UBND kể từ ngày ký.\n", days)
    assert relation.on == date(2027, 5, 12)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("kể từ ngày 01 tháng 9 năm 2027", date(2027, 9, 1)),
        ("từ ngày 1/9/2027", date(2027, 9, 1)),
        ("vào ngày 01/9/2027", date(2027, 9, 1)),
        ("kể từ 00 giờ 00 phút ngày 01 tháng 9 năm 2027", date(2027, 9, 1)),
        ("từ 24 giờ ngày 31 tháng 8 năm 2027", date(2027, 9, 1)),
        ("sau ngày 31 tháng 8 năm 2027", date(2027, 9, 1)),
        ("kể từ ngày Quyết định này có hiệu lực thi hành", None),
        ("kể từ ngày 31 tháng 9 năm 2027", None),
    ],
)
def test_the_first_day_without_force_is_read_in_each_wording(words, day):
    text = f"Quyết định số 3/2019/QĐ-UBND ngày 02/4/2019 hết hiệu lực thi hành {words}.\n"
    [relation] = relations(text, Days(effective=date(2027, 7, 1)))
    assert relation.on == day


@pytest.mark.parametrize(
    "words",
    [
        "Quyết định này có hiệu lực kể từ ngày 01/9/2027 và thay thế",
        "Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký; bãi bỏ",
    ],
)
def test_the_day_of_its_own_effect_is_not_said_of_what_it_ends(words):
    days = Days(issued=date(2027, 5, 12))
    [relation] = relations(f"{words} Quyết định số 3/2019/QĐ-UBND.\n", days)
    assert relation.on is None


@pytest.mark.parametrize(
    ("stage", "on"),
    [
        ("Điều 3 của Nghị định này", True),
        ("Điều 2 đến Điều 4", True),
        ("Các điều 1, 3 và 9", True),
        ("khoản 2 Điều 3", True),
        ("khoản 1 Điều 3", False),
        ("Điều 30", False),
        ("Quy định về phí", False),
    ],
)
def test_what_an_article_of_later_effect_does_begins_with_that_article(stage, on):
    days = Days(date(2027, 7, 1), stages=((date(2028, 1, 1), stage),))
    text = "Điều 3. Sửa đổi\n1. Mở.\n2. Bãi bỏ Nghị định số 5/2019/NĐ-CP.\n"
    [relation] = relations(text, days)
    assert relation.on == (date(2028, 1, 1) if on else None)


def test_a_text_named_again_is_not_guessed_where_two_may_be_meant():
    days = Days()
    two = "Bãi bỏ Điều 1 Nghị định số 5/2019/NĐ-CP, Điều 2 Nghị định số 6/2019/NĐ-CP và Điều 3 "
    assert len(relations(f"{two}Nghị định đó.\n", days)) == 2
    assert not any("Điều 3" in row.scope for row in relations(f"{two}Nghị định đó.\n", days))


def test_a_very_long_list_of_provisions_is_kept_whole():
    items = [f"{n}. Sửa đổi, bổ sung khoản 2 Điều {n} như sau:\n“2. Mở.”.\n" for n in range(1, 200)]
    head = "Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 5/2019/NĐ-CP\n"
    [relation] = relations(head + "".join(items), Days())
    assert relation.scope.count("khoản 2 Điều") == 199
    listed = "; ".join(f"khoản 1 Điều {n}" for n in range(1, 200))
    [relation] = relations(f"Bãi bỏ {listed} của Nghị định số 5/2019/NĐ-CP.\n", Days())
    assert relation.scope == listed
