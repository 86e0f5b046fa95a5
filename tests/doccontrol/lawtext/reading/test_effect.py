"""Sentences that state when a text takes effect, and sentences that only look as if they did."""

from __future__ import annotations

import pytest

from doccontrol.lawtext.reading.effect import (
    COUNTED,
    NO_CLAUSE,
    NO_EFFECT,
    NO_END,
    SIGNING_DAY,
    UNCLEAR_EFFECT,
    UNCLEAR_END,
)
from doccontrol.lawtext.reading.fields import as_json
from doccontrol.lawtext.reading.whole_text import Reading
from tests.doccontrol.lawtext.reading.paper import NATION, reading_of

SIGNED = "2024-01-10"


def read_article(kind: str, article: str, *, annex: str = "", day: str = "10") -> Reading:
    return reading_of(
        f"""BỘ Y TẾ
        Số: 12/2024/TT-BYT
        {NATION}
        Hà Nội, ngày {day} tháng 01 năm 2024
        {kind.upper()}
        Quy định về một việc
        Căn cứ Luật Dược ngày 06 tháng 4 năm 2016;
        Điều 1. Phạm vi
        {kind} này quy định một việc.
        {article}
        Nơi nhận:
        - Lưu: VT.
        BỘ TRƯỞNG
        Trần Thị Bình
        {annex}"""
    )


