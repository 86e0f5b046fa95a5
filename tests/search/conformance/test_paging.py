from __future__ import annotations

import pytest

from search.engines.base import Engine
from search.engines.two_stages import DEEPEST, WINDOW
from tests.search.conformance.ask import found
from tests.search.conformance.conftest import Builds
from tests.search.corpus import ask, make_document

MANY = 2 * WINDOW + 53


def alike(many: int) -> list[object]:
    return [make_document(f"e:{n:05}#1", body="giống nhau") for n in range(many)]


@pytest.mark.parametrize("limit", [10, 20, 33, 70])
def test_pages_neither_overlap_nor_skip_even_if_all_score_alike(
    index_of: Builds, limit: int
) -> None:
    engine = index_of(*alike(MANY))
    starts = range(0, MANY + limit, limit)
    pages = [found(engine, "giống nhau", limit=limit, offset=start) for start in starts]
    assert len({key for page in pages for key in page}) == sum(map(len, pages)) == MANY
    assert all(len(page) == limit for page in pages[:-2])
    assert pages == [found(engine, "giống nhau", limit=limit, offset=start) for start in starts]


def test_pages_of_different_lengths_show_one_order(index_of: Builds) -> None:
    engine = index_of(
        *[make_document(f"e:{n}#1", body="hồ sơ " + f"từ{n} " * (n % 17)) for n in range(MANY)]
    )
    whole = found(engine, "hồ sơ", limit=MANY)
    assert len(set(whole)) == MANY
    for start, limit in ((0, 20), (80, 20), (90, 20), (100, 20), (WINDOW + 7, 90), (MANY - 1, 5)):
        assert found(engine, "hồ sơ", limit=limit, offset=start) == whole[start : start + limit]


def test_beyond_the_end_there_is_nothing_but_the_total(index_of: Builds) -> None:
    engine = index_of(*alike(30))
    for offset in (30, 1_000, DEEPEST, DEEPEST * 100):
        results = engine.search(ask("giống nhau", offset=offset))
        assert (results.hits, results.total) == ([], 30)
    assert found(engine, "giống nhau", limit=0) == []
    assert len(found(engine, "giống nhau", limit=DEEPEST * 100)) == 30


def test_any_word_answers_are_paged_within_the_best(index_of: Builds) -> None:
    engine = index_of(*alike(MANY))
    pages = [found(engine, "giống vũtrụ", limit=40, offset=start) for start in (0, 40, 80, 120)]
    assert [len(page) for page in pages] == [40, 40, 20, 0]
    assert len({key for page in pages for key in page}) == WINDOW


def test_the_same_question_gives_the_same_order_again(engine: Engine) -> None:
    for text in ("chất lượng", "điều 1 phạm vi", "hồ sơ là gì"):
        assert engine.search(ask(text)).hits == engine.search(ask(text)).hits
