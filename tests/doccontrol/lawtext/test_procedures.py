"""Which texts lay down administrative procedures, and which only speak of them."""

from __future__ import annotations

import pytest

from doccontrol.lawtext.procedures import NO_NORM, NOT_FOUND, lays_down_procedures
from doccontrol.lawtext.reading.fields import Known, Unknown
from tests.doccontrol.lawtext.reading.paper import scanned, typed

ELSEWHERE = Unknown("not read")
DECREE = Known("152/2020/NĐ-CP", 1, (0, 14))
LAID_DOWN = {
    "a dossier, how it is handed in, and the days": """
        Điều 12. Hồ sơ và trình tự cấp giấy phép
        1. Hồ sơ đề nghị cấp giấy phép lao động gồm:
        a) Văn bản đề nghị theo Mẫu số 11;
        2. Người sử dụng lao động nộp hồ sơ trực tiếp tại Trung tâm Phục vụ hành chính công.
        3. Trong thời hạn 05 ngày làm việc, kể từ ngày nhận đủ hồ sơ, Sở Nội vụ cấp giấy phép.""",
    "part by part, as an annex lists them": """
        a) Trình tự thực hiện:
        b) Thành phần hồ sơ: Đơn đề nghị và bản sao giấy chứng nhận.
        c) Thời hạn giải quyết: 24 ngày kể từ ngày nhận hồ sơ.
        d) Cơ quan thực hiện: Sở Nội vụ.""",
    "an amendment of days, and where the dossier goes": """
        1. Sửa đổi khoản 2 Điều 6 như sau:
        “2. Sở Nội vụ có trách nhiệm kiểm tra hồ sơ trong thời hạn 07 ngày làm việc kể từ ngày
        nhận đủ giấy tờ.”
        “5. Hồ sơ nộp qua Cổng dịch vụ công quốc gia không phải kèm bản sao.”""",
    "a dossier and its fee": """
        Hồ sơ bao gồm tờ khai và hai ảnh. Lệ phí cấp giấy phép là 600.000 đồng.""",
    "a dossier with its form": """
        Hồ sơ gồm đơn đăng ký theo Mẫu số 01 ban hành kèm theo Thông tư này và bản sao hợp đồng.""",
}  # fmt: skip
MENTIONED = {
    "whoever is told to cut procedures": """
        1. Rà soát, cắt giảm thành phần hồ sơ, thời hạn giải quyết, phí, lệ phí của thủ tục hành
        chính; công khai trình tự, thủ tục, cơ quan thực hiện.
        2. Báo cáo trước ngày 15 tháng 12; hồ sơ được lưu 05 năm.""",
    "a reference to where they are laid down": """
        Hồ sơ, trình tự, thủ tục, thời hạn giải quyết thực hiện theo quy định tại Nghị định số
        131/2021/NĐ-CP.""",
    "a wage": """
        Điều 3. Mức lương cơ sở
        Từ ngày 01 tháng 7 năm 2026, mức lương cơ sở là 2.530.000 đồng/tháng.""",
    "days alone, counted from any paper": """
        Trong thời hạn 07 ngày kể từ ngày nhận được đơn, cơ quan trả lời.""",
    "a fee and a heading, without dossier or days": """
        Điều 4. Trình tự, thủ tục thu
        Mức phí thẩm định là 600.000 đồng.""",
    # the days belong to another sentence than the dossier received
    "days of something else": """
        Hồ sơ gồm tờ trình. Người nộp tiền có 10 ngày. Cơ quan nhận hồ sơ ghi vào sổ.""",
}  # fmt: skip


def read(text, number=DECREE, subject=ELSEWHERE):
    return lays_down_procedures(typed(text), number, subject)


@pytest.mark.parametrize("text", LAID_DOWN.values(), ids=LAID_DOWN)
def test_parts_that_are_filled_make_a_procedure(text):
    found = read(text)
    assert found.value == "yes"
    start, end = found.span
    shown = typed(text)[0].text[start:end]
    assert "ồ sơ" in shown or "iấy tờ" in shown


@pytest.mark.parametrize("text", MENTIONED.values(), ids=MENTIONED)
def test_a_mere_mention_leaves_the_answer_to_a_person(text):
    assert read(text) == Unknown(NOT_FOUND)


def test_two_parts_are_less_sure_than_more():
    by_two, by_more = (
        read(LAID_DOWN[name]) for name in ("a dossier and its fee", next(iter(LAID_DOWN)))
    )
    assert by_two.confidence < 0.8 <= by_more.confidence


@pytest.mark.parametrize(
    "number", ["2150/QĐ-UBND", "18/VBHN-VPQH", "512/SNV-CCHC", "12/2026/VBHN-BNV"]
)
def test_what_is_no_norm_lays_none_down_whatever_it_repeats(number):
    text = LAID_DOWN["part by part, as an annex lists them"]
    assert read(text, Known(number, 1, (0, 5))) == Unknown(NO_NORM)
    assert read(text, ELSEWHERE).value == "yes"  # a number by hand


@pytest.mark.parametrize(
    "subject, answer",
    [
        ("Quy định xử phạt vi phạm hành chính trong lĩnh vực lao động", "no"),
        ("Quy định chi tiết Luật Xử lý vi phạm hành chính", "no"),
        ("Quy định về hoạt động thanh tra", "no"),
        ("Quy định về người lao động nước ngoài làm việc tại Việt Nam", "yes"),
        ("Quy định thủ tục hành chính về thanh niên", "yes"),
    ],
)
def test_penalties_and_inspections_are_none_by_law(subject, answer):
    text = LAID_DOWN["part by part, as an annex lists them"]
    assert read(text, subject=Known(subject, 1, (3, 9))).value == answer


def test_a_recognised_word_that_is_unsure_makes_the_answer_unsure():
    text = LAID_DOWN["a dossier, how it is handed in, and the days"]
    sure, unsure = (
        lays_down_procedures(scanned(text, unsure=words), DECREE, ELSEWHERE)
        for words in (None, {"gồm:": 0.4})
    )
    assert (sure.confidence, unsure.confidence) == (0.9, 0.4)
