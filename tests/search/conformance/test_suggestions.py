from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from search.engines.base import Engine, Filters, State, Suggestion
from tests.search.conformance.ask import EVERYTHING, PUBLIC
from tests.search.corpus import make_document

DAY = date(2026, 7, 1)
HEADS = [
    make_document("e:1#0", number="QT-LD-01", title="Cấp giấy phép lao động", head=True),
    make_document("e:1#1", number="QT-LD-01", title="Cấp giấy phép lao động", heading="Mục đích"),
    make_document("e:2#0", number="QT-LD-02", title="Cấp lại giấy phép lao động", head=True),
    make_document("e:3#0", number="QT-NC-01", title="Giải quyết chế độ cấp một lần", head=True),
    make_document("e:4#0", number="BM-01", title="Cặp hồ sơ", kind="form", head=True),
    make_document("e:5#0", number="QC-09", title="Cấp phát két sắt", head=True, public=False),
    make_document("e:6#0", number="QT-CU-01", title="Cấp bản cũ", head=True, until_day=DAY),
    make_document("law:1", number="19/2014/QĐ-TTg", title="Quyết định 19/2014/QĐ-TTg", kind="law",
                  head=True, lasting=True, until_day=DAY),
]  # fmt: skip


@pytest.fixture(scope="module")
def engine(open_new: Any) -> Engine:
    built: Engine = open_new()
    built.rebuild(HEADS)
    return built


def numbers(engine: Engine, typed: str, within: Filters = PUBLIC, limit: int = 8) -> list[str]:
    return [each.number for each in engine.suggest(typed, within, limit)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("giấy phép lao", ["QT-LD-01", "QT-LD-02"]),
        ("giay phep la", ["QT-LD-01", "QT-LD-02"]),
        ("GIAY PHEP", ["QT-LD-01", "QT-LD-02"]),
        ("lao gi", ["QT-LD-01", "QT-LD-02"]),
        ("gia phep", []),
        ("cấp gi", ["QT-LD-01", "QT-LD-02", "QT-NC-01"]),
        ("cap giay p", ["QT-LD-01", "QT-LD-02"]),
        ("qt-ld", ["QT-LD-01", "QT-LD-02"]),
        ("qt ld 0", ["QT-LD-01", "QT-LD-02"]),
        ("qtld", ["QT-LD-01", "QT-LD-02"]),
        ("qtld02", ["QT-LD-02"]),
        ("19/2014/q", ["19/2014/QĐ-TTg"]),
        ("19/2014/qdt", ["19/2014/QĐ-TTg"]),
        ("19", ["19/2014/QĐ-TTg"]),
        ("mục đích", []),
        ("két", []),
        ("", []),
        (" … ", []),
        ("\x00 \ud800", []),
        ("lao động " * 200, ["QT-LD-01", "QT-LD-02"]),
        ("x" * 500, []),
    ],
)
def test_heads_are_suggested_whose_number_or_title_has_what_is_typed(
    engine: Engine, typed: str, expected: list[str]
) -> None:
    assert numbers(engine, typed) == expected


def test_what_begins_so_then_what_has_the_marks_then_what_is_short(engine: Engine) -> None:
    on_the_day = Filters(on=DAY, public_only=True)
    assert numbers(engine, "cap", on_the_day) == ["BM-01", "QT-LD-01", "QT-LD-02", "QT-NC-01"]
    assert numbers(engine, "cấp", on_the_day) == ["QT-LD-01", "QT-LD-02", "BM-01", "QT-NC-01"]
    assert numbers(engine, "cấp", on_the_day, limit=2) == ["QT-LD-01", "QT-LD-02"]
    assert numbers(engine, "cấp", on_the_day, limit=0) == []


def test_suggestions_lie_within_all_filters(engine: Engine) -> None:
    assert numbers(engine, "két", EVERYTHING) == ["QC-09"]
    assert numbers(engine, "cấp bản", Filters(on=DAY, public_only=True)) == []
    past = frozenset({State.PAST})
    assert numbers(engine, "cấp", Filters(DAY, public_only=True, states=past)) == ["QT-CU-01"]
    assert numbers(engine, "cấp", Filters(None, True, kinds=frozenset({"form"}))) == ["BM-01"]
    assert numbers(engine, "quyết", Filters(DAY, public_only=True)) == [
        "19/2014/QĐ-TTg",
        "QT-NC-01",
    ]


def test_a_suggestion_carries_what_is_shown(engine: Engine) -> None:
    (found,) = engine.suggest("qtld02", PUBLIC)
    assert found == Suggestion("QT-LD-02", "Cấp lại giấy phép lao động", "/e:2#0", "procedure")


def test_words_are_counted_within_the_filters(engine: Engine) -> None:
    words = ["giay", "ket", "vutru", "lao"]
    assert engine.occurrences(words, EVERYTHING) == [3, 1, 0, 3]
    assert engine.occurrences(words, PUBLIC) == [3, 0, 0, 3]
    assert engine.occurrences(["ban"], Filters(DAY, public_only=True)) == [0]
    assert engine.occurrences([], PUBLIC) == []
