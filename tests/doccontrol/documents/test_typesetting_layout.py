"""What stands where on the pages of an edition's PDF."""

from __future__ import annotations

import io
import re

import pdfplumber
import pytest

from doccontrol.documents.printing.typesetting import typeset
from tests.doccontrol.documents.frozen_content import SHA256, make_procedure, make_section, pages


def test_the_cover_names_the_agency_the_document_and_who_approved_it() -> None:
    cover = pages(make_procedure())[0]

    for words in (
        "ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ SỞ NỘI VỤ",
        "theo TCVN ISO 9001:2015",
        "QUY TRÌNH CẤP GIẤY PHÉP LAO ĐỘNG",
        "QT-LD-01/CX 01 00 30/6/2026 01/7/2026",
        "Soạn thảo Xem xét Phê duyệt",
        "Đã xác nhận trên hệ thống",
        "Nguyễn Thị Hữu",
        "Đỗ Phượng",
        "—",
    ):
        assert words in cover
    assert "Trang 1/" not in cover


def test_each_page_after_the_cover_says_which_edition_it_is_and_every_page_its_hash() -> None:
    texts = pages(make_procedure(steps=60), verify_url="https://iso.example.vn/e/1")

    for number, text in enumerate(texts, start=1):
        assert "Bản in không kiểm soát; đối chiếu bản điện tử" in text
        assert "0123456789abcdef…" in text
        assert "https://iso.example.vn/e/1" in text
        if number > 1:
            assert "Lần ban hành/sửa đổi: 01/00 Ngày hiệu lực: 01/7/2026" in text
            assert f"Trang {number}/{len(texts)}" in text


def test_laws_revisions_and_files_are_listed() -> None:
    text = " ".join(pages(make_procedure()))

    for words in (
        "BẢNG THEO DÕI SỬA ĐỔI",
        "Mục 5 01/00 30/6/2026",
        "Bản này cập nhật theo: Nghị định số 161/2026/NĐ-CP (có hiệu lực từ ngày 01/7/2026).",
        "Nghị định số 145/2020/NĐ-CP ngày 14/12/2020 của Chính phủ quy định chi tiết Bộ luật Lao"
        " động (Điều 5);",
        "Bộ luật Lao động số 45/2019/QH14 ngày 20/11/2019;",
        "Nghị định số 161/2026/NĐ-CP.",
        "bm.docx 2 KB 0123456789abcdef",
    ):
        assert words in text
    assert "0123456789abcdef 0123456789abcdef" not in text


def test_a_law_that_ends_is_not_printed_as_one_that_takes_effect() -> None:
    law = {"type": "Nghị định", "number": "118/2025/NĐ-CP", "date": "2026-12-01"}
    for kind, words in (("expiry", "hết hiệu lực"), ("resumption", "chấm dứt việc ngưng hiệu lực")):
        text = " ".join(pages(make_procedure() | {"implements": [law | {"kind": kind}]}))
        assert f"Nghị định số 118/2025/NĐ-CP ({words} từ ngày 01/12/2026)" in text


def test_an_empty_standard_section_says_so_and_an_empty_part_or_other_section_is_left_out() -> None:
    content = make_procedure()
    content["sections"][4]["parts"].append(make_section(number="5.2", heading="Lệ phí"))
    content["sections"].append(make_section("extra", number="8", heading="Phần thêm"))
    text = " ".join(pages(content))

    assert "2. PHẠM VI Không có." in text
    assert "Lệ phí" not in text
    assert "PHẦN THÊM" not in text

    content["kind"] = "general"
    assert "PHẠM VI" not in " ".join(pages(content))


def test_sixty_steps_repeat_their_header_on_each_page_they_reach() -> None:
    texts = pages(make_procedure(steps=60))
    with_steps = [text for text in texts if re.search(r"Bước việc \d", text)]

    assert len(with_steps) >= 3
    for text in with_steps:
        assert "TT Nội dung công việc Trách nhiệm Thời gian" in text
    assert re.findall(r"Bước việc (\d+)", " ".join(texts)) == [str(n) for n in range(1, 61)]


@pytest.mark.parametrize("kind", ["procedure", "general", "policy", "announcement", "form", ""])
def test_everything_optional_may_be_missing_or_blank(kind: str) -> None:
    blank = {key: [] if isinstance(value, list) else "" for key, value in make_procedure().items()}

    assert pages({"kind": kind})
    assert pages(blank | {"kind": kind, "agency": {}, "owner_unit": None})


def test_a_policy_is_one_sheet_with_the_approval_at_its_end() -> None:
    content = make_procedure() | {
        "kind": "policy",
        "title": "Chính sách chất lượng",
        "sections": [make_section(html="<h4>Cam kết</h4><p>Đúng hẹn.</p>")],
    }
    (text,) = pages(content)

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Cần Thơ, ngày 30 tháng 6 năm 2026" in text
    assert text.index("CHÍNH SÁCH CHẤT LƯỢNG") < text.index("Đúng hẹn.") < text.index("Đỗ Phượng")


def test_an_announcement_cites_its_laws_before_its_text() -> None:
    content = make_procedure() | {
        "kind": "announcement",
        "sections": [make_section(html="Công bố")],
    }
    text = pages(content)[0]

    assert text.index("Căn cứ Nghị định số 145/2020/NĐ-CP") < text.index("Công bố")
    assert "Căn cứ Bộ luật Lao động số 45/2019/QH14 ngày 20/11/2019;" in text
    assert "Căn cứ Nghị định số 161/2026/NĐ-CP. " in text


def test_a_form_is_one_sheet_with_its_file_and_the_whole_hash() -> None:
    (text,) = pages(
        make_procedure() | {"kind": "form", "sections": [], "revisions": [], "implements": []}
    )

    assert "bm.docx" in text
    assert " ".join(["0123456789abcdef"] * 4) in text


def test_a_very_long_title_and_a_very_long_row_push_nothing_off_the_page() -> None:
    content = make_procedure()
    content["title"] = "Cấp giấy phép lao động cho người lao động nước ngoài " * 12
    content["sections"][4]["parts"][0]["table"]["rows"][0]["content"] = "Tiếp nhận hồ sơ. " * 500
    content["attachments"][0]["filename"] = "to_khai_" * 20 + ".docx"
    with pdfplumber.open(io.BytesIO(typeset(content, content_sha256=SHA256))) as document:
        for page in document.pages:
            assert all(
                c["x0"] > 28 and c["x1"] < page.width - 28 and 28 < c["top"] < page.height - 28
                for c in page.chars
            )
