"""Which registered text a reference means, and when only a person can say."""

from __future__ import annotations

from datetime import date

import pytest

from doccontrol.lawtext.citations.references import find_references
from doccontrol.lawtext.citations.relations import relations_of
from doccontrol.models import LegalText, LegalType
from doccontrol.pdftext.pages import Page, TextSource
from doccontrol.register.resolving import Match, bare_name, match
from tests.make import make_issuer, make_text

pytestmark = pytest.mark.django_db


def law(number: str, subject: str, issued: date | None, kind: str = "Luật") -> LegalText:
    type_of_law, _created = LegalType.objects.get_or_create(
        name=kind, defaults={"is_normative": True}
    )
    return make_text(
        number, type=type_of_law, subject=subject, issued=issued, issuer=make_issuer("Quốc hội")
    )


def found(text: str) -> Match:
    (only,) = match(find_references([Page(1, text, TextSource.LAYER)]))
    return only


@pytest.mark.parametrize(
    "written",
    [
        "Nghị định số 145/2020/NĐ-CP",
        "Nghị định 145/2020/ND-CP",
        "Nghị định số 145/2020/NĐ-CP ngày 14 tháng 12 năm 2020 của Chính phủ",
    ],
)
def test_a_number_is_the_text_of_that_number(written):
    decree = make_text("145/2020/NĐ-CP", issued=date(2020, 12, 14))
    assert found(written) == Match(decree)


def test_what_nobody_registered_is_said_to_be_so():
    assert not found("Nghị định số 145/2020/NĐ-CP").is_registered


def test_a_day_that_speaks_against_the_text_leaves_the_choice_to_a_person():
    decree = make_text("145/2020/NĐ-CP", issued=date(2020, 12, 14))
    assert found("Nghị định số 145/2020/NĐ-CP ngày 15 tháng 12 năm 2020") == Match(
        candidates=(decree,)
    )


def test_one_number_of_two_provinces_is_told_apart_by_the_issuer():
    issuers = [make_issuer(f"Ủy ban nhân dân tỉnh {name}") for name in ("Sóc Trăng", "Hậu Giang")]
    here, there = (
        make_text("12/2020/QĐ-UBND", issuer=issuer, issued=date(2020, 5, day))
        for day, issuer in enumerate(issuers, start=1)
    )
    number = "Quyết định số 12/2020/QĐ-UBND"
    assert set(found(number).candidates) == {here, there}
    assert found(f"{number} của Ủy ban nhân dân tỉnh Sóc Trăng").text == here
    assert found(f"{number} ngày 02/5/2020").text == there


def test_the_minister_is_the_ministry():
    circular = make_text("26/2014/TT-BKHCN", issuer=make_issuer("Bộ Khoa học và Công nghệ"))
    assert (
        found("Thông tư 26/2014/TT-BKHCN của Bộ trưởng Bộ Khoa học và Công nghệ").text == circular
    )


def test_a_number_without_a_year_needs_its_day():
    decision = make_text("150/QĐ-SLĐTBXH", issued=date(2018, 9, 4), normative=False)
    assert found("Quyết định số 150/QĐ-SLĐTBXH") == Match(candidates=(decision,))
    assert found("Quyết định số 150/QĐ-SLĐTBXH ngày 04/9/2018") == Match(decision)


def test_a_number_spelt_nearly_alike_is_only_a_candidate():
    letter = make_text("128/SKHCN-TĐC", normative=False)
    make_text("129/SKHCN-TĐC", normative=False)
    assert found("Công văn số 128/SKH-CN-TĐC") == Match(candidates=(letter,))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Bộ luật Lao động năm 2019", "new"),
        ("Bộ luật Lao động ngày 20 tháng 11 năm 2019", "new"),
        ("Bộ luật Lao động năm 2012", "old"),
        ("Bộ luật Lao động ngày 21 tháng 11 năm 2019", "none"),
        ("Bộ luật Lao động năm 1994", "none"),
        ("Bộ luật Lao động", "several"),
        ("Luật Lao động năm 2019", "none"),
    ],
)
def test_a_law_is_found_by_its_name_and_year(written, expected):
    new = law("45/2019/QH14", "Bộ Luật lao động", date(2019, 11, 20), "Bộ luật")
    old = law("10/2012/QH13", "Lao động", date(2012, 6, 18), "Bộ luật")
    answers = {
        "new": Match(new),
        "old": Match(old),
        "none": Match(),
        "several": Match(candidates=(new, old)),
    }
    assert found(written) == answers[expected]


def test_a_law_registered_once_needs_no_year():
    assert found("Luật Người cao tuổi").text is None
    elderly = law("39/2009/QH12", "Người cao tuổi", date(2009, 11, 23))
    assert found("Luật người cao tuổi").text == elderly


def test_a_law_whose_day_is_not_known_is_a_candidate_when_a_year_is_cited():
    elderly = law("39/2009/QH12", "Người cao tuổi", None)
    assert found("Luật Người cao tuổi năm 2009") == Match(candidates=(elderly,))


def test_an_amending_law_is_another_law():
    amending = law("62/2025/QH15", "Sửa đổi, bổ sung một số điều của Luật Tổ chức Quốc hội", None)
    law("57/2014/QH13", "Tổ chức Quốc hội", date(2014, 11, 20))
    name = "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Quốc hội"
    assert found(name).text == amending


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Luật Phòng, chống tham nhũng", "Luật phòng chống tham nhũng", True),
        ("Luật Luật Quản lý thuế", "Luật Quản lý thuế", True),
        ("Luật Luật sư", "Luật sư", False),
        ("Luật Luật sửa đổi Luật Giá", "Luật sửa đổi Luật Giá", True),
        ("Hiến pháp", "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam", True),
        ("Bộ luật Lao động", "Luật Lao động", False),
    ],
)
def test_names_are_compared_without_commas_and_with_their_type(one, other, same):
    assert (bare_name(one) == bare_name(other)) is same


def test_relations_are_matched_as_references_are():
    decree = make_text("38/2020/NĐ-CP")
    text = "Nghị định này thay thế Nghị định số 38/2020/NĐ-CP."
    relations = relations_of(find_references([Page(1, text, TextSource.LAYER)]))
    assert match(relations) == [Match(decree)]


@pytest.mark.parametrize("times", [1, 40])
def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries, times):
    law("39/2009/QH12", "Người cao tuổi", date(2009, 11, 23))
    for number in range(1, times + 1):
        make_text(f"{number}/2020/NĐ-CP")
    text = "Luật Người cao tuổi; " + "; ".join(
        f"Nghị định số {n}/2020/NĐ-CP; Công văn số {n}/SKH-CN-TĐC" for n in range(1, times + 1)
    )
    references = find_references([Page(1, text, TextSource.LAYER)])
    with django_assert_max_num_queries(5):
        matches = match(references)
        assert [one.text.status(date(2021, 1, 1)) for one in matches if one.text]
    assert len(matches) == 2 * times + 1


def test_nothing_sought_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert match([]) == []
