"""An interval and a pause say of every day what the register says."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.register.rules import Effect, TextStatus, status_on
from search.index.law_days import UNDATED, LawDays, law_days

TODAY = date(2026, 7, 1)
EARLY, MIDDLE, LATE = date(2020, 1, 1), date(2024, 1, 1), date(2030, 1, 1)
BINDS = {TextStatus.IN_FORCE, TextStatus.PARTLY}


def effect(kind: RelationKind, on: date | None, *, whole: bool = True, until: date | None = None):
    return Effect(kind=kind, on=on, whole=whole, until=until)


def days(**facts: object) -> LawDays:
    known = {"effective": EARLY, "expires": None, "incoming": [], "today": TODAY}
    return law_days(**known | facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "facts, expected",
    [
        ({}, LawDays(EARLY, None)),
        ({"effective": LATE}, LawDays(LATE, None)),
        ({"expires": MIDDLE}, LawDays(EARLY, MIDDLE)),
        ({"incoming": [effect(RelationKind.REPEALS, MIDDLE)]}, LawDays(EARLY, MIDDLE)),
        ({"incoming": [effect(RelationKind.REPEALS, LATE)]}, LawDays(EARLY, LATE)),
        ({"incoming": [effect(RelationKind.REPEALS, None)]}, LawDays(EARLY, None)),
        ({"incoming": [effect(RelationKind.REPEALS, MIDDLE, whole=False)]}, LawDays(EARLY, None)),
        ({"incoming": [effect(RelationKind.AMENDS, MIDDLE)]}, LawDays(EARLY, None)),
        ({"incoming": [effect(RelationKind.SUSPENDS, MIDDLE)]}, LawDays(EARLY, MIDDLE)),
        (
            {"incoming": [effect(RelationKind.SUSPENDS, MIDDLE, until=TODAY)]},
            LawDays(EARLY, None, paused_from=MIDDLE, paused_until=TODAY),
        ),
        (
            {
                "incoming": [
                    effect(RelationKind.SUSPENDS, MIDDLE, until=TODAY),
                    effect(RelationKind.PAUSES, TODAY, until=LATE),
                ]
            },
            LawDays(EARLY, None, paused_from=MIDDLE, paused_until=LATE),
        ),
        (
            {
                "incoming": [
                    effect(RelationKind.SUSPENDS, EARLY, until=MIDDLE),
                    effect(RelationKind.SUSPENDS, LATE, until=date(2031, 1, 1)),
                ]
            },
            LawDays(EARLY, None, paused_from=LATE, paused_until=date(2031, 1, 1)),
        ),
        ({"effective": None}, UNDATED),
        ({"effective": None, "expires": MIDDLE}, LawDays(MIDDLE, MIDDLE)),
        ({"effective": None, "expires": TODAY}, LawDays(TODAY, TODAY)),
        ({"effective": None, "expires": LATE}, UNDATED),
        ({"effective": LATE, "expires": MIDDLE}, LawDays(MIDDLE, MIDDLE)),
        ({"override": TextStatus.IN_FORCE, "effective": None}, LawDays()),
        ({"override": TextStatus.EXPIRED}, LawDays(until_day=date.min)),
        ({"override": TextStatus.UNKNOWN}, UNDATED),
    ],
)
def test_the_interval_of_a_law(facts: dict, expected: LawDays) -> None:
    assert days(**facts) == expected


PAUSES = (
    None,
    (EARLY - timedelta(9), MIDDLE),
    (MIDDLE, MIDDLE + timedelta(30)),
    (MIDDLE, LATE),
    (MIDDLE, None),
    (LATE, date(2031, 1, 1)),
)


def test_it_agrees_with_the_register_on_every_day() -> None:
    some = (None, EARLY, MIDDLE, LATE)
    asked = [
        EARLY - timedelta(1),
        EARLY,
        MIDDLE - timedelta(1),
        MIDDLE,
        MIDDLE + timedelta(29),
        MIDDLE + timedelta(30),
        TODAY,
        LATE,
        date(2031, 1, 1),
        date(2100, 1, 1),
    ]
    for effective, expires, repealed, pause, override in product(
        some, some, some, PAUSES, (None, *TextStatus.__members__.values())
    ):
        incoming = [effect(RelationKind.REPEALS, repealed)] if repealed else []
        if pause:
            incoming.append(effect(RelationKind.SUSPENDS, pause[0], until=pause[1]))
        told = days(effective=effective, expires=expires, incoming=incoming, override=override)
        for on in asked:
            status = status_on(
                effective=effective, expires=expires, incoming=incoming, on=on, override=override
            )
            in_force = not told.undated and (
                (told.from_day or date.min) <= on
                and (told.until_day is None or on < told.until_day)
                and not (told.paused_from and told.paused_from <= on < told.paused_until)
            )
            facts = (effective, expires, repealed, pause, override, on)
            assert in_force == (status in BINDS), facts
