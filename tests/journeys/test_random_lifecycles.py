"""Lives of documents at random (see ``lifecycles``): a few at every run, as many as one likes with
``LIVES=500 bin/test -m sweep``."""

from __future__ import annotations

import os

import pytest

from tests.courses import seeds
from tests.journeys.lifecycles import live, two_in_force
from tests.make import make_edition, make_settings

LIVES = int(os.environ.get("LIVES", "12"))

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", seeds(LIVES))
def test_no_life_bends_the_evidence(seed: int) -> None:
    make_settings()
    live(seed)


def test_the_lives_reach_what_they_are_about() -> None:
    make_settings()
    lives = [live(seed) for seed in range(5)]
    acts = set().union(*(life.acts for life in lives))
    assert {"write", "hand_in", "judge", "answer", "withdraw", "revoke", "time_passes"} <= acts
    assert sum(len(life.signed) for life in lives) >= len(lives)


def test_two_editions_in_force_on_one_day_would_be_seen() -> None:
    first = make_edition()
    second = make_edition(first.document.specific, on=first.in_force_from.replace(year=2025))
    first.ends_on = None
    assert len(list(two_in_force([first, second]))) == 1
