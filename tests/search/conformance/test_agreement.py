"""Engines agree about what comes first, however their indexes came about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from search.engines.base import Engine
from tests import needs
from tests.search.conformance.conftest import opener
from tests.search.conformance.synthetic import corpus, questions
from tests.search.corpus import ask

CORPUS = corpus()
QUESTIONS = questions(CORPUS)
FIRST = 10
OTHERS = [
    ("embedded", "changed"),
    pytest.param(("elasticsearch", "built"), marks=needs.elasticsearch),
    pytest.param(("elasticsearch", "changed"), marks=needs.elasticsearch),
]


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with ExitStack() as stack:
        engine = opener("embedded", stack, tmp_path_factory)()
        engine.rebuild(CORPUS)
        yield engine


@pytest.fixture(scope="module", params=OTHERS, ids="-".join)
def other(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Built at once, or kept by changes: a fifth of all documents is new, a fifth written anew."""
    kind, how = request.param
    with ExitStack() as stack:
        engine = opener(kind, stack, tmp_path_factory)()
        if how == "built":
            engine.rebuild(CORPUS)
        else:
            groups = sorted({document.group for document in CORPUS})
            engine.rebuild([each for each in CORPUS if each.group in groups[len(groups) // 5 :]])
            for start in range(0, 2 * len(groups) // 5, 30):
                some = set(groups[start : start + 30])
                engine.replace(some, [each for each in CORPUS if each.group in some])
        yield engine


def overlap(one: list[str], other: list[str]) -> float:
    """Of the first of both; 1 if neither found anything."""
    most = max(len(one), len(other))
    return len(set(one) & set(other)) / most if most else 1.0


def test_there_is_enough_to_agree_about(one: Engine) -> None:
    found = [len(one.search(ask(text)).hits) for text in QUESTIONS]
    assert len(CORPUS) > 2_000
    assert len(set(QUESTIONS)) >= 200
    assert sum(many >= FIRST for many in found) > len(QUESTIONS) / 2
    assert all(found)


@pytest.mark.parametrize("public_only", [False, True])
def test_nine_in_ten_of_the_first_ten_are_the_same(
    one: Engine, other: Engine, public_only: bool
) -> None:
    shares, firsts = [], []
    for text in QUESTIONS:
        query = ask(text, public_only=public_only, limit=FIRST)
        found = [[hit.key for hit in engine.search(query).hits] for engine in (one, other)]
        shares.append(overlap(*found))
        firsts.append(set(found[0][:1]) <= set(found[1]))
    assert sum(shares) / len(shares) >= 0.9
    assert sum(firsts) / len(firsts) >= 0.95


def test_totals_and_counts_are_the_same(one: Engine, other: Engine) -> None:
    for text in QUESTIONS[:60]:
        query = ask(text, public_only=True, facets=True)
        results = [engine.search(query) for engine in (one, other)]
        assert results[0].total == results[1].total
        assert results[0].relaxed == results[1].relaxed
        if not results[0].best_of:
            assert results[0].counts == results[1].counts
