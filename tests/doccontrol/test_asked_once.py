"""While a page is only read a question is asked once; else each time."""

from __future__ import annotations

import pytest

from doccontrol.asked_once import answers_hold, asked_once
from doccontrol.organisation.models.agency import AgencySettings
from tests.counting import queries
from tests.make import make_settings


def test_a_question_is_asked_once_for_the_same_arguments_while_answers_hold():
    asked = []

    @asked_once
    def double(number: int, *, more: int = 0) -> int:
        asked.append(number)
        return 2 * number + more

    with answers_hold():
        assert [double(1), double(1), double(2), double(1, more=1)] == [2, 2, 4, 3]
    assert asked == [1, 2, 1]
    assert (double(1), double(1)) == (2, 2)
    assert asked == [1, 2, 1, 1, 1]


def test_answers_that_are_false_hold_too():
    asked = []

    @asked_once
    def nothing() -> None:
        asked.append(1)

    with answers_hold():
        nothing()
        nothing()
    assert asked == [1]


@pytest.mark.django_db
def test_settings_are_read_anew_by_the_next_page_and_by_whoever_writes():
    settings = make_settings(warning_days=30)
    AgencySettings.load_default()
    with answers_hold():
        first = AgencySettings.load_default()
        assert queries(AgencySettings.load_default) == 0
    settings.warning_days = 10
    settings.save()
    assert first.warning_days == 30
    with answers_hold():
        assert AgencySettings.load_default().warning_days == 10
    assert AgencySettings.load_default().warning_days == 10
