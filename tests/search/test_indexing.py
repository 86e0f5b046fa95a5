"""Editions and texts of the register become documents of the index."""

from __future__ import annotations

from datetime import date

import pytest

from doccontrol.models import Edition, LegalText, ProcedureStep
from search.indexing import (
    document_of_law,
    documents_of_edition,
    documents_of_editions,
    documents_of_laws,
    everything,
)
from search.plain_text import text_of, text_of_table
from tests.make import make_issuer, make_text, make_unit
from tests.search.make import make_edition, make_procedure

pytestmark = pytest.mark.django_db


def steps(*contents: str) -> list[ProcedureStep]:
    return [ProcedureStep(content=content, responsible="Chuyên viên") for content in contents]


@pytest.mark.parametrize(
    "html, text",
    [
        ("<p>Một</p><p>Hai</p>", "Một\nHai"),
        ("<ul><li>Đơn</li><li>Ảnh</li></ul>", "Đơn\nẢnh"),
        ("<p>CO<sub>2</sub> và <b>H</b>2O</p>", "CO2 và H2O"),
        ("<p>Trước<br>sau</p>", "Trước\nsau"),
        ("<p>3 &lt; 5 &amp; 6</p>", "3 < 5 & 6"),
        ("<p>  thưa   chữ\n nhiều </p>", "thưa chữ nhiều"),
        ("", ""),
    ],
)
def test_rich_text_keeps_its_words_apart(html: str, text: str) -> None:
    assert text_of(html) == text


def test_a_table_is_read_by_row_in_the_order_of_its_columns() -> None:
    columns = [{"key": "no", "heading": "TT"}, {"key": "content", "heading": "Nội dung"}]
    rows = [{"content": "Tiếp nhận\nhồ sơ", "no": "1"}, {"no": "2"}, {"no": "", "content": ""}]

    assert text_of_table({"columns": columns, "rows": rows}) == "1 – Tiếp nhận hồ sơ;\n2"


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


def test_a_law_is_one_document_that_is_found_on_every_day() -> None:
    text = make_text(
        "19/2014/TTLT-BTC-BNV",
        subject="Áp dụng hệ thống quản lý chất lượng",
        issuer=make_issuer("Bộ Tài chính"),
        source_url="https://vbpl.vn/19",
        expires=date(2020, 2, 1),
    )
    text.co_issuers.add(make_issuer("Bộ Nội vụ"))
    document = document_of_law(text)

    assert (document.key, document.group, document.kind) == (f"law:{text.pk}",) * 2 + ("law",)
    assert (document.title, document.number) == (f"Nghị định {text.number_raw}", text.number_raw)
    assert document.body == "Áp dụng hệ thống quản lý chất lượng;\nBộ Tài chính; Bộ Nội vụ"
    assert document.url == "https://vbpl.vn/19"
    assert document.public
    assert (document.from_day, document.until_day) == (None, None)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", ""])
def test_a_source_that_no_browser_fetches_is_no_address(address: str) -> None:
    text = make_text()
    text.source_url = address

    assert document_of_law(text).url == ""


@pytest.mark.parametrize("how_many", [1, 3])
def test_reading_everything_takes_the_same_few_queries(
    how_many: int, django_assert_num_queries: object
) -> None:
    for _ in range(how_many):
        make_edition()
        make_text()
    with django_assert_num_queries(3):  # editions, texts, their further issuers
        documents = list(everything())

    assert len({document.group for document in documents}) == 2 * how_many


def test_a_law_gone_from_the_register_gives_no_document() -> None:
    assert list(documents_of_laws(LegalText.objects.filter(pk=0))) == []
