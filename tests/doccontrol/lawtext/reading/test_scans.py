"""Of recognised pages nothing is said that the recogniser was unsure of; handwriting is unknown."""

from __future__ import annotations

import pytest

from doccontrol.lawtext.reading.fields import as_json
from doccontrol.lawtext.reading.letterhead import UNCLEAR_DAY, UNCLEAR_NUMBER
from doccontrol.lawtext.reading.whole_text import read
from tests.doccontrol.lawtext.reading.paper import scanned

LETTER = """UBND TỈNH AN GIANG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ TÀI CHÍNH Độc lập — Tự do - Hạnh phúc
Số: {number} An Giang, ngày {day} tháng 3 năm 2018
QUYÉT ĐỊNH
Về việc thành lập Tổ công tác
GIÁM ĐÓC SỞ TÀI CHÍNH TỈNH AN GIANG
Căn cứ Luật Đầu thầu số 43/2013/QH13 ngày 26/11/2013;
QUYÉT ĐỊNH:
Điều 1. Thành lập Tổ công tác.
Quyết định này có hiệu lực kề từ ngày ký.
"""


def said(text=None, *, number="02/QĐ-STC", day="27", **seen):
    reading = read(scanned((text or LETTER).format(number=number, day=day), **seen))
    return {
        name: as_json(getattr(reading, name))
        for name in ("number", "type", "issuer", "issued", "effective")
    }


def test_what_is_printed_is_read_though_marks_are_misread():
    values = {name: field["value"] for name, field in said().items()}
    assert values == {
        "number": "02/QĐ-STC",
        "type": "Quyết định",
        "issuer": "Sở Tài chính tỉnh An Giang",
        "issued": "2018-03-27",
        "effective": "2018-03-27",
    }


@pytest.mark.parametrize(
    ("number", "seen"),
    [
        ("02/QĐ-STC", {"unsure": {"02/QĐ-STC": 0.79}}),
        ("1695 /QĐ-STC", {"unsure": {"1695": 0.5}}),
        ("1695 /QĐ-STC", {"tall": ("1695",)}),
        ("02/QĐ-STC", {"tall": ("02/QĐ-STC",)}),
        ("6957QĐ-STC", {}),
        ("4Jÿ® /QĐ-STC", {}),
        ("/QĐ-STC", {}),
    ],
)
def test_a_number_that_is_unsure_tall_or_no_number_is_unknown(number, seen):
    read_so = said(number=number, **seen)
    assert read_so["number"]["value"] is None
    assert read_so["number"]["reason"] == UNCLEAR_NUMBER
    assert read_so["type"]["value"] == "Quyết định"


@pytest.mark.parametrize(
    ("day", "seen"),
    [
        ("20", {"unsure": {"20": 0.79}}),
        ("30", {"tall": ("30",)}),
        ("2Ó", {}),
        ("{Ô", {}),
        ("%", {}),
        ("", {}),
        ("45", {}),
    ],
)
def test_a_day_that_is_unsure_tall_or_no_day_is_unknown_and_so_is_the_effect(day, seen):
    read_so = said(number="02/QĐ-STC", day=day, **seen)
    assert (read_so["issued"]["value"], read_so["issued"]["reason"]) == (None, UNCLEAR_DAY)
    assert read_so["effective"]["value"] is None
    assert read_so["number"]["value"] == "02/QĐ-STC"


def test_figures_glued_to_a_word_take_more():
    glued = LETTER.replace("{day} tháng", "{day}tháng")
    assert said(glued, unsure={"27tháng": 0.9})["issued"]["value"] is None
    assert said(glued, unsure={"27tháng": 0.95})["issued"]["value"] == "2018-03-27"


def test_an_effect_date_is_unknown_if_a_figure_is_unsure():
    stated = LETTER.replace("kề từ ngày ký", "kể từ ngày 15 tháng 4 năm 2018")
    assert said(stated)["effective"]["value"] == "2018-04-15"
    assert said(stated, unsure={"15": 0.7})["effective"]["value"] is None
    # The stop makes "2018." unsure, but it is the year of issue.
    assert said(stated, unsure={"2018.": 0.6})["effective"]["value"] == "2018-04-15"
    next_year = stated.replace("4 năm 2018", "4 năm 2019")
    assert said(next_year, unsure={"2019.": 0.6})["effective"]["value"] is None


def test_the_symbol_shows_the_type_though_the_number_is_written_by_hand():
    no_type_line = LETTER.replace("QUYÉT ĐỊNH\nVề việc", "Về việc")
    read_so = said(no_type_line, number="4Jÿ® /BC-STC")
    assert (read_so["number"]["value"], read_so["type"]["value"]) == (None, "Báo cáo")


def test_specks_do_not_belong_to_the_issuer():
    assert said(f"¬ Nà {LETTER}")["issuer"]["value"] == "Sở Tài chính tỉnh An Giang"
    unread = LETTER.replace("UBND TỈNH AN GIANG", "UBN TĨ AN GI")
    by_its_date = said(unread)["issuer"]
    assert by_its_date["value"] == "Sở Tài chính tỉnh An Giang"
    assert by_its_date["confidence"] < 0.8