STATED = [
    (
        "Thông tư",
        "Điều 9. Luật Dược có hiệu lực từ ngày 01/01/2017, được sửa đổi, bổ sung năm 2024.",
        None,
    ),
    ("Thông tư", "Điều 9. Hiệu lực\n1. Điều 7 hết hiệu lực từ ngày 01/01/2026.", None),
    ("Thông tư", "Điều 9. Khoản 2 Quy chế này có hiệu lực từ ngày 01/5/2024.", None),
    (
        "Thông tư",
        "Điều 9. Sau khi Quy chế này có hiệu lực từ ngày 01/5/2024, đơn vị báo cáo.",
        None,
    ),
    (
        "Thông tư",
        "Điều 9. Hiệu lực thi hành\nThông tư này có hiệu lực thi hành kể từ ngày 01 tháng 3 "
        "năm 2024.",
        "2024-03-01",
    ),
    ("Thông tư", "Điều 9. Thông tư này có hiệu lực từ ngày ký ban hành.", SIGNED),
    (
        "Thông tư",
        "Điều 9. Hiệu lực thi hành\n1. Thông tư này có hiệu lực thi hành sau 45 ngày, kể từ "
        "ngày ký ban hành.",
        None,
    ),
    (
        "Thông tư",
        "Điều 9. Thông tư này có hiệu lực sau mười lăm ngày kể từ ngày đăng Công báo.",
        None,
    ),
    ("Thông tư", "Điều 9. Thông tư này có hiệu lực kể từ ngày công bố.", None),
    ("Thông tư", "Điều 9. Thông tư này có hiệu lực từ 0 giờ 00 ngày 15/02/2024.", "2024-02-15"),
    (
        "Thông tư",
        "Điều 9. Thông tư này có hiệu lực thi hành từ 01/3/2024 và thay thế Thông tư số "
        "5/2019/TT-BYT ngày 02/3/2019.",
        "2024-03-01",
    ),
    (
        "Thông tư",
        "Điều 9. Thông tư này thay thế Thông tư số 5/2019/TT-BYT ngày 02/3/2019 của Bộ "
        "trưởng Bộ Y tế và có hiệu lực thi hành kể từ ngày 01-3-2024.",
        "2024-03-01",
    ),
    (
        "Thông tư",
        "Điều 9. Thông tư này thay thế Thông tư số 5/2019/TT-BYT có hiệu lực từ ngày 01/5/2019.",
        None,
    ),
    (
        "Thông tư",
        "Điều 9. Điều khoản chuyển tiếp\nHồ sơ nộp trước ngày Thông tư này có hiệu lực thi "
        "hành thì thực hiện theo Thông tư số 5/2019/TT-BYT có hiệu lực từ ngày 01/5/2019.",
        None,
    ),
    ("Thông tư", "Điều 9. Luật Dược có hiệu lực thi hành từ ngày 01 tháng 01 năm 2017.", None),
    (
        "Thông tư",
        "Điều 9. Thông tư này có hiệu lực từ ngày 15/9/2024 và áp dụng từ năm ngân sách 2025.",
        "2024-09-15",
    ),
    (
        "Nghị quyết",
        "Điều 9. Hiệu lực\n1. Nghị quyết này có hiệu lực từ ngày 01/02/2024.\n2. Các quy "
        "định trước đây trái với Nghị quyết này hết hiệu lực kể từ ngày 01/3/2027.",
        "2024-02-01",
    ),
    (
        "Nghị quyết",
        "Điều 9. Hiệu lực\n1. Nghị quyết này có hiệu lực từ ngày 01/02/2024.\n2. Kể từ ngày "
        "Nghị quyết này có hiệu lực, Nghị quyết số 05/2019/NQ-HĐND hết hiệu lực từ ngày "
        "01/3/2027.",
        "2024-02-01",
    ),
    ("Quyết định", "Điều 2. Quyết định có hiệu lực kể từ ngày ký.", SIGNED),
    (
        "Quyết định",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký, Quyết định số 3/QĐ-BYT ngày "
        "4/5/2020 hết hiệu lực thi hành kể từ ngày Quyết định này có hiệu lực.",
        SIGNED,
    ),
    (
        "Quyết định",
        "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ban hành, thay thế Quyết "
        "định số 12/QĐ-BYT.",
        SIGNED,
    ),
    (
        "Quyết định",
        "Điều 2. Các ông (bà) có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này kể "
        "từ ngày ký.",
        None,
    ),
    ("Quyết định", "Điều 2. Quyết định này có hiệu lực kể từ ngày … tháng … năm 2024.", None),
    (
        "Luật",
        "Điều 6. Sửa đổi, bổ sung Điều 47 như sau:\n“Điều 47. Hiệu lực thi hành\n1. Luật "
        "này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2023.”.\nĐiều 7. Hiệu lực thi "
        "hành\nLuật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2024.",
        "2024-07-01",
    ),
    (
        "Luật",
        'Điều 6. Sửa đổi như sau:\n"Điều 47. Hiệu lực thi hành\n1. Luật này có hiệu lực '
        'thi hành từ ngày 01 tháng 7 năm 2023.";\nĐiều 7. Hiệu lực thi hành\nLuật này có '
        "hiệu lực thi hành từ ngày 01 tháng 7 năm 2024.",
        "2024-07-01",
    ),
    (
        "Thông tư",
        "Điều 9. Thông tư này có hiệu lực thi\nhành kể từ\nngày 01 tháng 3\nnăm 2024.",
        "2024-03-01",
    ),
    ("Thông tư", "Điều 9. Hiệu lực thi hành: Từ ngày 01 tháng 3 năm 2024.", "2024-03-01"),
    ("Thông tư", "Điều 9. Văn bản này có hiệu lực kể từ ngày 01 tháng 3 năm 2024.", "2024-03-01"),
    (
        "Thông tư",
        "Điều 9. Thông tư số 12/2024/TT-BYT này có hiệu lực kể từ ngày 01 tháng 3 năm 2024.",
        "2024-03-01",
    ),
    (
        "Thông tư",
        "Điều 9. Thông tư này có hiệu lực thi hành, kể từ ngày 01 tháng 3 năm 2024.",
        "2024-03-01",
    ),
    (
        "Thông tư",
        "Điều 9. Thông tư này gồm 3 chương, 9 điều, có hiệu lực thi hành kể từ ngày 01 "
        "tháng 3 năm 2024.",
        "2024-03-01",
    ),
    (
        "Thông tư",
        "Điều 9. Giấy phép quy định tại Thông tư này có hiệu lực từ ngày 01 tháng 3 năm 2024.",
        None,
    ),
    (
        "Thông tư",
        "Điều 9. Quyết định công nhận có hiệu lực kể từ ngày ký. Cơ sở quy định tại Thông "
        "tư này được cấp lại.",
        None,
    ),
    (
        "Thông tư",
        "Điều 9. Tổ chức thực hiện\n1. Thông tư này có hiệu lực thi hành từ ngày "
        "01/3/2024.\n2. Luật Đất đai quy định tại Điều 5 Thông tư này có hiệu lực từ ngày "
        "01/8/2024.",
        "2024-03-01",
    ),
    ("Thông tư", "Điều 9. Thông tư này có hiệu lực từ ngày 31/02/2024.", None),
    (
        "Thông tư",
        "Điều 9. Thông tư này sẽ có hiệu lực kể từ ngày 01 tháng 3 năm 2024.",
        "2024-03-01",
    ),
    (
        "Thông tư",
        "Điều 9. Thông tư này được áp dụng thí điểm và có hiệu lực thi hành kể từ ngày 01 "
        "tháng 3 năm 2024.",
        "2024-03-01",
    ),
    (
        "Thông tư",
        "Điều 9. Thông tư này chính thức có hiệu lực từ ngày 01 tháng 3 năm 2024.",
        "2024-03-01",
    ),
    (
        "Thông tư",
        "Điều 9. Căn cứ pháp lý viện dẫn\nBản án, quyết định đã có hiệu lực pháp luật kể từ "
        "ngày ký.",
        None,
    ),
    (
        "Chỉ thị",
        "Chỉ thị này có hiệu lực thi hành kể từ ngày ký và thay thế Chỉ thị số 05/CT-BYT "
        "ngày 01/02/2018./.",
        SIGNED,
    ),
    (
        "Thông tư",
        "Điều 9. Điều khoản thi hành\nThông tư này có hiệu lực thi hành kể từ ngày 01 tháng "
        "3 năm 2024; bãi bỏ Điều 5 Thông tư số 03/2020/TT-BYT có hiệu lực từ ngày "
        "01/7/2020.",
        "2024-03-01",
    ),
    (
        "Thông tư",
        "Điều 9. Hiệu lực thi hành\n1. Thông tư này có hiệu lực thi hành kể từ ngày 01 "
        "tháng 3 năm 2024.\n2. Trường hợp các văn bản dẫn chiếu tại Thông tư này được thay "
        "thế thì áp dụng từ ngày văn bản mới có hiệu lực.",
        "2024-03-01",
    ),
    (
        "Thông tư",
        "Điều 9. Hiệu lực thi hành\n1. Thông tư này có hiệu lực thi hành kể từ ngày 01 "
        "tháng 3 năm 2024.\n2. Cơ sở đã nộp hồ sơ được áp dụng từ ngày 01 tháng 5 năm 2024.",
        "2024-03-01",
    ),
    (
        "Thông tư",
        "Điều 9. Thời điểm có hiệu lực\nThông tư này có hiệu lực vào ngày 01 tháng 3 năm 2024.",
        "2024-03-01",
    ),
    (
        "Thông tư",
        "Điều 9. Thông tư này có hiệu lực thi hành từ ngày 01 tháng 3 năm 2024 (ngày Luật "
        "Dược có hiệu lực thi hành).",
        "2024-03-01",
    ),
    (
        "Thông tư",
        "Điều 9. Thông tư này có hiệu lực kể từ ngày Luật Dược có hiệu lực thi hành.",
        None,
    ),
]


