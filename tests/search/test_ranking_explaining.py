"""Why a hit stands where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from search.engines.embedded.engine import EmbeddedEngine
from search.queries.clauses import Clause
from search.queries.question import Question
from tests.search.corpus import ask, ask_question, make_document


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def why(engine: EmbeddedEngine, text: str, key: str) -> str:
    hits = engine.search(ask(text, on=date(2026, 11, 22), explain=True)).hits
    return "\n".join(next(hit.why for hit in hits if hit.key == key))


def build(path: Path) -> EmbeddedEngine:
    engine = EmbeddedEngine(path)
    engine.rebuild(
        [
            make_document(
                "a#1",
                title="Kiểm soát tài liệu",
                heading="Thời hạn lưu hồ sơ",
                body="Hồ sơ được lưu mười năm.",
                number="QT-01",
            ),
            make_document("b#1", title="Khác", body="1. Hồ sơ là tập tài liệu.", lasting=True,
                          until_day=date(2020, 1, 1)),
            make_document("c#1", title="Lưu trữ", body="Thời hạn lưu trữ tài liệu là hai năm."),
        ]
    )  # fmt: skip
    return engine


def test_the_words_are_told_by_where_they_stand_and_which_are_missing(path: Path) -> None:
    told = why(build(path), "hồ sơ lưu trong bao lâu", "a#1")
    assert "In the heading: hồ, lưu, sơ." in told or "In the heading: hồ, sơ, lưu." in told
    assert "In the text:" in told
    assert "Nowhere in it:" in told
    assert "lâu" in told.split("Nowhere in it:")[1].split("\n")[0]


def test_what_won_outright_is_told(path: Path) -> None:
    engine = build(path)
    assert "It bears the number that was asked for." in why(engine, "QT-01", "a#1")
    assert "Its title is exactly what was asked for." in why(engine, "lưu trữ", "c#1")


def test_past_and_defining_are_told(path: Path) -> None:
    told = why(build(path), "hồ sơ là gì", "b#1")
    assert "It is not in force on the day, so it stands behind what is." in told
    assert "One of its lines says what this is or consists of." in told


def test_the_reasons_of_the_model_are_given_as_words_and_as_features(path: Path) -> None:
    told = why(build(path), "thời hạn lưu hồ sơ là bao lâu", "a#1")
    assert "What moved it most beside the other candidates: " in told
    assert "Features: " in told
    assert re.search(r"Features: [a-z_]+ \d+\.\d\d \([+-]\d+\.\d\d\)", told)


def test_another_wording_is_told(path: Path) -> None:
    term = Clause(("tư", "liệu"), alternatives=(("tài", "liệu"),))
    question = Question((Clause(("kiểm",)), term))
    engine = build(path)
    engine.add([make_document("d#1", body="Kiểm tư liệu."), make_document("e#1", body="Kiểm gì?")])
    why = {hit.key: hit.why for hit in engine.search(ask_question(question, explain=True)).hits}
    said = "It was compared as if “kiểm tài liệu” had been typed."
    assert said in why["a#1"]
    assert said not in why["d#1"]


def test_reasons_cost_nothing_unless_they_are_asked_for(path: Path) -> None:
    assert all(not hit.why for hit in build(path).search(ask("hồ sơ")).hits)
