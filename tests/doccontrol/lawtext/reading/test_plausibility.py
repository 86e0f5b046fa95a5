from __future__ import annotations

from datetime import date, timedelta

import pytest

from doccontrol.lawtext.numbers import parse_number
from doccontrol.lawtext.reading.plausibility import warnings

PROVINCE, DISTRICT = "Ủy ban nhân dân tỉnh Gia Lai", "Ủy ban nhân dân huyện Đức Cơ"

# number, issuer, issued, least days (Luật 80/2015 Điều 151; Luật 64/2025 Điều 53)
LEAST = [
    ("12/2024/TT-BYT", "Bộ Y tế", date(2024, 1, 10), 45),
    ("12/2025/NĐ-CP", "Chính phủ", date(2025, 4, 1), 45),
    ("12/2024/QĐ-UBND", PROVINCE, date(2024, 1, 10), 10),
    ("12/2025/NQ-HĐND", PROVINCE, date(2025, 4, 1), 10),
    ("12/2024/QĐ-UBND", DISTRICT, date(2025, 3, 31), 7),
    ("12/2025/QĐ-UBND", DISTRICT, date(2025, 4, 1), 10),
    ("12/2016/TT-BYT", "Bộ Y tế", date(2016, 7, 1), 45),
    ("12/2016/TT-BYT", "Bộ Y tế", date(2016, 6, 30), 0),
    ("12/QĐ-UBND", PROVINCE, date(2024, 1, 10), 0),
    ("12/SYT-NVY", "Sở Y tế", date(2024, 1, 10), 0),
]


def codes(number, issuer, issued, effective, expires=None):
    found = warnings(number and parse_number(number), issuer, issued, effective, expires)
    return [warning.code for warning in found if warning.code != "other-year"]


@pytest.mark.parametrize(("number", "issuer", "issued", "least"), LEAST)
def test_an_effect_earlier_than_the_law_allows_is_warned_of(number, issuer, issued, least):
    assert codes(number, issuer, issued, issued + timedelta(days=least)) == []
    if least:
        assert codes(number, issuer, issued, issued + timedelta(days=least - 1)) == ["early"]


def test_a_warning_says_how_many_days():
    (warning,) = warnings(
        parse_number("12/2024/TT-BYT"), "Bộ Y tế", date(2024, 1, 10), date(2024, 1, 11), None
    )
    assert warning.as_json()["values"] == {"days": 1, "least": 45}
    assert "%(days)d" in warning.reason


@pytest.mark.parametrize(
    ("number", "issued", "effective", "expires", "code"),
    [
        ("12/2024/TT-BYT", date(2024, 1, 10), date(2024, 1, 9), None, "before-issue"),
        ("12/2024/TT-BYT", date(2024, 1, 10), date(2028, 1, 10), None, "late"),
        ("12/2024/TT-BYT", date(2024, 1, 10), date(2024, 4, 1), date(2024, 3, 1), "ends-first"),
        ("12/VBHN-BYT", date(2024, 1, 10), date(2019, 4, 1), None, "consolidated"),
    ],
)
def test_what_cannot_be_is_warned_of(number, issued, effective, expires, code):
    assert codes(number, "Bộ Y tế", issued, effective, expires) == [code]


def test_the_year_in_the_number_is_that_of_issue():
    def years(issued):
        return [w.code for w in warnings(parse_number("2/2024/TT-BYT"), None, issued, None, None)]

    assert years(date(2024, 12, 31)) == []
    assert years(date(2025, 1, 1)) == ["other-year"]


def test_nothing_known_raises_no_warning():
    assert codes(None, None, None, None) == []
    assert codes(None, None, date(2024, 1, 10), None) == []
