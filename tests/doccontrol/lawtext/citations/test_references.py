"""Which texts a sentence mentions, which provisions, and where exactly."""

from __future__ import annotations

import random
from datetime import date

import pytest

from doccontrol.lawtext.citations.references import as_json, find_references
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.pdftext.pages import Page, TextSource
from tools.synthetic.worst_texts import REFERENCE_PIECES


def references(*texts: str, source: TextSource = TextSource.LAYER):
    pages = [Page(number, text, source) for number, text in enumerate(texts, start=1)]
    return find_references(pages)


def mentioned(text: str) -> list[str]:
    return [found.printed_number or found.name for found in references(text)]


# As met in letters, scans and PDF: domain §4.1.
NOISE = [
    ("Nghị định số 145/2020/NĐ-CP", "145/2020/NĐ-CP"),
    ("Nghị định 145/2020/NĐ-CP ngày 14/12/2020", "145/2020/NĐ-CP"),
    ("Nghị định số: 15/2020/NĐ-CP", "15/2020/NĐ-CP"),
    ("NGHỊ ĐỊNH SỐ 15/2020/NĐ-CP", "15/2020/NĐ-CP"),
    ("Nghị định số145/2020/NĐ-CPngày 14 tháng 12", "145/2020/NĐ-CP"),
    ("Nghị định số 145/2020/ND-CP", "145/2020/NĐ-CP"),
    ("Nghị định số 145/2020/NÐ-CP", "145/2020/NĐ-CP"),
    ("Nghị định số 145/2020/NĐ–CP", "145/2020/NĐ-CP"),
    ("Nghị định số 145/2020/NĐ-\nCP ngày 14", "145/2020/NĐ-CP"),
    ("Nghị định số\n145/2020/NĐ-CP", "145/2020/NĐ-CP"),
    ("Nghị\nđịnh số 145/\n2020/NĐ-CP", "145/2020/NĐ-CP"),
    ("Nghị định số 145 /2020/NĐ - CP", "145/2020/NĐ-CP"),
    ("Nghị định số 85/2017/nđ-cp", "85/2017/NĐ-CP"),
    ("Nghị định số 145/2020/NĐ\u200b-CP", "145/2020/NĐ-CP"),
    ("Nghị định số 145／2020／NĐ－CP", "145/2020/NĐ-CP"),
    ("Nghị định số 145/2020/NĐ\ufffeCP", "145/2020/NĐ-CP"),
    ("Thông tư số 09/2020/TT-BLĐT BXH", "09/2020/TT-BLĐTBXH"),
    ("Thông tư số 03/2017/TT- BVHTTDL", "03/2017/TT-BVHTTDL"),
    ("Thông tư số 12/2018/TT-BLĐTBXh", "12/2018/TT-BLĐTBXH"),
    ("Thông tư liên tịch số 21/2004/TTLT/BLĐTBXH-BYT", "21/2004/TTLT-BLĐTBXH-BYT"),
    ("Thông tư số 08/TT-LB năm 1976", "08/TT-LB"),
    ("Luật số 45/2019/QH 14", "45/2019/QH14"),
    ("Pháp lệnh số 26/2005/PL-UBTVQH11", "26/2005/PL-UBTVQH11"),
    ("Quyết định số 19/2014/QĐTTg", "19/2014/QĐ-TTg"),
    ("Quyết định số 325 /QĐ-UBND", "325/QĐ-UBND"),
    ("Quyết định số 2/2020/QĐ-UBND", "02/2020/QĐ-UBND"),
    ("Nghị quyết 66.22/2026/NQ-CP", "66.22/2026/NQ-CP"),
    ("Nghị quyết số 19-NQ/TW", "19-NQ/TW"),
    ("Công văn số 262 /SLĐTBXH-VP ngày 25/3/2019", "262/SLĐTBXH-VP"),
    ("văn bản hợp nhất số 18/VBHN-VPQH", "18/VBHN-VPQH"),
    ("Tiêu chuẩn TCVN ISO 9001:2015", "TCVN ISO 9001:2015"),
    ("Bộ luật Lao động năm 2019", "Bộ luật Lao động"),
    ("luật là Luật người cao tuổi hiện hành", "Luật Người cao tuổi"),
    ("Luật An toàn,\nvệ sinh lao động", "Luật An toàn, vệ sinh lao động"),
    ("Luật phòng chống tham nhũng", "Luật Phòng, chống tham nhũng"),
    ("Luật Bảo vệ sức khỏe nhân dân", "Luật Bảo vệ sức khỏe nhân dân"),
    ("Luật Người tốt việc tốt quy định", "Luật Người tốt việc tốt"),  # a name nobody knows
    ("Luật Tương lai số năm 2030", "Luật Tương lai số"),
    ("Luật Tương lai số 9/2030/QH16", "09/2030/QH16"),
    ("Hiến pháp năm 2013", "Hiến pháp"),
    ("Bộ luật Lao động (số 45/2019/QH14) và", "45/2019/QH14"),
    ("Luật Đất đai (sửa đổi) số 31/2024/QH15", "31/2024/QH15"),
    ("Luật Bảo hiểm xã hội ngày 29 tháng 6 năm 2024 (Luật số 41/2024/QH15)", "41/2024/QH15"),
]


