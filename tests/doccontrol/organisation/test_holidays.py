from __future__ import annotations

from datetime import date

import pytest
import reversion
from django.core.management import CommandError, call_command
from reversion.models import Revision

from doccontrol.models import Holiday
from doccontrol.organisation.actions import compute_holidays
from tests.make import make_person

pytestmark = pytest.mark.django_db


def rows() -> list[tuple]:
    return list(Holiday.objects.values_list("pk", "day", "name", "is_day_off", "source"))


@pytest.mark.parametrize(
    "day, name",
    [
        (date(2026, 1, 1), "Tết Dương lịch"),
        (date(2026, 2, 16), "Giao thừa Tết Nguyên Đán"),
        (date(2026, 2, 17), "Tết Nguyên Đán"),  # mùng 1 Tết Bính Ngọ
        (date(2026, 2, 20), "Mùng bốn Tết Nguyên Đán"),
        (date(2026, 4, 26), "Ngày Giỗ Tổ Hùng Vương"),  # 10/3 âm lịch, a Sunday
        (date(2026, 4, 27), "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"),
        (date(2026, 8, 31), "Ngày nghỉ (thay cho ngày 22/08/2026)"),
        (date(2026, 9, 2), "Quốc khánh"),
        (date(2027, 2, 6), "Tết Nguyên Đán"),  # mùng 1 Tết Đinh Mùi
        (date(2028, 1, 26), "Tết Nguyên Đán"),  # mùng 1 Tết Mậu Thân
    ],
)
def test_the_days_off_are_the_public_ones_with_vietnamese_names(day, name):
    compute_holidays([day.year])
    assert Holiday.objects.get(day=day, is_day_off=True).name == name


def test_a_saturday_worked_in_exchange_is_a_working_day_of_its_own_year_only():
    compute_holidays([2026, 2027])
    assert Holiday.objects.working_days() == {date(2026, 1, 10), date(2026, 8, 22)}


def test_computing_twice_leaves_the_same_rows_and_one_history_entry():
    secretary = make_person()
    assert compute_holidays(range(2026, 2028), by=secretary) == len(rows()) > 0
    before = rows()
    assert compute_holidays(range(2026, 2028), by=secretary) == 0
    assert rows() == before
    entry = Revision.objects.get()
    assert (entry.user, "2026, 2027" in entry.comment) == (secretary, True)


def test_days_entered_or_changed_by_the_agency_are_kept():
    own = Holiday.objects.create(day=date(2026, 3, 2), name="Ngày nghỉ của cơ quan")
    changed = Holiday.objects.create(day=date(2026, 2, 17), name="Làm việc", is_day_off=False)
    compute_holidays([2026])
    for row in (own, changed):
        kept = Holiday.objects.get(pk=row.pk)
        assert (kept.name, kept.is_day_off, kept.source) == (
            row.name,
            row.is_day_off,
            Holiday.Source.AGENCY,
        )


def test_a_computed_day_that_is_no_longer_computed_goes_and_a_wrong_one_is_corrected():
    compute_holidays([2026])
    Holiday.objects.filter(day=date(2026, 2, 17)).update(name="?")
    Holiday.objects.create(day=date(2026, 3, 3), name="?", source=Holiday.Source.COMPUTED)
    Holiday.objects.create(day=date(2029, 3, 3), name="?", source=Holiday.Source.COMPUTED)
    assert compute_holidays([2026]) == 2
    assert list(Holiday.objects.filter(name="?").values_list("day", flat=True)) == [
        date(2029, 3, 3)  # not a year that was asked for
    ]


def test_the_command_says_what_changed_and_a_second_run_changes_nothing(capsys):
    call_command("compute_holidays", "--from", "2026", "--to", "2027")
    assert f"{len(rows())} " in capsys.readouterr().out
    call_command("compute_holidays", "--from", "2026", "--to", "2027")
    assert " 0 " in capsys.readouterr().out
    assert reversion.models.Revision.objects.count() == 1


@pytest.mark.parametrize("first, last", [("2027", "2026"), ("1900", "2026"), ("2026", "2101")])
def test_the_command_refuses_years_that_cannot_be_computed(first, last):
    with pytest.raises(CommandError):
        call_command("compute_holidays", "--from", first, "--to", last)
    assert rows() == []
