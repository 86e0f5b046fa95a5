"""Which computed days off are certain, and by what; swaps that the table of the package lacks.

A day that the law itself fixes is certain for every year. Which days Tết takes, the second day of
National Day, days in lieu and swaps are announced year by year: until then they are expected.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

# Of later years the installed ``holidays`` package only guesses.
LAST_ANNOUNCED_YEAR = 2026

LABOUR_CODE = "Bộ luật Lao động 45/2019/QH14, Điều 112"
# In force until the end of 2020.
LABOUR_CODE_BEFORE, ITS_LAST_YEAR = "Bộ luật Lao động 10/2012/QH13, Điều 115", 2020
CULTURE_DAY = "Nghị quyết 28/2026/QH16"
ANNOUNCED = "Lịch nghỉ năm %d đã công bố, chưa ghi số thông báo"
FIXED_BY_CODE = {(1, 1), (4, 30), (5, 1), (9, 2)}
CULTURE = (11, 24)
BY_LUNAR_CALENDAR = "Ngày Giỗ Tổ Hùng Vương"


class Swap(NamedTuple):
    """``off`` is not worked, ``worked`` is in its place."""

    off: date
    worked: date
    announced_by: str


# Any number for a year.
SWAPS = (Swap(date(2026, 1, 2), date(2026, 1, 10), "Công văn 12729/VPCP-KGVX"),)


def announced_by(day: date, name: str) -> str:
    """What makes a computed day certain; "" of one that is only expected."""
    if (day.month, day.day) == CULTURE:
        return CULTURE_DAY
    if (day.month, day.day) in FIXED_BY_CODE or name == BY_LUNAR_CALENDAR:
        return LABOUR_CODE if day.year > ITS_LAST_YEAR else LABOUR_CODE_BEFORE
    return ANNOUNCED % day.year if day.year <= LAST_ANNOUNCED_YEAR else ""
