"""Tries are counted anew in each test, and the time can be moved."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from cms.shared_cache import shared_cache


@pytest.fixture(autouse=True)
def nothing_tried_yet() -> Iterator[None]:
    shared_cache.clear()
    yield
    shared_cache.clear()


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """``pass_time(seconds)``: from then on every clock is later by as much more."""
    real, passed = time.time, 0.0
    monkeypatch.setattr(time, "time", lambda: real() + passed)

    def move(seconds: float) -> None:
        nonlocal passed
        passed += seconds

    return move
