"""Days off that are announced, with their source, or only expected; and due dates that rest on
them."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from doccontrol.calendar import due_date, rests_on
from doccontrol.clocks.evaluating import evaluate
from doccontrol.clocks.pages.clock_page import due_in_words
from doccontrol.jobs.outbox import Job
from doccontrol.management.commands.evaluate_clocks import rows_on
from doccontrol.models import AgencySettings, Clock, Holiday
from doccontrol.organisation.actions import announce_days, compute_holidays
from doccontrol.organisation.announced_days import announced_by
from doccontrol.organisation.desk import days_to_confirm, holidays_to_confirm
from doccontrol.register.actions import correct_text
from tests.doccontrol.clocks.make import BEFORE, make_clock, make_law
from tests.make import Role, make_edition, make_person

pytestmark = pytest.mark.django_db
TODAY, DECEMBER = date(2026, 11, 30), date(2026, 12, 1)
# The months end on the second day of Tết as the package supposes it.
LAW_DAY, SUPPOSED = date(2026, 11, 5), date(2027, 2, 11)


def due(effective: date) -> date:
    return due_date(
        effective,
        months=3,
        roll_over=True,
        days_off=Holiday.objects.days_off(),
        working_days=Holiday.objects.working_days(),
    ).due


@pytest.mark.parametrize(
    ("effective", "expected"),
    [
        (date(2025, 10, 1), date(2026, 1, 5)),
        (date(2025, 10, 2), date(2026, 1, 5)),
        (date(2025, 10, 10), date(2026, 1, 10)),  # a Saturday that was worked
        (date(2026, 5, 22), date(2026, 8, 22)),  # and the other one of the year
        (date(2026, 5, 31), date(2026, 9, 3)),
    ],
)
def test_both_swaps_of_2026_are_counted_by(effective, expected):
    compute_holidays([2025, 2026])
    assert due(effective) == expected


def test_a_year_may_have_any_number_of_swaps():
    compute_holidays([2026])
    for off, worked in (
        (date(2026, 6, 5), date(2026, 6, 13)),
        (date(2026, 7, 3), date(2026, 7, 11)),
    ):
        Holiday.objects.create(day=off, name="Hoán đổi", announced_by="1/TB-BNV")
        Holiday.objects.create(day=worked, name="Làm bù", is_day_off=False, announced_by="1/TB-BNV")
    assert len(Holiday.objects.working_days()) == 4
    assert (due(date(2026, 3, 5)), due(date(2026, 3, 13))) == (date(2026, 6, 8), date(2026, 6, 13))
    assert (due(date(2026, 4, 3)), due(date(2026, 4, 11))) == (date(2026, 7, 6), date(2026, 7, 11))


def test_what_the_law_fixes_or_was_announced_is_certain_and_the_rest_expected():
    compute_holidays([2026, 2027])
    assert not Holiday.objects.expected().filter(day__year=2026).exists()
    certain = Holiday.objects.filter(day__year=2027).exclude(announced_by="")
    assert {day.day for day in certain} >= {
        date(2027, 1, 1), date(2027, 4, 30), date(2027, 5, 1), date(2027, 9, 2), date(2027, 11, 24),
    }  # fmt: skip
    assert date(2027, 2, 6) in Holiday.objects.expected().days()
    assert Holiday.objects.get(day=date(2026, 1, 2)).announced_by == "Công văn 12729/VPCP-KGVX"


@pytest.mark.parametrize(
    ("day", "is_tentative"),
    [
        (date(2027, 2, 4), False),
        (date(2027, 2, 5), True),
        (date(2027, 2, 7), True),
        (date(2027, 2, 8), True),
        (date(2027, 2, 9), False),
    ],
)
def test_only_a_day_from_the_last_of_the_months_to_the_due_one_can_move_it(day, is_tentative):
    counted = due_date(LAW_DAY, months=3, roll_over=True, days_off={date(2027, 2, 5)})
    assert (counted.raw, counted.due) == (date(2027, 2, 5), date(2027, 2, 8))
    assert rests_on(counted, {day}) == is_tentative


def work() -> Clock:
    while Job.objects.filter(kind="evaluate_clocks", state=Job.State.READY).update(state="done"):
        evaluate(TODAY)
    return Clock.objects.get()


def test_a_due_date_over_tet_is_provisional_until_the_days_are_announced():
    compute_holidays([2026, 2027])
    make_clock(effective=LAW_DAY, on=TODAY)
    clock = work()
    assert (clock.due, clock.is_tentative) == (SUPPOSED, True)
    assert "Tạm tính" in due_in_words(clock, AgencySettings.load_default())[-1]
    assert [row["is_tentative"] for row in rows_on(TODAY)] == [True]

    days = Holiday.objects.filter(day__range=(date(2027, 2, 1), date(2027, 2, 12)))
    announce_days(
        [day.pk for day in days], announcement="9999/TB-BNV", by=make_person(Role.SECRETARY)
    )

    clock = work()
    assert (clock.due, clock.is_tentative) == (SUPPOSED, False)
    assert not [row for row in rows_on(TODAY) if "is_tentative" in row]
    assert compute_holidays([2026, 2027]) == 0
    assert set(days.values_list("announced_by", "source")) == {("9999/TB-BNV", "agency")}


def test_a_stricter_agency_rests_on_no_day_off():
    compute_holidays([2026, 2027])
    settings = AgencySettings.load_default()
    settings.roll_over = False
    settings.save()
    assert not make_clock(effective=LAW_DAY, on=TODAY).is_tentative


def test_a_corrected_effect_date_makes_it_certain_again():
    compute_holidays([2026, 2027])
    law = make_law(effective=LAW_DAY)
    make_clock(law=law, on=TODAY)
    correct_text(law, by=None, reason="đọc lại", changes={"effective": date(2026, 12, 1)})
    evaluate(TODAY)
    clock = Clock.objects.get()
    assert (clock.due, clock.is_tentative) == (date(2027, 3, 1), False)


PLACES = ("board", "clock", "desk", "csv")


@pytest.mark.parametrize("place", PLACES)
def test_every_place_that_shows_the_due_date_says_so(client, place):
    compute_holidays([2026, 2027])
    clock = make_clock(law=make_law("77/2026/NĐ-CP", effective=LAW_DAY), on=TODAY)
    client.force_login(make_person(Role.SECRETARY))
    board = reverse("clocks:index")
    addresses = (board, reverse("clocks:clock", args=[clock.pk]), reverse("desk"))
    url = dict(zip(PLACES, (*addresses, f"{board}?export=csv"), strict=True))[place]

    assert "tạm tính" in drawn(client.get(url))
    Holiday.objects.update(announced_by="9999/TB-BNV")
    evaluate(TODAY)
    assert "tạm tính" not in drawn(client.get(url))


def drawn(response) -> str:
    content = b"".join(response) if response.streaming else response.content
    return content.decode().lower()


def test_in_december_whoever_keeps_the_days_is_given_the_task_until_it_is_done(client):
    compute_holidays([2026, 2027])
    secretary, official = make_person(Role.SECRETARY), make_person()
    assert days_to_confirm(official, DECEMBER) is None
    assert days_to_confirm(secretary, TODAY).count == 0
    [line] = days_to_confirm(secretary, DECEMBER).lines
    assert "2027" in line.about
    assert holidays_to_confirm(secretary, DECEMBER) == []

    client.force_login(secretary)
    page = client.get(line.url)
    form = page.context["form"]
    days = [day.pk for day in form.fields["days"].queryset]
    assert "Tết Nguyên Đán" in page.content.decode()
    refused = client.post(line.url, {"days": days, "announcement": " "})
    assert refused.status_code == 200 and Holiday.objects.expected().exists()
    none_ticked = client.post(line.url, {"announcement": "9999/TB-BNV"}).content.decode()
    assert "Hãy đánh dấu những ngày" in none_ticked and "9999/TB-BNV" in none_ticked
    done = client.post(line.url, {"days": days[1:], "announcement": "9999/TB-BNV ngày 01/12/2026"})
    assert done.url.endswith("?year=2027")

    [line] = days_to_confirm(secretary, DECEMBER).lines  # one was left out
    assert days_to_confirm(secretary, date(2027, 1, 3)).count == 1
    client.post(line.url, {"days": days[:1], "announcement": "9999/TB-BNV ngày 01/12/2026"})
    assert days_to_confirm(secretary, DECEMBER).count == 0
    assert days_to_confirm(secretary, date(2027, 1, 3)).count == 0


def test_a_day_entered_without_a_source_is_expected_and_with_one_announced(client):
    client.force_login(make_person(Role.SECRETARY))
    for day, source in ("2027-03-01", ""), ("2027-03-02", "12/QĐ-SNV"):
        sent = {"day": day, "name": "Nghỉ", "is_day_off": "on", "announced_by": source}
        client.post(reverse("holidays:add"), sent | {"reason": "theo thông báo"})
    assert Holiday.objects.expected().days() == {date(2027, 3, 1)}
    assert "dự kiến" in client.get(reverse("holidays:index")).content.decode()
    only = client.get(reverse("holidays:index") + "?expected=true").context["object_list"]
    assert [day.day for day in only] == [date(2027, 3, 1)]


def test_an_edition_that_rests_on_nothing_expected_is_not_provisional():
    compute_holidays([2026, 2027])
    law = make_law(effective=date(2026, 7, 1))
    make_edition(on=BEFORE, legal_basis=[law])
    evaluate(TODAY)
    assert not Clock.objects.get().is_tentative


@pytest.mark.parametrize(
    ("day", "source"),
    [
        (date(2020, 5, 1), "Bộ luật Lao động 10/2012/QH13, Điều 115"),
        (date(2021, 1, 1), "Bộ luật Lao động 45/2019/QH14, Điều 112"),
        (date(2026, 11, 24), "Nghị quyết 28/2026/QH16"),
        (date(2020, 1, 24), "Lịch nghỉ năm 2020 đã công bố, chưa ghi số thông báo"),
        (date(2027, 2, 5), ""),
    ],
)
def test_a_day_is_fixed_by_the_law_of_its_year(day, source):
    assert announced_by(day, "") == source


def sent(day: str, source: str, *, is_day_off: bool) -> dict[str, str]:
    ticked = {"is_day_off": "on"} if is_day_off else {}
    facts = {"day": day, "name": "Nghỉ Tết", "announced_by": source, "reason_for_change": "Đọc lại"}
    return facts | ticked


def test_a_computed_day_is_not_moved_away_but_said_to_be_worked_and_stays_so(client):
    compute_holidays([2027])
    client.force_login(make_person(Role.SECRETARY))
    day = Holiday.objects.get(day=date(2027, 2, 10))
    edit = reverse("holidays:edit", args=[day.pk])
    moved = client.post(edit, sent("2027-02-03", "9999/TB-BNV", is_day_off=True))
    assert "10/02/2027 do hệ thống tính" in moved.content.decode()
    assert "9999/TB-BNV" in moved.content.decode()  # nothing typed is lost

    assert client.post(edit, sent("2027-02-10", "", is_day_off=False)).status_code == 302
    assert compute_holidays([2027]) == 0
    assert "10/02/2027 Nghỉ Tết (đi làm)" in drawn_as_typed(client)
    days = [row.pk for row in Holiday.objects.expected()]
    announce_days(days, announcement="9999/TB-BNV", by=make_person(Role.SECRETARY))
    assert compute_holidays([2027]) == 0
    assert due(date(2026, 11, 10)) == date(2027, 2, 10)

    own = Holiday.objects.create(day=date(2027, 3, 1), name="Nghỉ", announced_by="1/TB")
    edit = reverse("holidays:edit", args=[own.pk])
    assert client.post(edit, sent("2027-03-02", "1/TB", is_day_off=True)).status_code == 302


def drawn_as_typed(client) -> str:
    return client.get(reverse("announce_days", args=[2027])).content.decode()


def test_a_day_confirmed_by_another_meanwhile_is_left_alone_and_the_answer_says_so(client):
    compute_holidays([2027])
    first, second = make_person(Role.SECRETARY), make_person(Role.SECRETARY)
    days = [row.pk for row in Holiday.objects.expected()]
    announce_days(days[:2], announcement="1/TB-BNV", by=first)
    client.force_login(second)
    url = reverse("announce_days", args=[2027])
    page = client.post(url, {"days": days, "announcement": "2/TB-BNV"}).content.decode()
    assert "không còn trong danh sách ngày dự kiến" in page and "2/TB-BNV" in page
    assert page.count("checked") == len(days) - 2
    assert announce_days(days, announcement="2/TB-BNV", by=second) == len(days) - 2
    kept = Holiday.objects.filter(pk__in=days[:2]).values_list("announced_by", flat=True)
    assert set(kept) == {"1/TB-BNV"}