@pytest.mark.parametrize(("text", "expected"), NOISE, ids=[repr(row[0]) for row in NOISE])
def test_one_text_is_one_reference_whatever_the_noise(text, expected):
    assert mentioned(f"Theo {text}, thực hiện như sau") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định này, Luật này, Thông tư này",
        "pháp luật lao động và luật khác",
        "Luật sư, Luật gia, Trường Đại học Luật Hà Nội, Công ty Luật TNHH Minh Khuê",
        "Luật được Quốc hội thông qua",
        "Mẫu số 01/TB-SNV và mẫu đơn số 02/ĐK-TN",
        "Hợp đồng số 12/HĐ-KT, Giấy phép số 05/GP-SXD",
        "ngày 14/12/2020, trong 24/7 giờ",
        "Số: 30/2020/NĐ-CP\nNGHỊ ĐỊNH",
        "Luật số: 98/2025/QH15\n",
        "BỘ LUẬT\nDÂN SỰ\n",
        "PHẦN THỨ NĂM\nPHÁP LUẬT DÂN SỰ ÁP DỤNG; LUẬT ÁP DỤNG ĐỐI VỚI",
    ],
)
def test_what_is_no_other_text(text):
    assert mentioned(text) == []


def test_the_own_number_is_no_reference_wherever_it_stands():
    page = Page(1, "(Kèm theo Nghị quyết số 07/NQ-HĐND; Luật Giá)", TextSource.LAYER)
    assert [found.name for found in find_references([page], "7/NQ-HĐND")] == ["Luật Giá"]
    assert len(find_references([page], "không rõ")) == 2


def test_a_list_is_one_reference_each_of_one_type():
    text = "các Luật số 15/2020/QH14, số 16/2020/QH14 và 17/2020/QH14"
    assert [(found.printed_number, found.type) for found in references(text)] == [
        ("15/2020/QH14", "Luật"),
        ("16/2020/QH14", "Luật"),
        ("17/2020/QH14", "Luật"),
    ]


@pytest.mark.parametrize(
    ("text", "pinpoint"),
    [
        ("điểm a khoản 2 Điều 5 Nghị định số 1/2020/NĐ-CP", "điểm a khoản 2 Điều 5"),
        ("khoản 1, Điều 2 của Nghị định số 1/2020/NĐ-CP", "khoản 1, Điều 2"),
        ("khoản 1, 2 Điều 31 Nghị định số 1/2020/NĐ-CP", "khoản 1, 2 Điều 31"),
        ("các khoản 3 và 4 Điều 12 Luật Giá", "các khoản 3 và 4 Điều 12"),
        ("Điều 9 đến Điều 14 Nghị định số 1/2020/NĐ-CP", "Điều 9 đến Điều 14"),
        ("từ Điều 15 đến Điều 23 của Luật Giá", "từ Điều 15 đến Điều 23"),
        ("các điều 104-107, 116, 117 của Luật Giá", "các điều 104-107, 116, 117"),
        ("Điều 3, Khoản 1 Điều 7 và Điều 11 Luật Giá", "Điều 3, Khoản 1 Điều 7 và Điều 11"),
        ("Mục 3 Chương III của Luật Giá", "Mục 3 Chương III"),
        ("Phụ lục I ban hành kèm theo Nghị định số 1/2020/NĐ-CP", "Phụ lục I"),
        ("Mẫu số 05 Phụ lục II kèm theo Nghị định số 1/2020/NĐ-CP", "Mẫu số 05 Phụ lục II"),
        ("các điểm a, b và đ khoản 2 Điều 3 Luật Giá", "các điểm a, b và đ khoản 2 Điều 3"),
        ("khoản 3a Điều 35a Nghị định số 1/2020/NĐ-CP", "khoản 3a Điều 35a"),
        ("b) Điều\n6 Nghị định số 1/2020/NĐ-CP", "Điều 6"),
        ("điều kiện của Luật Giá", ""),
        ("Điều 5. Hiệu lực của Luật Giá", ""),
        ("Điều 44.5.TT.9.11. Thẩm quyền của Thông tư số 1/2020/TT-BTC", ""),
        ("Điều 5 Nghị định này và Luật Giá", ""),
    ],
)
def test_the_provisions_before_a_text_are_its_own(text, pinpoint):
    (found,) = references(text)
    assert found.pinpoint == pinpoint


