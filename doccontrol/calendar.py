"""Periods in months and the days on which they end, by the Civil Code."""

from __future__ import annotations

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_PER_YEAR = 12
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DueDate:
    """Both ends of the same period, so that a page can show why they differ.

    ``raw`` is the last day by the months alone; ``due`` is the last day on which the duty may
    still be done. Both are days of the period, not the first day after it.
    """

    raw: date
    due: date


def add_months(start: date, months: int) -> date:
    """Last day of a period of ``months`` calendar months counted from ``start``.

    The start day is not counted, so the period ends with the corresponding day of the last
    month, or with that month's last day when it has no such day.

    Raises ValueError if ``months`` is negative.
    Source: Bộ luật Dân sự 91/2015/QH13, Điều 147 khoản 2 and Điều 148 khoản 3.
    """
    if months < 0:
        raise ValueError(f"months must not be negative: {months}")
    years, month_index = divmod(start.month - 1 + months, MONTHS_PER_YEAR)
    year, month = start.year + years, month_index + 1
    last_day = calendar.monthrange(year, month)[1]
    return date(year, month, min(start.day, last_day))


def next_working_day(
    day: date, *, days_off: Collection[date], working_days: Collection[date] = ()
) -> date:
    """``day`` itself if people work on it, else the first working day after it.

    Saturdays, Sundays and ``days_off`` are not working days. ``working_days`` are swapped-in
    days (a Saturday worked in exchange for a bridge day); they win over both.

    Source: Bộ luật Dân sự 91/2015/QH13, Điều 148 khoản 5. Which days are off, and which are
    swapped, is announced every year, so both are given by the caller.
    """
    while day not in working_days and (day.weekday() >= SATURDAY or day in days_off):
        day += timedelta(days=1)
    return day


def rests_on(due: DueDate, days: Collection[date]) -> bool:
    """Whether one of ``days`` lies where the last day was looked for: were it worked, or off,
    otherwise than supposed, the period would end on another day."""
    return any(due.raw <= day <= due.due for day in days)


def due_date(
    effective: date,
    *,
    months: int,
    roll_over: bool,
    days_off: Collection[date],
    working_days: Collection[date] = (),
) -> DueDate:
    """When a duty that runs for ``months`` from the effect date must be done.

    With ``roll_over`` a last day that is not worked moves to the next working day; without it
    the agency has chosen the stricter reading and ``due`` equals ``raw``.

    Raises ValueError if ``months`` is negative.
    Source: Quyết định 19/2014/QĐ-TTg, Điều 4 khoản 4 điểm a (the duty); Bộ luật Dân sự
    91/2015/QH13, Điều 147 and 148 (the counting, as the Decision has no rule of its own).
    """
    raw = add_months(effective, months)
    if not roll_over:
        return DueDate(raw=raw, due=raw)
    return DueDate(raw=raw, due=next_working_day(raw, days_off=days_off, working_days=working_days))
