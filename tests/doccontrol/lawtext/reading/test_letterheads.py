"""Letterheads of every kind met, written for these tests: what each says, and what it does not."""

from __future__ import annotations

from itertools import zip_longest

import pytest

from doccontrol.lawtext.reading.fields import Known, as_json
from doccontrol.lawtext.reading.letterhead import BLANK_DAY, BLANK_NUMBER, NO_DAY, NO_NUMBER
from doccontrol.lawtext.reading.running_text import key
from tests.doccontrol.lawtext.reading.paper import NATION, reading_of

# name: text, number, type, issuer, issued, subject
LETTERHEADS = {
    "a circular": (
        f"""BỘ TÀI CHÍNH
        _______
        Số: 45/2025/TT-BTC
        {NATION}
        Hà Nội, ngày 20 tháng 6 năm 2025
        THÔNG TƯ
        Hướng dẫn kế toán áp dụng cho trường học
        và quỹ học bổng
        Căn cứ Luật Kế toán ngày 20 tháng 11 năm 2015;
        Điều 1. Phạm vi điều chỉnh""",
        "45/2025/TT-BTC", "Thông tư", "Bộ Tài chính", "2025-06-20",
        "Hướng dẫn kế toán áp dụng cho trường học và quỹ học bổng",
    ),
    "a joint circular": (
        f"""BỘ TÀI CHÍNH - BỘ LAO ĐỘNG -
        THƯƠNG BINH VÀ XÃ HỘI
        {NATION}
        Số: 37/2015/TTLT-BTC-BLĐTBXH
        Hà Nội, ngày 29 tháng 10 năm 2015
        THÔNG TƯ LIÊN TỊCH
        Quy định việc quản lý kinh phí
        Căn cứ Luật giá ngày 20 tháng 6 năm 2012;""",
        "37/2015/TTLT-BTC-BLĐTBXH", "Thông tư liên tịch",
        "Bộ Tài chính; Bộ Lao động - Thương binh và Xã hội", "2015-10-29",
        "Quy định việc quản lý kinh phí",
    ),
    "a province's decision, whose proposal cites another number and day": (
        f"""ỦY BAN NHÂN DÂN
        TỈNH LÂM ĐỒNG
        {NATION}
        Số: 12/2024/QĐ-UBND
        Lâm Đồng, ngày 5 tháng 4 năm 2024
        QUYẾT ĐỊNH
        Ban hành Quy chế làm việc của
        ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG
        ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG
        Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
        Xét đề nghị tại Tờ trình số 55/TTr-SNV ngày 01 tháng 3 năm 2024.
        QUYẾT ĐỊNH:
        Điều 1. Ban hành""",
        "12/2024/QĐ-UBND", "Quyết định", "Ủy ban nhân dân tỉnh Lâm Đồng", "2024-04-05",
        "Ban hành Quy chế làm việc của ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG",
    ),
    "a letter, whose subject cites a number": (
        f"""UBND TỈNH SÓC TRĂNG
        SỞ LAO ĐỘNG - THƯƠNG BINH
        VÀ XÃ HỘI
        Số: 262 /SLĐTBXH-VP
        V/v duy trì hệ thống quản lý chất lượng
        theo Quyết định
        số 19/2014/QĐ-TTg
        {NATION}
        Sóc Trăng, ngày 25 tháng 3 năm 2019
        Kính gửi: Các phòng, đơn vị trực thuộc.
        Căn cứ Quyết định số 150/QĐ-SLĐTBXH ngày 04/9/2018;""",
        "262/SLĐTBXH-VP", "Công văn",
        "Sở Lao động - Thương binh và Xã hội tỉnh Sóc Trăng", "2019-03-25",
        "V/v duy trì hệ thống quản lý chất lượng theo Quyết định số 19/2014/QĐ-TTg",
    ),
    "number and subject in one cell": (
        """BỘ Y TẾ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc
        Số: 123/BYT-BH V/v thanh toán chi phí | Hà Nội, ngày 05 tháng 01 năm 2026
        Kính gửi: Sở Y tế các tỉnh""",
        "123/BYT-BH", "Công văn", "Bộ Y tế", "2026-01-05", "V/v thanh toán chi phí",
    ),
    "the stamp of the office that received it": (
        f"""CÔNG VĂN ĐẾN
        Số: 512
        Ngày 08/01/2026
        VĂN PHÒNG CHÍNH PHỦ
        Số: 1234/VPCP-KSTT
        V/v cải cách thủ tục hành chính
        {NATION}
        Hà Nội, ngày 06 tháng 01 năm 2026
        Kính gửi: Các bộ""",
        "1234/VPCP-KSTT", "Công văn", "Văn phòng Chính phủ", "2026-01-06",
        "V/v cải cách thủ tục hành chính",
    ),
    "a law, dated at its end": (
        f"""QUỐC HỘI
        Luật số: 41/2024/QH15
        {NATION}
        LUẬT
        BẢO HIỂM XÃ HỘI
        Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
        Quốc hội ban hành Luật Bảo hiểm xã hội.
        Luật này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XV, kỳ họp thứ 7
        thông qua ngày 29 tháng 6 năm 2024.""",
        "41/2024/QH15", "Luật", "Quốc hội", "2024-06-29", "BẢO HIỂM XÃ HỘI",
    ),
    "spaces inside words": (
        """QU ỐC HỘI
        Lu ật số: 10/2012/QH13
        C ỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Đ ộc lập - Tự do - Hạnh phúc
        B Ộ LUẬT
        LAO ĐỘNG
        Căn c ứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
        Bộ luật này đã được Quốc hội thông qua ngày 18 tháng 6 năm 2012.""",
        "10/2012/QH13", "Bộ luật", "Quốc hội", "2012-06-18", "LAO ĐỘNG",
    ),
    "an ordinance": (
        f"""ỦY BAN THƯỜNG VỤ
        QUỐC HỘI
        Pháp lệnh số: 02/2020/UBTVQH14
        {NATION}
        Hà Nội, ngày 09 tháng 12 năm 2020
        PHÁP LỆNH
        ƯU ĐÃI NGƯỜI CÓ CÔNG VỚI CÁCH MẠNG
        Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;""",
        "02/2020/UBTVQH14", "Pháp lệnh", "Ủy ban Thường vụ Quốc hội", "2020-12-09",
        "ƯU ĐÃI NGƯỜI CÓ CÔNG VỚI CÁCH MẠNG",
    ),
    "an order of the President": (
        f"""CHỦ TỊCH NƯỚC
        Số: 08/2024/L-CTN
        {NATION}
        Hà Nội, ngày 11 tháng 7 năm 2024
        LỆNH
        Về việc công bố Luật
        CHỦ TỊCH
        NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Căn cứ Điều 88 và Điều 91 của Hiến pháp;""",
        "08/2024/L-CTN", "Lệnh", "Chủ tịch nước", "2024-07-11", "Về việc công bố Luật",
    ),
    "a resolution of judges": (
        f"""HỘI ĐỒNG THẨM PHÁN
        TÒA ÁN NHÂN DÂN TỐI CAO
        Số: 04/2019/NQ-HĐTP
        {NATION}
        Hà Nội, ngày 18 tháng 10 năm 2019
        NGHỊ QUYẾT
        Về quy trình lựa chọn án lệ
        HỘI ĐỒNG THẨM PHÁN TÒA ÁN NHÂN DÂN TỐI CAO
        Căn cứ Luật Tổ chức Tòa án nhân dân ngày 24 tháng 11 năm 2014;""",
        "04/2019/NQ-HĐTP", "Nghị quyết", "Hội đồng Thẩm phán Tòa án nhân dân tối cao",
        "2019-10-18", "Về quy trình lựa chọn án lệ",
    ),
    "a dotted number": (
        f"""CHÍNH PHỦ
        Số: 66.22/2026/NQ-CP
        {NATION}
        Hà Nội, ngày 02 tháng 3 năm 2026
        NGHỊ QUYẾT
        Về xử lý vướng mắc
        Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15;""",
        "66.22/2026/NQ-CP", "Nghị quyết", "Chính phủ", "2026-03-02", "Về xử lý vướng mắc",
    ),
    "the Party": (
        """TỈNH ỦY SÓC TRĂNG
        *
        Số 15-KH/TU
        ĐẢNG CỘNG SẢN VIỆT NAM
        Sóc Trăng, ngày 06 tháng 5 năm 2024
        KẾ HOẠCH
        thực hiện Nghị quyết số 42-NQ/TW
        Thực hiện Nghị quyết số 42-NQ/TW ngày 24/11/2023 của Ban Chấp hành Trung ương;""",
        "15-KH/TU", "Kế hoạch", "Tỉnh ủy Sóc Trăng", "2024-05-06",
        "thực hiện Nghị quyết số 42-NQ/TW",
    ),
    "the gazette's own head": (
        f"""2 CÔNG BÁO/Số 1001 + 1002/Ngày 01-8-2025
        VĂN BẢN QUY PHẠM PHÁP LUẬT
        CHÍNH PHỦ
        CHÍNH PHỦ
        Số: 180/2025/NĐ-CP
        {NATION}
        Hà Nội, ngày 01 tháng 7 năm 2025
        NGHỊ ĐỊNH
        Về cơ chế hợp tác công tư
        Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15;""",
        "180/2025/NĐ-CP", "Nghị định", "Chính phủ", "2025-07-01", "Về cơ chế hợp tác công tư",
    ),
    "a consolidated law with a letterhead": (
        f"""VĂN PHÒNG QUỐC HỘI
        Số: 18/VBHN-VPQH
        {NATION}
        Hà Nội, ngày 12 tháng 02 năm 2026
        BỘ LUẬT
        LAO ĐỘNG
        Bộ luật Lao động số 45/2019/QH14 ngày 20 tháng 11 năm 2019 của Quốc hội, có hiệu lực kể
        từ ngày 01 tháng 01 năm 2021, được sửa đổi, bổ sung bởi:
        Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;""",
        "18/VBHN-VPQH", "Văn bản hợp nhất", "Văn phòng Quốc hội", "2026-02-12", "LAO ĐỘNG",
    ),
    "a consolidated circular, numbered at its end": (
        f"""12 CÔNG BÁO/Số 11 + 12/Ngày 03-12-2025
        VĂN BẢN HỢP NHẤT - BỘ CÔNG THƯƠNG
        {NATION}
        THÔNG TƯ
        Quy định về kiểm định máy
        Thông tư số 10/2023/TT-BCT ngày 06 tháng 12 năm 2023 của Bộ trưởng Bộ Công Thương quy định
        về kiểm định máy, có hiệu lực thi hành từ ngày 01 tháng 02 năm 2024, được sửa đổi bởi:
        Căn cứ Luật Điện lực ngày 03 tháng 12 năm 2004;
        Điều 1. Phạm vi
        BỘ CÔNG THƯƠNG
        Số: 21/VBHN-BCT
        XÁC THỰC VĂN BẢN HỢP NHẤT
        Hà Nội, ngày 17 tháng 11 năm 2025
        KT. BỘ TRƯỞNG
        THỨ TRƯỞNG
        Trần Thị Bình
        Phụ lục I
        Số: 5/TT-BCT""",
        "21/VBHN-BCT", "Văn bản hợp nhất", "Bộ Công Thương", "2025-11-17",
        "Quy định về kiểm định máy",
    ),
    "a consolidated decree under the letterhead of the decree": (
        f"""CHÍNH PHỦ
        Số: 10/2023/NĐ-CP
        {NATION}
        Hà Nội, ngày 06 tháng 12 năm 2023
        NGHỊ ĐỊNH
        Về kiểm định máy
        Căn cứ Luật Điện lực ngày 03 tháng 12 năm 2004;
        Điều 1. Phạm vi
        BỘ CÔNG THƯƠNG
        Số: 22/VBHN-BCT
        XÁC THỰC VĂN BẢN HỢP NHẤT
        Hà Nội, ngày 17 tháng 11 năm 2025
        BỘ TRƯỞNG
        Trần Thị Bình""",
        "22/VBHN-BCT", "Văn bản hợp nhất", "Bộ Công Thương", "2025-11-17", "Về kiểm định máy",
    ),
    "a plan of a commune": (
        f"""ỦY BAN NHÂN DÂN | {NATION.splitlines()[0]}
        XÃ MỸ THUẬN | {NATION.splitlines()[1]}
        Số: 88/KH-UBND | Mỹ Thuận, ngày 03 tháng 02 năm 2026
        KẾ HOẠCH
        Cải cách hành chính năm 2026
        I. MỤC ĐÍCH, YÊU CẦU""",
        "88/KH-UBND", "Kế hoạch", "Ủy ban nhân dân xã Mỹ Thuận", "2026-02-03",
        "Cải cách hành chính năm 2026",
    ),
    "an office of a province": (
        f"""UBND TỈNH BẮC NINH
        VĂN PHÒNG
        Số: 05/TB-VPUBND
        {NATION}
        Bắc Ninh, ngày 05 tháng 01 năm 2026
        THÔNG BÁO
        Kết luận của Phó Chủ tịch UBND tỉnh tại cuộc họp
        Ngày 02 tháng 01 năm 2026, Phó Chủ tịch đã chủ trì cuộc họp.""",
        "05/TB-VPUBND", "Thông báo", "Văn phòng Ủy ban nhân dân tỉnh Bắc Ninh", "2026-01-05",
        "Kết luận của Phó Chủ tịch UBND tỉnh tại cuộc họp",
    ),
    "a hospital under a Sở": (
        f"""SỞ Y TẾ TỈNH AN GIANG
        BỆNH VIỆN ĐA KHOA
        {NATION}
        Số: 77/QĐ-BVĐK
        An Giang, ngày 12 tháng 5 năm 2023
        QUYẾT ĐỊNH
        Về việc ban hành Quy chế chi tiêu nội bộ
        GIÁM ĐỐC BỆNH VIỆN ĐA KHOA
        Căn cứ Nghị định số 60/2021/NĐ-CP ngày 21 tháng 6 năm 2021 của Chính phủ;""",
        "77/QĐ-BVĐK", "Quyết định", "Bệnh viện Đa khoa tỉnh An Giang", "2023-05-12",
        "Về việc ban hành Quy chế chi tiêu nội bộ",
    ),
    "a proposal, whose subject goes on with a number": (
        f"""BỘ NỘI VỤ
        Số: 7145/TTr-BNV
        {NATION}
        Hà Nội, ngày 14 tháng 11 năm 2025
        TỜ TRÌNH
        Về việc sửa đổi, bổ sung một số điều của
        Nghị định số 154/2025/NĐ-CP
        Kính gửi: Chính phủ""",
        "7145/TTr-BNV", "Tờ trình", "Bộ Nội vụ", "2025-11-14",
        "Về việc sửa đổi, bổ sung một số điều của Nghị định số 154/2025/NĐ-CP",
    ),
    "the name of a Sở broken in two": (
        f"""UBND THÀNH PHỐ ĐÀ NẴNG
        SỞ NÔNG NGHIỆP VÀ MÔI
        TRƯỜNG
        Số: 34/BC-SNNMT
        {NATION}
        Đà Nẵng, ngày 09 tháng 3 năm 2026
        BÁO CÁO
        Kết quả quý I năm 2026
        Phần thứ nhất
        KẾT QUẢ""",
        "34/BC-SNNMT", "Báo cáo", "Sở Nông nghiệp và Môi trường thành phố Đà Nẵng", "2026-03-09",
        "Kết quả quý I năm 2026",
    ),
    "an urgent telegram": (
        f"""THỦ TƯỚNG CHÍNH PHỦ
        {NATION}
        Số: 105/CĐ-TTg
        Hà Nội, ngày 22 tháng 10 năm 2024
        CÔNG ĐIỆN
        Về việc chủ động ứng phó với bão
        THỦ TƯỚNG CHÍNH PHỦ điện:
        - Bộ trưởng các Bộ""",
        "105/CĐ-TTg", "Công điện", "Thủ tướng Chính phủ", "2024-10-22",
        "Về việc chủ động ứng phó với bão",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LETTERHEADS)
def test_a_letterhead_says_number_type_issuer_day_and_subject(name):
    text, number, kind, issuer, issued, subject = LETTERHEADS[name]
    read = reading_of(text)
    said = {
        field: as_json(getattr(read, field))["value"]
        for field in ("number", "type", "issuer", "issued", "subject")
    }
    assert said == {
        "number": number, "type": kind, "issuer": issuer, "issued": issued, "subject": subject
    }  # fmt: skip


RIGHT = [*NATION.splitlines(), "An Giang, ngày 07 tháng 02 năm 2026"]
LEFT = [
    "UBND TỈNH AN GIANG", "SỞ TÀI CHÍNH", "Số: 215/STC-NS", "V/v thẩm định dự toán",
    "kinh phí năm 2026",
]  # fmt: skip
ROWS = list(zip_longest(LEFT, RIGHT, fillvalue=""))
COLUMNS = {
    "left first": [*LEFT, *RIGHT],
    "right first": [*RIGHT, *LEFT],
    "row by row": [cell for row in ROWS for cell in row],
    "run together": [" ".join(row) for row in ROWS],
    "parted by tabs": ["\t".join(row) for row in ROWS],
    "parted by bars": [" | ".join(row) for row in ROWS],
    "in a narrow column": [*LEFT, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "VIỆT NAM", *RIGHT[1:]],
}


@pytest.mark.parametrize("order", COLUMNS)
def test_the_columns_of_a_letterhead_are_told_apart_however_they_come(order):
    read = reading_of("\n".join([*filter(str.strip, COLUMNS[order]), "Kính gửi: Sở Nội vụ."]))
    assert as_json(read.number)["value"] == "215/STC-NS"
    assert as_json(read.issuer)["value"] == "Sở Tài chính tỉnh An Giang"
    assert as_json(read.issued)["value"] == "2026-02-07"
    assert key(as_json(read.subject)["value"]) == key("V/v thẩm định dự toán kinh phí năm 2026")


@pytest.mark.parametrize(
    ("number", "day", "reasons"),
    [
        ("Số:      /2026/TT-BCT", "Hà Nội, ngày     tháng     năm 2026", (BLANK_NUMBER, BLANK_DAY)),
        ("Số: ……/2026/TT-BCT", "Hà Nội, ngày … tháng … năm 2026", (BLANK_NUMBER, BLANK_DAY)),
        ("", "", (NO_NUMBER, NO_DAY)),
    ],
)
def test_what_is_left_blank_is_unknown_and_says_so(number, day, reasons):
    read = reading_of(
        f"""BỘ CÔNG THƯƠNG
        {number}
        {NATION}
        {day}
        THÔNG TƯ
        Quy định về kiểm định
        Căn cứ Thông tư số 12/2020/TT-BCT ngày 18 tháng 6 năm 2020;
        Điều 1. Phạm vi"""
    )
    assert (as_json(read.number).get("reason"), as_json(read.issued).get("reason")) == reasons
    assert as_json(read.type)["value"] == "Thông tư"


def test_the_letterhead_of_an_attached_text_is_not_that_of_the_letter():
    attached = f"SỞ Y TẾ\nSố: 9/QĐ-SYT\n{NATION}\nQUYẾT ĐỊNH\nVề việc khác\nCăn cứ Luật Dược;"
    letter = "SỞ TÀI CHÍNH\nSố: 5/STC-NS\nV/v một việc\nKính gửi: Các đơn vị."
    assert as_json(reading_of(letter, attached).number)["value"] == "5/STC-NS"
    assert as_json(reading_of("BẢN SAO", attached).number)["value"] == "9/QĐ-SYT"


def test_footnote_marks_are_no_part_of_a_value():
    read = reading_of(
        f"BỘ Y TẾ\nSố: 5/VBHN-BYT¹\n{NATION}\nTHÔNG TƯ²\nQuy định một việc³\nCăn cứ Luật Dược;"
    )
    assert as_json(read.number)["value"] == "5/VBHN-BYT"
    assert as_json(read.subject)["value"] == "Quy định một việc"


def test_what_a_letter_encloses_does_not_make_its_type():
    read = reading_of(
        f"""SỞ Y TẾ
        Số: 5/SYT-NVY
        {NATION}
        Kính gửi: Các đơn vị.
        KẾ HOẠCH
        Tập huấn năm 2026"""
    )
    assert as_json(read.type)["value"] == "Công văn"


def test_an_unknown_value_says_where_it_should_stand():
    read = reading_of(f"BỘ Y TẾ\nSố:    /BYT-BH\n{NATION}\nKính gửi: Sở Y tế")
    assert as_json(read.number) == {
        "value": None, "reason": BLANK_NUMBER, "page": 1, "span": [8, 22]
    }  # fmt: skip


def test_each_value_leads_back_to_its_words():
    text, number, *_ = LETTERHEADS["a circular"]
    lines = "\n".join(line.strip() for line in text.split("\n"))
    read = reading_of(text)
    for field, words in (
        (read.number, number),
        (read.type, "THÔNG TƯ"),
        (read.issuer, "BỘ TÀI CHÍNH"),
        (read.issued, "20 tháng 6 năm 2025"),
    ):
        assert isinstance(field, Known)
        assert lines[slice(*field.span)] == words


def test_without_a_letterhead_the_symbol_names_a_body_of_which_there_is_one():
    read = reading_of("Số: 19/2014/QĐ-TTg\nQUYẾT ĐỊNH\nVề hệ thống\nCăn cứ Luật Tổ chức Chính phủ;")
    assert as_json(read.issuer)["value"] == "Thủ tướng Chính phủ"
    assert as_json(read.issuer)["confidence"] < 1
    unknown = reading_of("Số: 19/QĐ-SNV\nQUYẾT ĐỊNH\nVề hệ thống\nCăn cứ Luật Cán bộ;")
    assert as_json(unknown.issuer)["value"] is None


def test_the_enacting_line_completes_a_letterhead():
    read = reading_of(
        f"""ỦY BAN NHÂN DÂN
        Số: 12/QĐ-UBND
        {NATION}
        QUYẾT ĐỊNH
        Về việc phê duyệt
        ỦY BAN NHÂN DÂN TỈNH GIA LAI
        Căn cứ Luật Đất đai;"""
    )
    assert as_json(read.issuer)["value"] == "Ủy ban nhân dân tỉnh Gia Lai"


def test_the_legal_basis_is_a_block_of_grounds():
    read = reading_of(
        f"""BỘ Y TẾ
        Số: 3/2026/TT-BYT
        {NATION}
        THÔNG TƯ
        Quy định một việc
        Căn cứ Luật Dược ngày 06 tháng 4 năm 2016;
        sửa đổi, bổ sung năm 2024;
        Căn cứ Nghị định số 42/2025/NĐ-CP ngày 27 tháng 02 năm 2025 của Chính phủ quy định
        chức năng, nhiệm vụ;
        Theo đề nghị của Vụ trưởng Vụ Pháp chế;
        Bộ trưởng Bộ Y tế ban hành Thông tư quy định một việc.
        Điều 1. Căn cứ cấp phép"""
    )
    assert as_json(read.basis)["value"] == [
        "Căn cứ Luật Dược ngày 06 tháng 4 năm 2016; sửa đổi, bổ sung năm 2024",
        "Căn cứ Nghị định số 42/2025/NĐ-CP ngày 27 tháng 02 năm 2025 của Chính phủ quy định "
        "chức năng, nhiệm vụ",
        "Theo đề nghị của Vụ trưởng Vụ Pháp chế",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "- \t" * 5_000,
        "|" * 20_000,
        "Độc lập - Tự do - Hạnh phúc " * 2_000,
        "ngày 1/2/2024 " * 2_000,
    ],
)
def test_a_line_of_very_many_columns_or_mottos_is_read(line: str) -> None:
    """Parting it must not call itself for each of them."""
    letterhead = f"BỘ TÀI CHÍNH\nSố: 45/2025/TT-BTC\n{line}\n{NATION}\nTHÔNG TƯ"

    reading = reading_of(letterhead)
    assert isinstance(reading.number, Known)
    assert reading.number.value == "45/2025/TT-BTC"
