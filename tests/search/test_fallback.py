from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from search.engines import fallback
from search.engines.base import IndexDocument, IndexLocked, IndexMissing, SearchUnavailable
from search.engines.elasticsearch.engine import open_cluster
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.fallback import Behind, WithFallback, each_engine, open_with_fallback
from tests.search.corpus import CORPUS, ask, make_document
from tests.search.outages import open_both


@pytest.fixture
def both(tmp_path: Path) -> WithFallback:
    engine = open_both(tmp_path)
    engine.rebuild(CORPUS)
    return engine


def found(engine: WithFallback, text: str) -> tuple[list[str], bool]:
    results = engine.search(ask(text))
    return [hit.key for hit in results.hits], results.fallback


def test_the_fallback_answers_while_the_first_does_not_and_says_so(both: WithFallback) -> None:
    assert found(both, "hoà nhã") == (["edition:3#scope"], False)
    both.first.on = False
    assert found(both, "hoà nhã") == (["edition:3#scope"], True)
    assert both.occurrences(["hoa", "vutru"], ask("").within) == [1, 0]
    assert both.suggest("không có gì", ask("").within) == []


def test_a_first_that_failed_is_left_alone_for_a_while_and_then_asked_again(
    both: WithFallback, monkeypatch: pytest.MonkeyPatch
) -> None:
    both.first.on, asked = False, both.first.asked
    for _ in range(5):
        found(both, "hoà nhã")
    assert both.first.asked == asked + 1

    both.first.on = True
    later = time.monotonic() + fallback.RESTS
    monkeypatch.setattr(fallback.time, "monotonic", lambda: later)
    assert found(both, "hoà nhã") == (["edition:3#scope"], False)


def test_if_neither_answers_search_is_unavailable(tmp_path: Path) -> None:
    both = open_both(tmp_path)
    both.first.on = False
    with pytest.raises(SearchUnavailable):
        both.search(ask("hoà nhã"))


def test_a_change_reaches_both(both: WithFallback) -> None:
    new = (make_document(f"edition:9#{n}", body="Tiếp nhận khiếu nại") for n in (1, 2))
    assert both.replace(["edition:3"], new) == 2
    for _name, engine in each_engine(both):
        assert engine.search(ask("khiếu nại")).total == 2
        assert engine.search(ask("hoà nhã")).total == 0


def test_a_change_that_the_first_missed_is_in_the_fallback_and_is_told(both: WithFallback) -> None:
    both.first.on = False
    with pytest.raises(Behind):
        both.add([make_document("edition:9#1", body="Tiếp nhận khiếu nại")])
    assert found(both, "khiếu nại") == (["edition:9#1"], True)


def test_while_another_process_writes_neither_gets_the_change(both: WithFallback) -> None:
    refused: list[bool] = []

    def in_the_middle() -> Iterator[IndexDocument]:
        with pytest.raises(IndexLocked):
            both.add([make_document("edition:9#1", body="Tiếp nhận khiếu nại")])
        refused.append(True)
        yield from ()

    both.first.inner.rebuild(in_the_middle())
    assert refused == [True]
    assert both.second.search(ask("khiếu nại")).total == 0


def test_a_rebuild_while_the_first_is_away_builds_a_fallback_only_if_there_is_none(
    tmp_path: Path,
) -> None:
    both = open_both(tmp_path)
    both.first.on = False
    read: list[int] = []

    class Documents:
        def __iter__(self) -> Iterator[IndexDocument]:
            read.append(1)
            return iter(CORPUS)

    for _ in range(3):
        with pytest.raises(SearchUnavailable):
            both.rebuild(Documents())
    assert len(read) == 1
    assert found(both, "hoà nhã") == (["edition:3#scope"], True)


def test_what_is_wrong_with_either_index_is_told(both: WithFallback, tmp_path: Path) -> None:
    assert both.count() == len(CORPUS)
    both.second = EmbeddedEngine(tmp_path / "nothing")
    with pytest.raises(IndexMissing):
        both.count()


def test_a_cluster_that_is_not_there_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    EmbeddedEngine(tmp_path).rebuild(CORPUS)
    both = open_with_fallback(path=tmp_path, urls=(f"http://127.0.0.1:{closed_port()}",), index="x")
    asleep: list[float] = []
    monkeypatch.setattr(time, "sleep", asleep.append)
    assert found(both, "hoà nhã") == (["edition:3#scope"], True)
    assert asleep == []


def test_a_server_that_never_answers_is_tried_as_often_as_stated_and_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        engine = open_cluster(urls=(url,), index="x", search_seconds=0.2, tries=2)
        with pytest.raises(SearchUnavailable, match="cannot be reached"):
            engine.search(ask("hoà nhã"))
        assert waiting_at(silent) == 2


def waiting_at(silent: socket.socket) -> int:
    """How many connections were opened to a server that has accepted none."""
    silent.setblocking(False)
    opened = 0
    with suppress(BlockingIOError):
        while True:
            silent.accept()[0].close()
            opened += 1
    return opened


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        return int(opened.getsockname()[1])
