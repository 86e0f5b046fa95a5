from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from django.utils import translation

from doccontrol.lawtext.numbers import NotALegalNumber, find_number, normalise, parse_number

SHARED = Path("/work/shared")
CURATED = SHARED / "domain" / "vbqppl_fixtures.json"
CODEX = SHARED / "register" / "phapdien-documents.jsonl"

# number as written, ordinal, year, symbol, type, issuers, looks normative
PARTS = [
    ("45/2019/QH14", "45", 2019, "QH14", None, ("QH",), True),
    ("02/2020/UBTVQH14", "02", 2020, "UBTVQH14", None, ("UBTVQH",), True),
    ("26/2005/PL-UBTVQH11", "26", 2005, "PL-UBTVQH11", "PL", ("UBTVQH",), True),
    ("145/2020/NĐ-CP", "145", 2020, "NĐ-CP", "NĐ", ("CP",), True),
    ("66.22/2026/NQ-CP", "66.22", 2026, "NQ-CP", "NQ", ("CP",), True),
    ("19/2014/QĐ-TTg", "19", 2014, "QĐ-TTG", "QĐ", ("TTG",), True),
    ("1912/QĐ-TTg", "1912", None, "QĐ-TTG", "QĐ", ("TTG",), False),
    ("128/2025/QĐ-UBND", "128", 2025, "QĐ-UBND", "QĐ", ("UBND",), True),
    ("12/QĐ-UBND", "12", None, "QĐ-UBND", "QĐ", ("UBND",), False),
    ("09/2020/TT-BLĐTBXH", "09", 2020, "TT-BLĐTBXH", "TT", ("BLĐTBXH",), True),
    (
        "29/2014/TTLT-BLĐTBXH-BTC",
        "29",
        2014,
        "TTLT-BLĐTBXH-BTC",
        "TTLT",
        ("BLĐTBXH", "BTC"),
        True,
    ),
    ("01/2007/TT-BGD&ĐT", "01", 2007, "TT-BGD&ĐT", "TT", ("BGD&ĐT",), True),
    ("61/2000/TT-BNNPTNT/KH", "61", 2000, "TT-BNNPTNT/KH", "TT", ("BNNPTNT",), True),
    ("18/VBHN-VPQH", "18", None, "VBHN-VPQH", "VBHN", ("VPQH",), False),
    ("18/2026/VBHN-BTC", "18", 2026, "VBHN-BTC", "VBHN", ("BTC",), False),
    ("7/2019/CV-SNV", "07", 2019, "CV-SNV", "CV", ("SNV",), False),
    ("150/QĐ-SLĐTBXH", "150", None, "QĐ-SLĐTBXH", "QĐ", ("SLĐTBXH",), False),
    ("262/SLĐTBXH-VP", "262", None, "SLĐTBXH-VP", None, ("SLĐTBXH",), False),
    ("128/SKH-CN-TĐC", "128", None, "SKH-CN-TĐC", None, ("SKH-CN",), False),
    ("08/TT-LB", "08", None, "TT-LB", "TT", ("LB",), False),
    ("326/TTg", "326", None, "TTG", None, ("TTG",), False),
    ("73-CP", "73", None, "CP", None, ("CP",), False),
    ("21-LCT/HDNN8", "21", None, "LCT/HDNN8", "LCT", ("HDNN",), False),
    ("522b/NQ-UBTVQH13", "522B", None, "NQ-UBTVQH13", "NQ", ("UBTVQH",), False),
    ("TCVN ISO 9001:2015", "9001", 2015, "TCVNISO", "TCVN", (), False),
    ("QCVN 01:2019/BTNMT", "01", 2019, "QCVN/BTNMT", "QCVN", ("BTNMT",), False),
]


@pytest.mark.parametrize(
    ("raw", "ordinal", "year", "symbol", "kind", "issuers", "normative"),
    PARTS,
    ids=[row[0] for row in PARTS],
)
def test_a_number_is_taken_apart(raw, ordinal, year, symbol, kind, issuers, normative):
    number = parse_number(raw)
    assert (number.ordinal, number.year, number.symbol) == (ordinal, year, symbol)
    assert (number.type_abbreviation, number.issuer_abbreviations) == (kind, issuers)
    assert number.looks_normative is normative
    assert number.has_year is (year is not None)
    assert number.raw == raw


