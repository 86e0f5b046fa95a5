from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from search.engines.base import Engine, Order
from search.engines.two_stages import WINDOW
from tests.search.conformance.ask import found
from tests.search.conformance.conftest import Builds
from tests.search.corpus import make_document

DAYS = [
    make_document("old#1", title="Hồ sơ", body="hồ sơ " * 9, from_day=date(2020, 5, 1)),
    make_document("undated#1", body="hồ sơ", undated=True),
    make_document("new#1", body="Một câu dài về hồ sơ và việc khác", from_day=date(2026, 1, 2)),
    make_document("always#1", body="hồ sơ"),
    make_document("middle#1", body="hồ sơ", from_day=date(2024, 2, 29)),
]
NEWEST = ["new#1", "middle#1", "old#1"]


@pytest.fixture(scope="module")
def dated(open_new: Any) -> Engine:
    built: Engine = open_new()
    built.rebuild(DAYS)
    return built


@pytest.mark.parametrize("text", ["hồ sơ", "hồ vũtrụ", "hồ sơ là gì?"])
def test_the_newest_is_first_and_what_has_no_day_last(dated: Engine, text: str) -> None:
    keys = found(dated, text, order=Order.NEWEST)
    assert keys[:3] == NEWEST
    assert keys[3:] == ["always#1", "undated#1"]
    assert found(dated, text, on=date(2025, 1, 1), order=Order.NEWEST) == [*NEWEST[1:], "always#1"]
    assert found(dated, text)[0] == "old#1"


def test_pages_by_day_neither_overlap_nor_skip(index_of: Builds) -> None:
    first = date(2020, 1, 1).toordinal()
    engine = index_of(
        *[
            make_document(f"e:{n}#1", body="giống nhau", from_day=date.fromordinal(first + n // 2))
            for n in range(2 * WINDOW + 11)
        ]
    )
    pages = [
        found(engine, "giống nhau", order=Order.NEWEST, limit=40, offset=start)
        for start in range(0, 2 * WINDOW + 40, 40)
    ]
    keys = [key for page in pages for key in page]
    assert len(set(keys)) == len(keys) == 2 * WINDOW + 11
    days = [int(key[2:-2]) // 2 for key in keys]
    assert days == sorted(days, reverse=True)
