from __future__ import annotations

from datetime import date, timedelta

import pytest

from doccontrol.calendar import DueDate, add_months, due_date, next_working_day

# Tết Bính Ngọ as a run of days off, and the Saturday worked in exchange.
TET = [date(2026, 2, 14) + timedelta(days=n) for n in range(9)]


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "last_day"),
    [
        ("2026-07-01", 3, "2026-10-01"),
        ("2026-06-30", 3, "2026-09-30"),  # not the month's last day by rule, but by its number
        ("2026-09-10", 3, "2026-12-10"),
        ("2026-11-27", 3, "2027-02-27"),
        ("2026-11-28", 3, "2027-02-28"),
        ("2026-11-29", 3, "2027-02-28"),  # no such day: the month's last
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-01", 3, "2027-03-01"),
        ("2023-11-29", 3, "2024-02-29"),  # leap year
        ("2023-11-30", 3, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2099-11-30", 3, "2100-02-28"),  # a century that is no leap year
        ("2025-05-31", 1, "2025-06-30"),
        ("2025-12-31", 12, "2026-12-31"),
        ("2025-09-30", 3, "2025-12-30"),
        ("2025-10-01", 3, "2026-01-01"),  # over the year's end
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-07-01", 0, "2026-07-01"),
    ],
)
def test_a_period_in_months_ends_with_the_corresponding_day(start, months, last_day):
    assert add_months(day(start), months) == day(last_day)


def test_a_period_cannot_run_backwards():
    with pytest.raises(ValueError, match="-1"):
        add_months(day("2026-07-01"), -1)


@pytest.mark.parametrize(
    ("start", "worked"),
    [
        ("2026-07-03", "2026-07-03"),  # Friday
        ("2026-07-04", "2026-07-06"),  # Saturday
        ("2026-07-05", "2026-07-06"),  # Sunday
        ("2026-07-06", "2026-07-06"),  # Monday
        ("2026-02-13", "2026-02-13"),  # the day before the run
        ("2026-02-14", "2026-02-23"),  # its first day
        ("2026-02-22", "2026-02-23"),  # its last day
        ("2026-02-23", "2026-02-23"),  # the day after
    ],
)
def test_a_day_off_moves_to_the_next_working_day(start, worked):
    assert next_working_day(day(start), days_off=TET) == day(worked)


def test_a_holiday_on_friday_reaches_over_the_weekend():
    independence_days = [day("2027-09-02"), day("2027-09-03")]  # Thursday and Friday
    moved = next_working_day(day("2027-09-02"), days_off=independence_days)
    assert moved == day("2027-09-06")


@pytest.mark.parametrize(
    ("days_off", "working_days", "worked"),
    [
        ([], [], "2026-08-24"),
        ([], ["2026-08-22"], "2026-08-22"),  # a Saturday worked for a bridge day
        ([], ["2026-08-23"], "2026-08-23"),  # even the Sunday
        (["2026-08-22"], ["2026-08-22"], "2026-08-22"),  # in both lists: worked
        (["2026-08-24"], [], "2026-08-25"),  # and the bridge day itself is off
    ],
)
def test_a_swapped_in_day_is_worked(days_off, working_days, worked):
    moved = next_working_day(
        day("2026-08-22"),
        days_off=[day(off) for off in days_off],
        working_days=[day(extra) for extra in working_days],
    )
    assert moved == day(worked)


@pytest.mark.parametrize(
    ("effective", "roll_over", "raw", "due"),
    [
        ("2026-07-01", True, "2026-10-01", "2026-10-01"),
        ("2026-09-10", True, "2026-12-10", "2026-12-10"),
        ("2026-11-30", True, "2027-02-28", "2027-03-01"),
        ("2026-11-30", False, "2027-02-28", "2027-02-28"),
        ("2025-10-01", True, "2026-01-01", "2026-01-02"),  # New Year's Day is given as off
        ("2025-11-13", True, "2026-02-13", "2026-02-13"),
        ("2025-11-14", True, "2026-02-14", "2026-02-23"),
        ("2025-11-14", False, "2026-02-14", "2026-02-14"),
    ],
)
def test_a_duty_is_due_on_a_day_people_work_unless_the_agency_is_stricter(
    effective, roll_over, raw, due
):
    days_off = {*TET, day("2026-01-01")}
    answer = due_date(day(effective), months=3, roll_over=roll_over, days_off=days_off)
    assert answer == DueDate(raw=day(raw), due=day(due))


def test_a_worked_saturday_is_a_fit_last_day():
    saturday = day("2026-10-03")
    answer = due_date(
        day("2026-07-03"), months=3, roll_over=True, days_off=[], working_days=[saturday]
    )
    assert answer == DueDate(raw=saturday, due=saturday)