def test_the_day_and_the_issuer_beside_are_told():
    (found,) = references(
        "Quyết định số 12/QĐ-UBND ngày 05 tháng 6 năm 2020 của Ủy ban nhân dân tỉnh Sóc Trăng về"
    )
    assert (found.issued, found.issuer) == (date(2020, 6, 5), "Ủy ban nhân dân tỉnh Sóc Trăng")
    (found,) = references("của Bộ trưởng Bộ Tài chính; Bộ luật Lao động năm 2012 quy định")
    assert (found.issued, found.year) == (None, 2012)


def test_a_protocol_that_a_text_rests_on_is_no_decree():
    [basis] = references("Căn cứ Nghị định thư Kyoto về biến đổi khí hậu;\n")
    assert (basis.type, basis.role) == ("Nghị định thư", RelationKind.BASIS)


def test_an_impossible_day_is_not_told():
    (found,) = references("Nghị định số 1/2020/NĐ-CP ngày 31 tháng 02 năm 2020")
    assert (found.issued, found.year) == (None, None)


def test_the_span_is_that_of_the_page_even_where_letters_were_left_out():
    first = "Theo Nghị định số 1/2020/\u200bNĐ-CP và"
    second = "\n 3 \nLuật Giá năm 2023 (số 16/2023/QH15)."
    one, two = references(first, second)
    assert (one.page, first[slice(*one.span)]) == (1, "Nghị định số 1/2020/\u200bNĐ-CP")
    assert (two.page, second[slice(*two.span)]) == (2, "Luật Giá năm 2023 (số 16/2023/QH15)")


def test_a_reference_over_two_pages_is_told_on_the_first():
    (found,) = references("theo Nghị định số", "145/2020/NĐ-CP")
    assert (found.printed_number, found.page, found.span) == ("145/2020/NĐ-CP", 1, (5, 17))


def test_references_in_replacement_text_only_refer():
    text = (
        "1. Sửa đổi khoản 2 Điều 5 Nghị định số 1/2020/NĐ-CP như sau:\n"
        '"2. Bãi bỏ Thông tư số 2/2020/TT-BTC.\nThay thế Thông tư số 3/2020/TT-BTC.".\n'
        "2. Bãi bỏ Thông tư số 4/2020/TT-BTC."
    )
    roles = {found.printed_number: found.role for found in references(text)}
    assert roles == {
        "01/2020/NĐ-CP": RelationKind.AMENDS,
        "02/2020/TT-BTC": RelationKind.REFERS,
        "03/2020/TT-BTC": RelationKind.REFERS,
        "04/2020/TT-BTC": RelationKind.REPEALS,
    }


def test_a_quotation_that_is_never_closed_does_not_swallow_the_text():
    text = (
        "“Văn bản là gì\n"
        + "chữ " * 12_000
        + "”.\nNghị định này thay thế Nghị định số 1/2020/NĐ-CP."
    )
    assert references(text)[0].role is RelationKind.REPLACES


def test_as_json_says_null_where_the_text_says_nothing():
    (found,) = references("theo điểm a khoản 2 Điều 5 Luật Người cao tuổi")
    assert as_json(found) == {
        "raw": "Luật Người cao tuổi",
        "number": None,
        "name": "Luật Người cao tuổi",
        "type": "Luật",
        "pinpoint": "điểm a khoản 2 Điều 5",
        "role": "dan_chieu",
        "page": 1,
        "span": [27, 46],
        "confidence": 0.95,
    }


@pytest.mark.parametrize("piece", REFERENCE_PIECES, ids=repr)
def test_the_worst_text_is_read_to_its_end(piece):
    """What each letter of it costs, ``benchmark_worst_texts`` tells."""
    text = (piece + " ") * (30_000 // (len(piece) + 1))
    read = references(text)
    assert len(read) <= len(text) // 2
    assert all(reference.raw in text for reference in read)


def test_no_text_is_refused():
    chosen = random.Random(4)
    for _turn in range(300):
        text = " ".join(chosen.choices(REFERENCE_PIECES, k=chosen.randint(1, 60)))
        cut = text[chosen.randint(0, 20) : chosen.randint(20, 2_000)]
        for found in references(cut, text):
            page = (cut, text)[found.page - 1]
            assert 0 <= found.span[0] < found.span[1] <= len(page)
            assert 0 < found.confidence <= 1
