from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from doccontrol.models import Holiday, Person, Post, Unit
from doccontrol.organisation.people import headed_units, heads_of, name_on, units_of
from tests.make import make_person, make_post, make_unit

pytestmark = pytest.mark.django_db

FIRST, END = date(2026, 3, 1), date(2026, 7, 1)
DAY = timedelta(days=1)
INTERVALS = [
    # from, until, day, is it?
    (FIRST, END, FIRST - DAY, False),
    (FIRST, END, FIRST, True),
    (FIRST, END, END - DAY, True),
    (FIRST, END, END, False),
    (FIRST, None, date(2099, 1, 1), True),
    (FIRST, None, FIRST - DAY, False),
]


@pytest.mark.parametrize(
    "start, end, day, exists",
    [
        *INTERVALS,
        (None, END, date(1990, 1, 1), True),
        (None, END, END, False),
        (None, None, FIRST, True),
    ],
)
def test_a_unit_exists_from_its_first_day_until_the_day_before_its_end(start, end, day, exists):
    unit = make_unit(valid_from=start, valid_until=end)
    assert (unit in Unit.objects.existing(day)) is exists


@pytest.mark.parametrize("start, end, day, held", INTERVALS)
def test_a_post_is_held_from_its_first_day_until_the_day_before_its_end(start, end, day, held):
    person, unit = make_person(), make_unit()
    make_post(person=person, unit=unit, is_head=True, held_from=start, held_until=end)
    assert heads_of(unit, day) == ([person] if held else [])
    assert headed_units(person, day) == units_of(person, day) == ([unit.pk] if held else [])


def test_somebody_whose_account_is_closed_heads_nothing():
    unit = make_unit()
    make_person(unit=unit, head=True, is_active=False)
    assert heads_of(unit, FIRST) == []


def test_on_the_day_of_a_change_the_new_head_heads_and_the_old_one_does_not():
    unit = make_unit()
    old = make_post(unit=unit, is_head=True, held_from=FIRST, held_until=END).person
    new = make_post(unit=unit, is_head=True, held_from=END).person
    assert heads_of(unit, END - DAY) == [old]
    assert heads_of(unit, END) == [new]


def test_a_unit_has_one_head_without_end_but_any_number_with_an_end():
    unit = make_unit()
    make_post(unit=unit, is_head=True)
    make_post(unit=unit, is_head=True, held_until=END)
    make_post(unit=unit, is_head=False)
    make_post(is_head=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_post(unit=unit, is_head=True, held_from=FIRST)


def test_the_message_about_a_second_head_says_to_end_the_first():
    unit = make_unit()
    make_post(unit=unit, is_head=True)
    second = Post(
        unit=unit, person=make_person(), title="Trưởng phòng", is_head=True, held_from=FIRST
    )
    with pytest.raises(ValidationError) as error:
        second.full_clean()
    assert Post._meta.constraints[1].violation_error_message in error.value.messages


@pytest.mark.parametrize("end", [FIRST, FIRST - DAY])
def test_neither_a_unit_nor_a_post_ends_before_it_has_lasted_a_day(end):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_unit(valid_from=FIRST, valid_until=end)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_post(held_from=FIRST, held_until=end)


def test_a_unit_without_a_first_day_may_end_any_day():
    assert make_unit(valid_from=None, valid_until=FIRST).pk


def test_a_unit_does_not_succeed_itself_but_may_have_no_successor():
    unit = make_unit(successor=None)
    unit.successor = unit
    with pytest.raises(IntegrityError), transaction.atomic():
        unit.save()


def test_one_day_is_one_holiday_row():
    Holiday.objects.create(day=FIRST, name="Nghỉ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(day=FIRST, name="Nghỉ khác")


def test_a_name_is_written_family_name_first():
    person = Person(username="an", last_name="Nguyễn Văn", first_name="An")
    assert str(person) == person.get_full_name() == "Nguyễn Văn An"
    assert str(Person(username="an")) == "an"


def test_with_two_posts_the_one_as_head_is_signed_with_else_the_newest():
    person, first, second = (
        make_person(),
        make_unit(name="Văn phòng"),
        make_unit(name="Phòng Lao động"),
    )
    make_post(person=person, unit=first, title="Chuyên viên", held_from=FIRST)
    make_post(person=person, unit=second, title="Chuyên viên chính", held_from=FIRST + DAY)
    assert name_on(person, FIRST).unit == "Văn phòng"
    assert name_on(person, FIRST + DAY).title == "Chuyên viên chính"
    make_post(person=person, unit=first, title="Chánh Văn phòng", is_head=True, held_from=FIRST)
    assert name_on(person, FIRST + DAY).title == "Chánh Văn phòng"


def test_without_a_post_that_day_a_person_signs_with_the_name_alone():
    person = make_person()
    make_post(person=person, held_from=FIRST, held_until=END)
    for day in (FIRST - DAY, END):
        named = name_on(person, day)
        assert (named.name, named.title, named.unit) == (str(person), "", "")


def test_a_past_post_is_named_on_its_days_even_after_the_account_is_closed():
    person = make_person(is_active=False)
    make_post(person=person, title="Trưởng phòng", held_from=FIRST, held_until=END)
    assert name_on(person, END - DAY).title == "Trưởng phòng"
