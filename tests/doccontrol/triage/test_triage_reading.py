"""From what was read to what a page shows and a form begins with: nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from doccontrol.lawtext.numbers import parse_number
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.pdftext.pages import Word
from doccontrol.register.actions import Applied
from doccontrol.triage.new_names import type_name
from doccontrol.triage.pages.picture import Mark, marks
from doccontrol.triage.read_values import (
    Place,
    field_places,
    initial_facts,
    proposed_relations,
    read_fields,
    warnings_of,
)
from tests.doccontrol.triage.statements import amends, found, reading, unread

EFFECT, LATER = date(2027, 1, 15), date(2027, 7, 1)


def field(name, **fields):
    return next(one for one in read_fields(reading(**fields)) if one.name == name)


def test_a_value_is_shown_with_its_place_and_how_sure_it_is():
    value = field("issued", issued=found("2026-11-18", "ngày 18 tháng 11", confidence=0.62)).values[
        0
    ]
    assert (value.words, value.percent, value.is_sure) == ("18/11/2026", 62, False)
    assert value.place is not None


def test_what_was_not_read_says_why_and_begins_empty():
    number = field("number", number=unread("The number is written by hand."))
    assert (number.values, number.reason) == ((), "The number is written by hand.")
    assert "number" not in initial_facts(reading(number=unread()))


def test_the_place_where_an_unread_value_should_stand_can_be_shown():
    blank = unread() | {"page": 1, "span": [15, 22]}
    assert field_places(reading(number=blank))["number"] == Place(1, (15, 22))


def test_contradicting_values_are_all_shown_and_none_is_chosen():
    two = [found("2027-01-15", "ngày 15"), found("2027-02-15", "ngày 15")]
    conflict = {"field": "effective", "values": two}
    shown = field("effective", conflicts=[conflict])
    assert shown.is_conflicting
    assert [value.words for value in shown.values] == ["15/01/2027", "15/02/2027"]
    assert [value.key for value in shown.values] == ["effective", "effective-2"]
    assert "effective" not in initial_facts(reading(conflicts=[conflict]))


def test_days_for_a_part_of_the_text_are_application_dates():
    facts = initial_facts(
        reading(
            applied_from=found("2027-07-01", "ngày 15", scope="khoản 2 Điều 1")
            | {"further": [found("2026-07-01", "ngày 15", scope="Điều 5")]},
            effective=found("2027-01-15", "ngày 15")
            | {"stages": [found("2027-07-01", "ngày 15", scope="Điều 7")]},
        )
    )
    assert facts["applied_from"] == [
        Applied(date(2026, 7, 1), "Điều 5"),
        Applied(LATER, "khoản 2 Điều 1"),
        Applied(LATER, "Điều 7"),
    ]
    assert facts["effective"] == EFFECT


@pytest.mark.parametrize("through, day", [(True, date(2029, 1, 1)), (False, date(2028, 12, 31))])
def test_the_register_keeps_the_first_day_without_force(through, day):
    ends = found("2028-12-31", "ngày 15", through=through)
    assert initial_facts(reading(expires=ends))["expires"] == day


def test_what_acts_is_proposed_before_what_is_only_a_basis_and_references_not_at_all():
    rows = [
        amends("63/2025/QH15", kind="can_cu"),
        amends(),
        amends("1/2020/NĐ-CP", kind="dan_chieu"),
        amends(number=None, name="Luật Người cao tuổi", kind="quy_dinh_chi_tiet"),
    ]
    proposed = proposed_relations(reading(relations=rows))
    assert [(one.kind, one.number or one.name) for one in proposed] == [
        (RelationKind.AMENDS, "131/2021/NĐ-CP"),
        (RelationKind.DETAILS, "Luật Người cao tuổi"),
        (RelationKind.BASIS, "63/2025/QH15"),
    ]


def test_a_warning_is_a_sentence_with_its_numbers():
    early = {
        "code": "early",
        "reason": "It takes effect %(days)d days after.",
        "values": {"days": 5},
    }
    assert warnings_of(reading(warnings=[early])) == ["It takes effect 5 days after."]


@pytest.mark.parametrize(
    "printed, number, name",
    [
        ("Quyết định", "19/2014/QĐ-TTg", "Quyết định"),
        ("Quyết định", "150/QĐ-SLĐTBXH", "Quyết định (cá biệt)"),
        ("Quyết định", "20/2026/QĐ-UBND", "Quyết định của Ủy ban nhân dân cấp tỉnh"),
        ("QUYẾT ĐỊNH", "12/QĐ-UBND", "QUYẾT ĐỊNH (cá biệt)"),
        ("Nghị quyết", "73/2025/NQ-HĐND", "Nghị quyết của Hội đồng nhân dân cấp tỉnh"),
        ("Nghị quyết", "66.22/2026/NQ-CP", "Nghị quyết của Chính phủ"),
        ("Nghị quyết", "202/2025/QH15", "Nghị quyết"),
        ("Nghị quyết", "12/NQ-CP", "Nghị quyết (cá biệt)"),
        ("Nghị quyết", "607/NQ-HĐND", "Nghị quyết (cá biệt)"),
        ("Nghị định", "73-CP", "Nghị định"),
        ("Công văn", "262/SLĐTBXH-VP", "Công văn"),
    ],
)
def test_a_decision_without_a_year_in_its_number_is_an_individual_one(printed, number, name):
    assert type_name(printed, parse_number(number)) == name


def word(x0, y0, x1, y1):
    return Word(0, 1, (x0, y0, x1, y1))


def test_words_of_one_line_are_marked_together_and_lines_apart():
    line = [word(0.1, 0.10, 0.2, 0.12), word(0.21, 0.101, 0.3, 0.121)]
    below = [word(0.1, 0.13, 0.15, 0.15)]
    assert list(marks([*line, *below])) == [Mark(97, 97, 206, 27), Mark(97, 127, 56, 26)]
    assert list(marks([])) == []


def test_a_mark_stays_on_the_page():
    assert list(marks([word(0, 0, 1, 1)])) == [Mark(0, 0, 1000, 1000)]


@pytest.mark.parametrize(
    "issuer, level",
    [
        ("Ủy ban nhân dân tỉnh Sóc Trăng", "cấp tỉnh"),
        ("Ủy ban nhân dân thành phố Cần Thơ", "cấp tỉnh"),
        ("UỶ BAN NHÂN DÂN Thành phố Hồ Chí Minh", "cấp tỉnh"),
        ("Ủy ban nhân dân thành phố Sóc Trăng", "cấp huyện"),
        ("Ủy ban nhân dân huyện Mỹ Tú, tỉnh Sóc Trăng", "cấp huyện"),
        ("Ủy ban nhân dân quận Ninh Kiều", "cấp huyện"),
        ("Ủy ban nhân dân thị xã Ngã Năm", "cấp huyện"),
        ("Ủy ban nhân dân xã Mỹ Tú", "cấp xã"),
        ("Ủy ban nhân dân phường Xã Đàn", "cấp xã"),
        ("Ủy ban nhân dân thị trấn Kế Sách", "cấp xã"),
        ("Ủy ban nhân dân đặc khu Phú Quốc", "cấp xã"),
        ("", "cấp tỉnh"),
    ],
)
def test_a_local_text_has_the_rank_of_the_level_that_its_issuer_names(issuer, level):
    number = parse_number("05/2026/QĐ-UBND")
    assert type_name("Quyết định", number, issuer) == f"Quyết định của Ủy ban nhân dân {level}"
    council = issuer.replace("Ủy ban", "Hội đồng").replace("UỶ BAN", "HỘI ĐỒNG")
    resolution = type_name("Nghị quyết", parse_number("05/2026/NQ-HĐND"), council)
    assert resolution == f"Nghị quyết của Hội đồng nhân dân {level}"


def test_a_relation_is_proposed_with_its_day_where_it_is_not_that_of_the_text():
    effect = found(EFFECT.isoformat(), "ngày 15")
    rows = [amends() | {"on": EFFECT.isoformat()}, amends() | {"on": LATER.isoformat()}]
    proposed = proposed_relations(reading(relations=rows, effective=effect))
    assert [row.on for row in proposed] == [None, LATER]


def test_a_basis_in_words_only_is_not_proposed_as_a_relation():
    rows = [
        amends(number=None, name="Điều lệ Hội Chữ thập đỏ Việt Nam", kind="can_cu"),
        amends(number=None, name="Luật Đường bộ", kind="can_cu"),
    ]
    [proposed] = proposed_relations(reading(relations=rows))
    assert proposed.name == "Luật Đường bộ"


@pytest.mark.parametrize(
    "row, is_doubtful",
    [
        ({"number": None, "name": "Luật Giá", "kind": "thay_the"}, True),
        ({"number": None, "name": "Luật Giá", "kind": "thay_the", "year": 2012}, False),
        ({"number": None, "name": "Luật Giá", "kind": "quy_dinh_chi_tiet"}, False),
        ({"kind": "thay_the"}, False),
    ],
)
def test_which_law_ends_is_chosen_by_a_person_where_only_its_name_is_given(row, is_doubtful):
    [proposed] = proposed_relations(reading(relations=[amends() | row]))
    assert proposed.ends_what_only_its_name_names == is_doubtful