MORE = [
    (
        "Thông tư",
        "Điều 9. Hiệu lực\n1. Thông tư này có hiệu lực thi hành từ ngày 01 tháng 3 năm "
        "2024, trừ quy định tại khoản 2 Điều này.\n2. Khoản 3 Điều 5 và Điều 7 có hiệu lực "
        "thi hành từ ngày 01 tháng 01 năm 2025.",
        "2024-03-01",
        {"stages": ["2025-01-01"]},
    ),
    (
        "Thông tư",
        "Điều 9. Hiệu lực\n1. Trừ trường hợp quy định tại khoản 2 Điều này, Thông tư này có "
        "hiệu lực thi hành kể từ ngày 01 tháng 3 năm 2024.\n2. Điều 7 của Thông tư này có "
        "hiệu lực từ ngày 01/01/2025.",
        "2024-03-01",
        {"stages": ["2025-01-01"]},
    ),
    (
        "Thông tư",
        "Điều 9. Thông tư này có hiệu lực kể từ ngày 01/3/2024; riêng quy định tại Điều 7 "
        "có hiệu lực kể từ ngày 01/01/2025.",
        "2024-03-01",
        {"stages": ["2025-01-01"]},
    ),
    (
        "Thông tư",
        "Điều 9. Thông tư này có hiệu lực kể từ ngày 01/3/2024, riêng quy định tại Điều 7 "
        "có hiệu lực kể từ ngày 01/01/2025.",
        "2024-03-01",
        {"stages": ["2025-01-01"]},
    ),
    (
        "Thông tư",
        "Điều 9. Hiệu lực\n1. Thông tư này có hiệu lực thi hành từ ngày 08 tháng 8 năm "
        "2024.\n2. Các chế độ, chính sách quy định tại Thông tư này được thực hiện kể từ "
        "ngày 01 tháng 7 năm 2024.",
        "2024-08-08",
        {"applied_from": "2024-07-01"},
    ),
    (
        "Thông tư",
        "Điều 9. Thông tư này có hiệu lực từ ngày 15/9/2024 và được áp dụng từ ngày 01/7/2024.",
        "2024-09-15",
        {"applied_from": "2024-07-01"},
    ),
    (
        "Thông tư",
        "Điều 9. Hiệu lực thi hành\n1. Thông tư này có hiệu lực từ ngày 15/9/2024.\n2. Điều "
        "4, Điều 5 và Điều 12 Thông tư này được áp dụng từ ngày 01/7/2024.\n3. Điều 6 đến "
        "Điều 11 Thông tư này được áp dụng từ ngày 01/01/2025.",
        "2024-09-15",
        {"applied_from": "2024-07-01", "applications": ["2025-01-01"]},
    ),
    (
        "Nghị quyết",
        "Điều 9. Nghị quyết này có hiệu lực từ ngày 01 tháng 02 năm 2024 đến hết ngày 31 "
        "tháng 12 năm 2026.",
        "2024-02-01",
        {"expires": "2026-12-31"},
    ),
    (
        "Nghị quyết",
        "Điều 9. 1. Nghị quyết này có hiệu lực từ ngày 01/02/2024 và được thực hiện đến "
        "ngày 31/12/2026.",
        "2024-02-01",
        {"expires": "2026-12-31"},
    ),
    (
        "Nghị quyết",
        "Điều 9. Hiệu lực\n1. Nghị quyết này có hiệu lực từ ngày 01/02/2024.\n2. Nghị quyết "
        "này hết hiệu lực kể từ ngày 01/3/2027.",
        "2024-02-01",
        {"expires": "2027-03-01"},
    ),
]


