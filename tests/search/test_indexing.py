"""Editions and texts of the register become documents of the index."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import Edition, IncomingFile, IncomingPage, LegalText, ProcedureStep
from search.engines.base import IndexDocument
from search.index.indexed_laws import laws_shown_with, laws_that_change
from search.index.indexing import (
    documents_of_edition,
    documents_of_editions,
    documents_of_laws,
    everything,
)
from search.index.pieces import pieces
from tests.make import make_issuer, make_relation, make_text, make_unit
from tests.search.make import make_edition, make_file, make_procedure

pytestmark = pytest.mark.django_db


def steps(*contents: str) -> list[ProcedureStep]:
    return [ProcedureStep(content=content, responsible="Chuyên viên") for content in contents]


def test_an_edition_is_found_by_its_head_and_by_each_section_that_has_text() -> None:
    unit = make_unit(code="LDVL", name="Phòng Lao động – Việc làm")
    law = make_text("161/2026/NĐ-CP", subject="Quy định về bảo trợ xã hội")
    edition = make_edition(
        code="QT-LD-01",
        title="Cấp giấy phép lao động",
        field="Lao động",
        owner_unit=unit,
        purpose="<p>Thống nhất cách làm</p>",
        fees="Không",
        steps=steps("Tiếp nhận hồ sơ", "Thẩm định"),
        legal_basis=[(law, "Điều 5")],
        on=date(2026, 7, 1),
    )
    head, *sections = documents_of_edition(edition)

    assert [document.heading for document in sections] == [
        "Mục đích",
        "Phí, lệ phí",
        "Trình tự xử lý công việc",
    ]
    address = "/tai-lieu/qt-ld-01/lan/01-00/"
    assert [document.url for document in [head, *sections]] == [
        address,
        f"{address}#section-1",
        f"{address}#section-5.1",
        f"{address}#section-5.2",
    ]
    assert "161/2026/NĐ-CP, Điều 5, Quy định về bảo trợ xã hội" in head.body
    assert "Lao động;" in head.body.splitlines()
    assert "1 – Tiếp nhận hồ sơ – Chuyên viên" in sections[2].body
    for document in [head, *sections]:
        assert document.group == f"edition:{edition.pk}"
        assert (document.number, document.edition) == ("QT-LD-01", "01/00")
        assert (document.kind, document.unit, document.public) == ("procedure", unit.name, True)
        assert (document.from_day, document.until_day) == (date(2026, 7, 1), None)
    assert len({document.key for document in [head, *sections]}) == 4


def test_what_is_indexed_is_the_approved_text_and_never_the_draft() -> None:
    page = make_procedure(purpose="<p>Bản đã duyệt</p>")
    edition = make_edition(page)
    page.refresh_from_db()
    page.purpose = "<p>Bản nháp</p>"
    page.save_revision()

    text = " ".join(document.body for document in documents_of_edition(edition))
    assert "Bản đã duyệt" in text
    assert "Bản nháp" not in text


def test_a_superseded_edition_ends_where_its_successor_begins() -> None:
    page = make_procedure()
    make_edition(page, on=date(2024, 1, 10))
    make_edition(page, on=date(2026, 7, 1))
    days = {
        (document.edition, document.from_day, document.until_day)
        for document in documents_of_editions(Edition.objects.all())
    }

    assert days == {
        ("01/00", date(2024, 1, 10), date(2026, 7, 1)),
        ("01/01", date(2026, 7, 1), None),
    }


def test_field_and_unit_are_those_by_which_readers_choose() -> None:
    unit = make_unit(code="LDVL", name="Phòng cũ")
    edition = make_edition(owner_unit=unit, field="Lao động", purpose="<p>Một</p>")
    unit.name = "Phòng mới"
    unit.save()
    head, section = documents_of_editions(Edition.objects.filter(pk=edition.pk))

    assert (head.units, head.field, head.unit) == (("LDVL",), "Lao động", "Phòng mới")
    assert "Phòng cũ" in head.body, "as it was approved"
    assert (head.head, section.head) == (True, False)


# Texts of the register


def law_documents(text: LegalText) -> list[IndexDocument]:
    return list(documents_of_laws(LegalText.objects.filter(pk=text.pk), timezone.localdate()))


def test_a_law_without_a_file_is_one_document_that_is_found_on_every_day() -> None:
    text = make_text(
        "19/2014/TTLT-BTC-BNV",
        subject="Áp dụng hệ thống quản lý chất lượng",
        issuer=make_issuer("Bộ Tài chính"),
        source_url="https://vbpl.vn/19",
        effective=date(2014, 5, 1),
        expires=date(2020, 2, 1),
    )
    text.co_issuers.add(make_issuer("Bộ Nội vụ"))
    (document,) = law_documents(text)

    assert (document.key, document.group) == (f"law:{text.pk}#0", f"law:{text.pk}")
    assert (document.kind, document.type) == ("law", "Nghị định")
    assert document.title == f"Nghị định {text.number_raw}. Áp dụng hệ thống quản lý chất lượng"
    assert (document.number, document.heading) == (text.number_raw, text.subject)
    assert document.body == "Áp dụng hệ thống quản lý chất lượng;\nBộ Tài chính; Bộ Nội vụ"
    assert document.url == "https://vbpl.vn/19"
    assert (document.public, document.lasting, document.head) == (True, True, True)
    assert (document.from_day, document.until_day) == (date(2014, 5, 1), date(2020, 2, 1))


def test_a_law_is_in_force_until_another_one_ends_it() -> None:
    old = make_text(effective=date(2020, 1, 1))
    new = make_text(effective=date(2024, 5, 1))
    make_relation(new, old, RelationKind.REPLACES, is_whole=True)
    unknown = make_text(effective=None)

    assert [
        (one.from_day, one.until_day, one.undated)
        for text in (old, new, unknown)
        for one in law_documents(text)
    ] == [
        (date(2020, 1, 1), date(2024, 5, 1), False),
        (date(2024, 5, 1), None, False),
        (None, None, True),
    ]


ARTICLES = (
    "CHÍNH PHỦ\nCÔNG VĂN ĐẾN chuyển bươmbướm\nĐiều 1. Phạm vi\nNghị định này quy định việc cấp.",
    "thẻ.\nĐiều 2. Hồ sơ\nMột đơn.\nNơi nhận:\n- bươmbướm.",
)


def test_a_law_whose_file_was_read_is_found_by_article_across_pages() -> None:
    text = make_text("1/2020/NĐ-CP", subject="Cấp thẻ", effective=date(2020, 1, 1))
    make_file(text, *ARTICLES)
    head, first, second = law_documents(text)

    assert [one.key for one in (head, first, second)] == [f"law:{text.pk}#{n}" for n in range(3)]
    assert (first.article, first.heading) == ("1", "Điều 1. Phạm vi")
    assert first.body == "Nghị định này quy định việc cấp.\nthẻ."
    assert (second.article, second.heading, second.body) == ("2", "Điều 2. Hồ sơ", "Một đơn.")
    for document in (first, second):
        assert (document.title, document.number) == (head.title, head.number)
        assert (document.from_day, document.lasting, document.head) == (
            date(2020, 1, 1),
            True,
            False,
        )
        assert document.public
    assert "bươmbướm" not in str([head, first, second])


def test_the_text_of_a_letter_is_for_staff_and_so_is_a_law_that_was_not_taken_apart() -> None:
    letter = make_text("262/SLĐTBXH-VP", normative=False, subject="Về báo cáo")
    make_file(letter, "Kính gửi: các phòng\nMật khẩu là bươmbướm.")
    plan = make_text("12/KH-UBND", normative=False)
    make_file(plan, "Điều 1. Việc\nChỉ lãnh đạo biết.")
    unread = make_text("5/2020/NĐ-CP")
    make_file(unread, "CHINH PHU\nchữ mờ bươmbướm")

    for text in (letter, plan, unread):
        head, part = law_documents(text)
        assert (head.public, part.public) == (True, False)


def test_files_that_were_not_read_say_nothing_and_of_two_the_fuller_is_taken() -> None:
    text = make_text()
    make_file(text, "Điều 1. Một\nHai.", state=IncomingFile.State.READING)
    assert len(law_documents(text)) == 1
    make_file(text, "Điều 1. Một\nHai.\nĐiều 2. Ba\nBốn.")
    make_file(text, "PHỤ LỤC I\nĐiều 1. Năm\nSáu.")

    assert [one.heading for one in law_documents(text)[1:]] == ["Điều 1. Một", "Điều 2. Ba"]


def test_a_long_article_is_cut_into_pieces_under_one_heading() -> None:
    text = make_text()
    make_file(
        text, f"Điều 1. Giải thích từ ngữ\n{'1. Từ này nghĩa là thế. ' * 1000}\nĐiều 2. Hết\nHết."
    )
    _head, *parts = law_documents(text)

    assert len(parts) > 3
    assert {(one.article, one.heading) for one in parts[:-1]} == {
        ("1", "Điều 1. Giải thích từ ngữ")
    }


def test_what_a_law_ends_is_indexed_with_it() -> None:
    old, part, new = make_text(), make_text(), make_text()
    make_relation(new, old, RelationKind.REPEALS, is_whole=True)
    make_relation(new, part, RelationKind.REPEALS, is_whole=False)
    make_relation(new, "99/2019/NĐ-CP", RelationKind.REPEALS, is_whole=True)

    assert laws_shown_with([new.pk]) == {new.pk, old.pk}
    assert laws_shown_with([old.pk]) == {old.pk}


def test_days_on_which_a_law_stands_otherwise_by_itself() -> None:
    on = date(2026, 7, 1)
    resumed, other, ended = make_text(), make_text(), make_text(effective=None, expires=on)
    by = make_text(effective=date(2026, 1, 1))
    make_relation(by, resumed, RelationKind.SUSPENDS, is_whole=True, until=on)
    make_relation(by, other, RelationKind.SUSPENDS, is_whole=True, until=on + timedelta(1))
    make_text(effective=date(2020, 1, 1), expires=on)

    assert laws_that_change(on - timedelta(1), on) == {resumed.pk, ended.pk}
    assert laws_that_change(on, on + timedelta(1)) == {other.pk}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", ""])
def test_a_source_that_no_browser_fetches_is_no_address(address: str) -> None:
    text = make_text()
    text.source_url = address

    assert law_documents(text)[0].url == ""


def test_places_of_words_are_not_read(django_assert_num_queries: object) -> None:
    text = make_text()
    make_file(text, "Điều 1. Một\nHai.")
    with django_assert_num_queries(5) as asked:  # texts, issuers, effects, files, pages
        law_documents(text)

    assert not any('"words"' in query["sql"] for query in asked.captured_queries)
    assert IncomingPage.objects.count() == 1


@pytest.mark.parametrize("how_many", [1, 3])
def test_reading_everything_takes_the_same_few_queries(
    how_many: int, django_assert_num_queries: object
) -> None:
    for _ in range(how_many):
        make_edition()
        make_file(make_text(), "Điều 1. Một\nHai.")
    with django_assert_num_queries(7):  # editions, files; texts, issuers, effects, files, pages
        documents = list(everything())

    assert len({document.group for document in documents}) == 2 * how_many


@pytest.mark.parametrize(
    "text, letters, most, expected",
    [
        ("một\nhai\nba", 100, 9, ["một\nhai\nba"]),
        ("một\nhai\nba", 8, 9, ["một\nhai", "ba"]),
        ("một hai ba bốn", 8, 9, ["một hai", "ba bốn"]),
        ("dàiquáđithôi", 5, 9, ["dàiqu", "áđith", "ôi"]),
        ("một\nhai\nba", 4, 2, ["một", "hai"]),
        ("", 10, 9, []),
        ("\n \n", 10, 9, []),
    ],
)
def test_a_long_text_is_cut_at_lines_then_words(
    text: str, letters: int, most: int, expected: list[str]
) -> None:
    assert pieces(text, letters=letters, most=most) == expected


def test_a_law_gone_from_the_register_gives_no_document() -> None:
    assert list(documents_of_laws(LegalText.objects.filter(pk=0))) == []