# As met in letters, registers and scans.
NOISE = [
    ("262 /SLĐTBXH-VP", "262/SLĐTBXH-VP"),
    ("128/SKH-CN-TĐC", "128/SKH-CN-TĐC"),
    ("19/2014/QĐTTg", "19/2014/QĐ-TTG"),
    ("19/2014/QDTTg", "19/2014/QĐ-TTG"),
    ("22/2021/QD-TTg", "22/2021/QĐ-TTG"),
    ("145/2020/ND-CP", "145/2020/NĐ-CP"),
    ("145/2020/NDCP", "145/2020/NĐ-CP"),
    ("85/2017/nđ-cp", "85/2017/NĐ-CP"),
    ("50/2022/NĐ_CP", "50/2022/NĐ-CP"),
    ("89/2015/N\u00d0-CP", "89/2015/NĐ-CP"),  # eth for Đ
    ("21/2004/TTLT/BLĐTBXH-BYT", "21/2004/TTLT-BLĐTBXH-BYT"),
    ("03/2017/TT- BVHTTDL", "03/2017/TT-BVHTTDL"),
    ("12/2018/TT-BLĐTBXh", "12/2018/TT-BLĐTBXH"),
    ("09/2020/TT-BLĐT BXH", "09/2020/TT-BLĐTBXH"),
    ("02/2020/UBTVQH 14", "02/2020/UBTVQH14"),
    (" 19 / 2014 / QĐ - TTg ", "19/2014/QĐ-TTG"),
    ("19/2014/QĐ\u00a0-\u00a0TTg", "19/2014/QĐ-TTG"),
    ("19/2014//QĐ--TTg", "19/2014/QĐ-TTG"),
    ("01/2016/NQ.HĐTP", "01/2016/NQ-HĐTP"),
    ('03/2020/TT-BCT"', "03/2020/TT-BCT"),
    ("- 19/2014/QĐ-TTg;", "19/2014/QĐ-TTG"),
    ("Số: 19/2014/QĐ-TTg", "19/2014/QĐ-TTG"),
    ("SỐ 19/2014/QĐ-TTg.", "19/2014/QĐ-TTG"),
    ("Số, ký hiệu: 19/2014/QĐ-TTg", "19/2014/QĐ-TTG"),
    ("19/2014/QĐ–TTg", "19/2014/QĐ-TTG"),
    ("19/2014/QĐ—TTg", "19/2014/QĐ-TTG"),
    ("19/2014/QĐ\u2011TTg", "19/2014/QĐ-TTG"),
    ("19／2014／QĐ－TTg", "19/2014/QĐ-TTG"),
    ("1/2017/TT-BNV", "01/2017/TT-BNV"),
    ("001/2017/TT-BNV", "01/2017/TT-BNV"),
    ("TCVN ISO 9001 : 2015", "TCVNISO9001:2015"),
    ("TCVN ISO/IEC 17025:2017", "TCVNISO/IEC17025:2017"),
    ("QCVN 1:2019/BTNMT", "QCVN01:2019/BTNMT"),
]


@pytest.mark.parametrize(("raw", "key"), NOISE)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_noise_leaves_one_key(raw, key, form):
    raw = unicodedata.normalize(form, raw)
    assert normalise(raw) == key
    assert parse_number(raw).raw == raw


@pytest.mark.parametrize("raw", ["128/SKHCN-QD", "15/QĐ-ND", "07/2019/NQ-HDND"])
def test_an_issuer_is_never_respelt(raw):
    assert normalise(raw).endswith(raw.partition("/")[2].rpartition("/")[2])


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", "running number"),
        ("không số", "running number"),
        ("Nghị định số 145/2020/NĐ-CP", "running number"),
        ("QĐ-TTg", "running number"),
        ("01", "after the number"),
        ("71/2015", "after the number"),
        ("02/2020/", "after the number"),
        ("01/7/2021", "after the number"),
        ("03/2017/TT-", "breaks off"),  # cut in two by the source: never half a key
        ("05/2018/TTLT-BCA-", "breaks off"),
        ("05/2018/TTLT-BCA", "breaks off"),  # joint texts have two issuers
        ("11/2016/TT", "breaks off"),
        ("12/1944/QĐ-UBND", "1945"),
        ("12/2101/QĐ-UBND", "1945"),
        ("145/2020/NĐ-CP ngày 14/12/2020", "only"),
        ("145/2020/NĐ-CP NGÀY 14 THÁNG 12", "only"),
        ("145/2020/NĐ-CP; 35/2022/NĐ-CP", "only"),
        ("5/đồng {raw}", "only"),
    ],
)
def test_what_is_not_one_number_is_refused_with_what_was_expected(raw, expected):
    with pytest.raises(NotALegalNumber) as refusal, translation.override("en"):
        parse_number(raw)
    with translation.override("en"):
        assert expected in str(refusal.value)
        assert raw in str(refusal.value)