@pytest.mark.parametrize(("kind", "article", "day"), STATED)
def test_a_day_of_effect_is_read_only_where_the_text_states_it_of_itself(kind, article, day):
    read = read_article(kind, article)
    assert as_json(read.effective)["value"] == day
    assert (read.stages, read.applications, read.conflicts) == ((), (), ())
    assert as_json(read.applied_from)["value"] is as_json(read.expires)["value"] is None


@pytest.mark.parametrize(("kind", "article", "day", "more"), MORE)
def test_stages_days_of_application_and_ends_are_told_apart(kind, article, day, more):
    read = read_article(kind, article)
    assert as_json(read.effective)["value"] == day
    said = {
        "stages": [stage.value.day.isoformat() for stage in read.stages],
        "applications": [stage.value.day.isoformat() for stage in read.applications],
        "applied_from": as_json(read.applied_from)["value"],
        "expires": as_json(read.expires)["value"],
    }
    assert said == {"stages": [], "applications": [], "applied_from": None, "expires": None} | more


def test_a_sentence_runs_on_over_the_heads_of_pages():
    read = reading_of(
        f"BỘ Y TẾ\n{NATION}\nTHÔNG TƯ\nCăn cứ Luật Dược;\n"
        "Điều 1. Thông tư này có hiệu lực từ ngày 01",
        "2",
        "CÔNG BÁO/Số 11 + 12/Ngày 03-12-2023 3\ntháng 3 năm 2024.",
    )
    assert as_json(read.effective)["value"] == "2024-03-01"


