"""A command that is given a day which is none says so, and how a day is written."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from doccontrol.typed.days import typed_day

COMMANDS = [
    ("work_list", "x", "--on"),
    ("law_status", "1/2020/NĐ-CP", "--on"),
    ("evaluate_clocks", "--on"),
    ("search", "hồ sơ", "--on"),
    ("import_register", "x.json", "--as-at"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("typed", ["31-13-2026", "2026-02-30", "hôm nay"])
def test_what_is_no_day_is_answered_in_words_with_how_to_write_one(command, typed):
    with pytest.raises(CommandError, match=r"không phải là một ngày.*2026-07-01") as refused:
        call_command(*command, typed)
    assert typed in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-07-01", date(2026, 7, 1)),
        (" 01/07/2026 ", date(2026, 7, 1)),
        ("2026-13-01", None),
        ("30/02/2026", None),
        ("20260701", None),
        ("", None),
    ],
)
def test_a_day_is_typed_by_year_first_or_by_day_first(typed, day):
    assert typed_day(typed) == day