@pytest.mark.parametrize(("year", "fits"), [(1944, False), (1945, True), (2100, True)])
def test_years_begin_with_the_republic(year, fits):
    raw = f"12/{year}/QĐ-UBND"
    if fits:
        assert parse_number(raw).year == year
    else:
        with pytest.raises(NotALegalNumber):
            parse_number(raw)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Nghị định số 145/2020/NĐ-CP ngày 14/12/2020 của Chính phủ", "145/2020/NĐ-CP"),
        ("Căn cứ NGHỊ ĐỊNH SỐ 145/2020/NĐ-CP NGÀY 14", "145/2020/NĐ-CP"),
        ("theo Quyết định 19/2014/QĐ-TTg - Nghị quyết khác", "19/2014/QĐ-TTG"),
        ("Thông tư số03/2017/TT- BVHTTDL quy định", "03/2017/TT-BVHTTDL"),
        ("Công văn số 262 /SLĐTBXH-VP ngày 25/3/2019", "262/SLĐTBXH-VP"),
        ("từ ngày 01/7/2026, Nghị quyết 66.22/2026/NQ-CP", "66.22/2026/NQ-CP"),
        ("Nghị định số 85/2017/nđ-cp về", "85/2017/NĐ-CP"),
        ("Bộ luật Lao động (45/2019/QH14).", "45/2019/QH14"),
        ("Nghị quyết 36-NQ/TW của Trung ương", "36-NQ/TW"),
        ("Nghị định 13/CP và", "13/CP"),
        ("áp dụng TCVN ISO 9001:2015 vào", "TCVNISO9001:2015"),
        ("các mức tại QCVN 01:2019/BTNMT.", "QCVN01:2019/BTNMT"),
        # A number that its source split between two fields, joined again.
        ("03/2017/TT- BVHTTDL Quy định chi tiết", "03/2017/TT-BVHTTDL"),
        ("01/2017/QĐ-TTg Ban hành Danh mục", "01/2017/QĐ-TTG"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_first_number_of_a_sentence_is_found(text, key, form):
    found = find_number(unicodedata.normalize(form, text))
    assert found is not None
    assert found.normalised == key


@pytest.mark.parametrize(
    "text",
    [
        "ngày 14/12/2020",
        "trong 24/7 và 3/4 số hộ",
        "tốc độ 40 km/h, 50.000 đồng/người",
        "Biểu mẫu BM.01.03/QT-LD và BM01/QT-LD",
        "Biểu mẫu 01/QT-LD-01",
        "Thông tư 11/2016/TT- quy định",  # cut off: half a number is none
        "Quyết định số    /QĐ-UBND",
        "số 12/1900/QĐ-UBND",
        "",
    ],
)
def test_dates_fractions_and_codes_are_no_legal_numbers(text):
    assert find_number(text) is None


def test_numbers_sort_by_year_then_as_numbers():
    in_order = [
        "73-CP",
        "119-CP",
        "9/2019/TT-BNV",
        "10/2019/TT-BNV",
        "100/2019/TT-BNV",
        "2/2020/NĐ-CP",
        "02/2020/TT-BNV",
        "66.3/2026/NQ-CP",
        "66.22/2026/NQ-CP",
    ]
    shuffled = sorted(in_order, key=lambda raw: raw[::-1])
    assert sorted(shuffled, key=lambda raw: parse_number(raw).sort_key) == in_order


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("128/SKH-CN-TĐC", "128/SKHCN-TĐC", True),
        ("13/CP", "13-CP", True),
        ("01/2006/TT-BGD&ĐT", "1/2006/TT-BGDDT", True),
        ("7/2019/NQ-HĐND", "07/2019/NQ-HDND", True),
        ("66.22/2026/NQ-CP", "6622/2026/NQ-CP", False),
        ("02/2020/TT-BLĐTBXH", "02/2020/UBTVQH14", False),
    ],
)
def test_the_loose_key_forgives_marks_and_separators_only(one, other, alike):
    assert (parse_number(one).loose_key == parse_number(other).loose_key) is alike


@pytest.mark.parametrize("raw", [row[0] for row in PARTS + NOISE])
def test_normalising_twice_changes_nothing(raw):
    once = normalise(raw)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.skipif(not CURATED.exists(), reason="the shared domain files are not on this machine")
def test_every_curated_number_is_read():
    texts = json.loads(CURATED.read_text(encoding="utf-8"))
    numbers = [text["number"] for text in texts]
    numbers += [relation["target"] for text in texts for relation in text["relations"]]
    assert len(numbers) == 53 + 69
    for raw in numbers:
        assert normalise(raw) == normalise(normalise(raw)) == raw.upper()


@pytest.mark.skipif(not CODEX.exists(), reason="the shared register is not on this machine")
def test_the_codex_is_read_but_for_numbers_that_its_source_cut():
    rows = [json.loads(line) for line in CODEX.read_text(encoding="utf-8").splitlines()]
    refused = {}
    for row in rows:
        try:
            key = normalise(row["so_ky_hieu"])
            assert normalise(key) == key
        except NotALegalNumber:
            refused[row["so_ky_hieu"]] = row["trich_yeu"] or ""
    assert (len(rows), len(refused)) == (4503, 46)
    whole = {raw for raw in refused if raw[-1] not in "-/" and not raw.replace("/", "").isdigit()}
    assert whole == {"01/2012/QĐ"}  # its issuer is nowhere in the row
    # The rest of a cut number opens the subject, and is found there but in four rows.
    lost = [raw for raw, subject in refused.items() if find_number(raw + subject) is None]
    assert sorted(lost) == ["01/2012/QĐ", "11/2016/TT-", "21", "60"]