def test_a_stage_names_the_provisions_it_holds_for():
    read = read_article(
        "Thông tư",
        "Điều 9. Hiệu lực\n1. Thông tư này có hiệu lực từ ngày 01/3/2024, trừ khoản 2.\n"
        "2. Khoản 3 Điều 5 và Điều 7 có hiệu lực từ ngày 01 tháng 01 năm 2025.",
    )
    assert as_json(read.stages[0])["scope"] == "Khoản 3 Điều 5 và Điều 7"


@pytest.mark.parametrize(
    ("article", "through"),
    [("đến hết ngày 31/12/2026", True), ("và hết hiệu lực kể từ ngày 01/01/2027", False)],
)
def test_an_end_says_whether_its_day_still_counts(article, through):
    read = read_article(
        "Nghị quyết", f"Điều 2. Nghị quyết này có hiệu lực từ ngày 01/02/2024 {article}."
    )
    assert as_json(read.expires)["through"] is through


@pytest.mark.parametrize(
    ("article", "day", "reason"),
    [
        ("Điều 2. Thông tư này có hiệu lực sau 45 ngày kể từ ngày ký.", "10", COUNTED),
        ("Điều 2. Thông tư này có hiệu lực từ ngày … tháng … năm 2024.", "10", UNCLEAR_EFFECT),
        ("Điều 2. Thông tư này có hiệu lực kể từ ngày ký.", "…", SIGNING_DAY),
        ("Điều 2. Tổ chức thực hiện.", "10", NO_EFFECT),
    ],
)
def test_an_unknown_day_of_effect_says_why(article, day, reason):
    assert as_json(read_article("Thông tư", article, day=day).effective)["reason"] == reason


def test_two_days_for_the_whole_text_are_both_kept_and_flagged():
    read = read_article(
        "Thông tư",
        "Điều 8. Thông tư này có hiệu lực từ ngày 01/3/2024.\n"
        "Điều 9. Thông tư này có hiệu lực từ ngày 01/4/2024.",
    )
    (conflict,) = read.conflicts
    assert conflict.field == "effective"
    assert [as_json(value)["value"] for value in conflict.values] == ["2024-03-01", "2024-04-01"]


def test_an_annex_says_another_day_of_issue_and_that_is_flagged():
    annex = "QUY TRÌNH\n(Ban hành kèm theo Thông tư số 12/2024/TT-BYT ngày {} của Bộ Y tế)"
    assert read_article("Thông tư", "", annex=annex.format("10/01/2024")).conflicts == ()
    (conflict,) = read_article("Thông tư", "", annex=annex.format("11/01/2024")).conflicts
    assert conflict.field == "issued"


def test_a_form_in_an_annex_states_nothing():
    form = "Phụ lục\nMẫu số 1\nTHÔNG TƯ\nĐiều 2. Thông tư này có hiệu lực kể từ ngày ký."
    read = read_article("Thông tư", "Điều 2. Thi hành.", annex=form)
    assert as_json(read.effective)["value"] is None


def test_what_is_said_of_the_annex_counts_only_where_the_text_says_nothing():
    said = "Điều 2. Quy chế này có hiệu lực từ ngày 01/5/2024."
    alone = as_json(read_article("Thông tư", said).effective)
    assert alone["value"] == "2024-05-01"
    assert alone["confidence"] < 1
    both = f"{said}\nĐiều 3. Thông tư này có hiệu lực từ ngày 01/3/2024."
    assert as_json(read_article("Thông tư", both).effective)["value"] == "2024-03-01"


def test_a_resolution_takes_effect_on_the_day_of_its_adoption():
    read = read_article(
        "Nghị quyết",
        "Điều 2. Nghị quyết này đã được Hội đồng nhân dân tỉnh khóa XV, kỳ họp thứ 5 thông qua "
        "ngày 08 tháng 01 năm 2024 và có hiệu lực từ ngày thông qua./.",
    )
    assert as_json(read.effective)["value"] == "2024-01-08"
    assert as_json(read.issued)["value"] == SIGNED


