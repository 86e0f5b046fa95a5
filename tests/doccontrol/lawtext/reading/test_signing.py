from __future__ import annotations

import pytest

from doccontrol.lawtext.reading.fields import as_json
from doccontrol.lawtext.reading.signing import NO_SIGNER, UNCLEAR_SIGNER
from tests.doccontrol.lawtext.reading.paper import NATION, reading_of

# lines at the end: name, title, capacity
BLOCKS = [
    (
        "Nơi nhận:\n- Lưu: VT.\nTM. CHÍNH PHỦ\nKT. THỦ TƯỚNG\nPHÓ THỦ TƯỚNG\nTrần Văn An",
        "Trần Văn An", "TM. CHÍNH PHỦ KT. THỦ TƯỚNG PHÓ THỦ TƯỚNG", ["TM.", "KT."],
    ),
    ("CHỦ TỊCH QUỐC HỘI\nLê Thị Bình", "Lê Thị Bình", "CHỦ TỊCH QUỐC HỘI", []),
    ("CHỦ TỊCH QUỐC HỘI Lê Thị Bình", "Lê Thị Bình", "CHỦ TỊCH QUỐC HỘI", []),
    ("Nơi nhận:\n- Lưu: VT.\nGIÁM ĐỐC\nBSCKII. Lê Văn Cường", "Lê Văn Cường", "GIÁM ĐỐC", []),
    ("TL. BỘ TRƯỞNG\nCỤC TRƯỞNG\nHà Anh Dũng", "Hà Anh Dũng", "TL. BỘ TRƯỞNG CỤC TRƯỞNG", ["TL."]),
    ("TUQ. GIÁM ĐỐC\nTRƯỞNG PHÒNG\nĐỗ Thị Giang", "Đỗ Thị Giang", "TUQ. GIÁM ĐỐC TRƯỞNG PHÒNG",
     ["TUQ."]),
    ("Q. GIÁM ĐỐC\nVũ Minh Hải", "Vũ Minh Hải", "Q. GIÁM ĐỐC", ["Q."]),
    ("T/M BAN BÍ THƯ\nBùi Thị Khánh", "Bùi Thị Khánh", "T/M BAN BÍ THƯ", ["TM."]),
    ("Nơi nhận:\tCHỦ TỊCH\n- Lưu: VT.\nRah Lan Linh", "Rah Lan Linh", "CHỦ TỊCH", []),
    (
        "Nơi nhận: - Lưu: VT. | KT. CHỦ TỊCH PHÓ CHỦ TỊCH Mạc Văn Nam",
        "Mạc Văn Nam", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH", ["KT."],
    ),
    ("KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nThượng tướng Phan Văn Quý", "Phan Văn Quý",
     "KT. BỘ TRƯỞNG THỨ TRƯỞNG", ["KT."]),
    ("Nơi nhận:\n- Lưu: VT.\nGIÁM ĐỐC\nNGUYỄN VĂN SƠN", "NGUYỄN VĂN SƠN", "GIÁM ĐỐC", []),
]  # fmt: skip


def signed(block):
    return reading_of(
        f"""SỞ NỘI VỤ
        Số: 12/QĐ-SNV
        {NATION}
        QUYẾT ĐỊNH
        Về một việc
        GIÁM ĐỐC SỞ NỘI VỤ
        Căn cứ Luật Cán bộ, công chức;
        Điều 1. Giám đốc Sở chịu trách nhiệm thi hành.
        {block}"""
    ).signer


@pytest.mark.parametrize(("block", "name", "title", "capacity"), BLOCKS)
def test_the_signer_is_read_with_title_and_capacity(block, name, title, capacity):
    said = as_json(signed(block))
    assert (said["value"], said["title"], said["capacity"]) == (name, title, capacity)


def test_a_name_on_the_next_page_is_not_the_signer():
    signer = reading_of(
        "Điều 1. Thi hành.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "Danh sách\nTrần Văn An"
    ).signer
    assert as_json(signer)["reason"] == UNCLEAR_SIGNER


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("", NO_SIGNER),
        ("Nơi nhận:\n- Lưu: VT.", NO_SIGNER),
        ("Nơi nhận:\n- Lưu: VT.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", UNCLEAR_SIGNER),
        ("Nơi nhận:\n- Lưu: VT.\nGIÁM ĐỐC\n(Đã ký)", UNCLEAR_SIGNER),
        ("KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nỦY BAN DÂN TỘC", UNCLEAR_SIGNER),
    ],
)
def test_without_a_name_the_signer_is_unknown(block, reason):
    assert as_json(signed(block)) | {"reason": reason} == as_json(signed(block))
    assert as_json(signed(block))["value"] is None
