"""Kinds of text that have no type, and bodies of places, as they are written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from doccontrol.lawtext.reading.fields import Known
from doccontrol.lawtext.reading.issuers import issuers_of
from doccontrol.lawtext.reading.other_kinds import OTHER_KIND
from tests.doccontrol.lawtext.reading.paper import NATION, reading_of

REFERENCE = Path(__file__).resolve().parents[4] / "fixtures" / "reference"

OTHERS = {
    "a judgment": f"""TÒA ÁN NHÂN DÂN TỈNH HÒA LẠC
        {NATION}
        Bản án số: 12/2026/DS-ST
        V/v tranh chấp hợp đồng
        Căn cứ Nghị quyết số 326/2016/UBTVQH14;
        QUYẾT ĐỊNH:
        Chấp nhận yêu cầu.""",
    "a precedent": """ÁN LỆ SỐ 47/2021/AL
        Về việc xác định tội danh
        Được công bố theo Quyết định số 594/QĐ-CA ngày 31 tháng 12 năm 2021.""",
    "an indictment": f"""VIỆN KIỂM SÁT NHÂN DÂN TỈNH HÒA LẠC
        Số: 45/CT-VKS-P2
        {NATION}
        Hòa Lạc, ngày 14 tháng 5 năm 2026
        CÁO TRẠNG
        Căn cứ Bộ luật Tố tụng hình sự;
        QUYẾT ĐỊNH:""",
    "a decision of a court": f"""TÒA ÁN NHÂN DÂN TỈNH HÒA LẠC
        Số: 123/2026/QĐST-DS
        {NATION}
        Hòa Lạc, ngày 14 tháng 5 năm 2026
        QUYẾT ĐỊNH
        Công nhận sự thỏa thuận của các đương sự
        Căn cứ Điều 212 của Bộ luật Tố tụng dân sự;""",
    "a standard": """TIÊU CHUẨN QUỐC GIA
        TCVN 7114-1:2008
        CHIẾU SÁNG NƠI LÀM VIỆC
        Được công bố theo Quyết định số 2831/QĐ-BKHCN ngày 22 tháng 12 năm 2008.
        QUYẾT ĐỊNH""",
    "a contract": f"""{NATION}
        HỢP ĐỒNG LAO ĐỘNG
        Số: 12/2026/HĐLĐ
        Căn cứ Bộ luật Lao động số 45/2019/QH14;""",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_a_kind_that_is_not_in_the_list_is_unknown_and_said_so(text):
    reading = reading_of(text)
    assert reading.type.reason == OTHER_KIND
    assert reading.type.span is not None


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_its_number_is_never_that_of_a_text_it_names(text):
    number = reading_of(text).number
    assert not isinstance(number, Known) or number.value in text.split("Căn cứ")[0]
    assert getattr(number, "value", "") not in ("326/2016/UBTVQH14", "594/QĐ-CA", "2831/QĐ-BKHCN")


@pytest.mark.parametrize("subject", ["Về việc ban hành tiêu chuẩn kho", "Phê duyệt mẫu hợp đồng"])
def test_a_type_stays_known_where_only_its_subject_names_another_kind(subject):
    reading = reading_of(
        f"""SỞ Y TẾ
        Số: 12/QĐ-SYT
        {NATION}
        Hòa Lạc, ngày 14 tháng 5 năm 2026
        QUYẾT ĐỊNH
        {subject.upper()}
        Căn cứ Luật Dược ngày 06 tháng 4 năm 2016;"""
    )
    assert reading.type.value == "Quyết định"


def test_the_partys_qd_shows_no_type_by_itself():
    head = "TỈNH ỦY HÒA LẠC\nSố 15-QĐ/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nHòa Lạc, ngày 30 tháng 7 năm 2021"
    assert not isinstance(reading_of(f"{head}\nCăn cứ Điều lệ Đảng;").type, Known)
    assert reading_of(f"{head}\nQUY ĐỊNH\nvề một việc\nCăn cứ Điều lệ;").type.value == "Quy định"


@pytest.mark.parametrize(
    "lines, name",
    [
        (["UBND TP. CẦN THƠ", "SỞ NỘI VỤ"], "Sở Nội vụ thành phố Cần Thơ"),
        (["UBND TP. HỒ CHÍ MINH", "SỞ NỘI VỤ"], "Sở Nội vụ Thành phố Hồ Chí Minh"),
        (["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HUẾ"], "Ủy ban nhân dân thành phố Huế"),
        (["ỦY BAN NHÂN DÂN", "THÀNH PHỐ THỦ ĐỨC"], "Ủy ban nhân dân thành phố Thủ Đức"),
        (["ỦY BAN NHÂN DÂN", "XÃ MỸ TÚ"], "Ủy ban nhân dân xã Mỹ Tú"),
        (["HỘI ĐỒNG NHÂN DÂN THỊ TRẤN KẾ SÁCH"], "Hội đồng nhân dân thị trấn Kế Sách"),
        (["ỦY BAN NHÂN DÂN ĐẶC KHU PHÚ QUỐC"], "Ủy ban nhân dân đặc khu Phú Quốc"),
        (["THÀNH ỦY HẢI PHÒNG"], "Thành ủy Hải Phòng"),
    ],
)
def test_of_the_cities_only_one_bears_its_level_as_a_name(lines, name):
    assert issuers_of(lines, joint=False) == (name,)


def test_duties_of_bodies_that_ended_went_where_the_reference_says():
    issuers = {row["name"]: row for row in json.loads((REFERENCE / "issuers.json").read_text())}
    ministry = issuers["Bộ Lao động - Thương binh và Xã hội"]
    assert {"Bộ Nông nghiệp và Môi trường", "Bộ Công an"} <= set(ministry["successors"])
    assert "Bộ Dân tộc và Tôn giáo" not in ministry["successors"]
    assert issuers["Bảo hiểm xã hội Việt Nam"]["valid_until"] is None
    office = issuers["Sở Lao động - Thương binh và Xã hội tỉnh Sóc Trăng"]
    assert len(office["successors"]) == 4
    assert all(name in issuers for row in issuers.values() for name in row["successors"])


def test_the_government_ranks_beside_its_decrees_and_a_commune_below_its_province():
    types = {row["name"]: row for row in json.loads((REFERENCE / "legal_types.json").read_text())}
    ranks = [
        types[name]["rank"]
        for name in (
            "Nghị quyết",
            "Nghị quyết của Chính phủ",
            "Quyết định",
            "Quyết định của Ủy ban nhân dân cấp tỉnh",
            "Quyết định của Ủy ban nhân dân cấp huyện",
            "Quyết định của Ủy ban nhân dân cấp xã",
        )
    ]
    assert ranks == sorted(ranks)
    assert not types["Nghị quyết (cá biệt)"]["normative"]