def test_a_consolidated_text_has_the_day_of_the_text_it_consolidates_and_says_so():
    read = reading_of(
        f"""BỘ Y TẾ
        Số: 9/VBHN-BYT
        {NATION}
        Hà Nội, ngày 10 tháng 01 năm 2024
        THÔNG TƯ
        Quy định một việc
        Thông tư số 5/2019/TT-BYT ngày 02 tháng 3 năm 2019, có hiệu lực kể từ ngày 01/5/2019,
        được sửa đổi, bổ sung bởi Thông tư số 8/2023/TT-BYT, có hiệu lực từ ngày 01/9/2023.
        Căn cứ Luật Dược;
        Điều 1. Phạm vi"""
    )
    assert as_json(read.effective)["value"] == "2019-05-01"
    assert [warning.code for warning in read.warnings] == ["consolidated"]


@pytest.mark.parametrize(
    ("words", "day", "through"),
    [
        ("đến hết ngày 28 tháng 02 năm 2027", "2027-02-28", True),
        ("đến ngày 28/02/2027", "2027-02-28", True),
        ("cho đến hết ngày 28 tháng 02 năm 2027", "2027-02-28", True),
        ("và được thực hiện đến hết ngày 28/02/2027", "2027-02-28", True),
        ("và có giá trị đến hết ngày 28/02/2027", "2027-02-28", True),
        (", thời hạn thực hiện đến hết ngày 28/02/2027", "2027-02-28", True),
        ("(ngày 10/01/2024) đến hết ngày 28/02/2027", "2027-02-28", True),
        ("đến trước ngày 01/3/2027", "2027-03-01", False),
        ("đến hết năm 2027", "2027-12-31", True),
        ("đến hết tháng 2 năm 2028", "2028-02-29", True),
        ("và hết hiệu lực kể từ ngày 01/3/2027", "2027-03-01", False),
        (". Thông tư này hết hiệu lực sau ngày 28/02/2027", "2027-02-28", True),
    ],
)
@pytest.mark.parametrize(
    "start",
    ["từ ngày ký ban hành", "kể từ ngày ký", "kể từ ngày được ký ban hành", "từ ngày 10/01/2024"],
)
def test_beginning_and_end_are_both_read(start, words, day, through):
    space = "" if words[0] in ".," else " "
    reading = read_article("Thông tư", f"Điều 9. Thông tư này có hiệu lực {start}{space}{words}.")
    ends = as_json(reading.expires)
    assert as_json(reading.effective)["value"] == SIGNED
    assert (ends["value"], ends["through"]) == (day, through)


@pytest.mark.parametrize(
    "words",
    ["đến khi có văn bản thay thế", "trong thời hạn 02 năm", "và được áp dụng trong năm năm"],
)
def test_a_limit_without_a_day_is_not_called_no_end(words):
    reading = read_article("Thông tư", f"Điều 9. Thông tư này có hiệu lực từ ngày ký {words}.")
    assert reading.effective.value.isoformat() == SIGNED
    assert reading.expires.reason == UNCLEAR_END
    assert reading.expires.span is not None


@pytest.mark.parametrize(
    ("article", "reason"),
    [
        ("Điều 9. Thông tư này có hiệu lực từ ngày ký và thay thế Thông tư số 3/TT-BYT.", NO_END),
        ("Điều 9. Thông tư này có hiệu lực sau 45 ngày kể từ ngày ký.", NO_END),
        ("Điều 9. Thông tư này có hiệu lực từ ngày 01/3/2024; Điều 5 đến hết năm 2025.", NO_END),
        ("Điều 9. Thông tư này có hiệu lực kể từ ngày … tháng … năm 2024.", NO_CLAUSE),
        ("Điều 9. Các đơn vị chịu trách nhiệm thi hành Thông tư này.", NO_CLAUSE),
    ],
)
def test_no_end_is_said_only_where_the_effect_was_understood(article, reason):
    assert read_article("Thông tư", article).expires.reason == reason
