"""What only an engine on a cluster does; what every engine does is in the conformance suite."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import ApiError, BadRequestError, Elasticsearch

from search.engines.base import IndexBroken, IndexDocument, IndexLocked, SearchUnavailable
from search.engines.elasticsearch import engine as engine_module
from search.engines.elasticsearch import writing
from search.engines.elasticsearch.connection import Connection, client_of
from search.engines.elasticsearch.engine import ElasticsearchEngine, open_cluster
from search.engines.elasticsearch.lock import Held
from search.engines.refused import SomeRefused
from tests import needs
from tests.search.cluster.make import connection, fresh_name, open_engine
from tests.search.corpus import CORPUS, ask, make_document

pytestmark = needs.elasticsearch


@pytest.fixture
def engine() -> Iterator[ElasticsearchEngine]:
    with open_engine("index") as opened:
        opened.rebuild(CORPUS)
        yield opened


@pytest.fixture
def client() -> Elasticsearch:
    return client_of(Connection(**connection()))


def indices(engine: ElasticsearchEngine, client: Elasticsearch) -> list[str]:
    """All that there are of the engine."""
    name = engine._indices.alias.rpartition("-")[0]
    return sorted(client.indices.get(index=f"{name}-*"))


def found(engine: ElasticsearchEngine, text: str) -> list[str]:
    return [hit.key for hit in engine.search(ask(text, limit=100)).hits]


def test_settings_and_mapping_are_stated(
    engine: ElasticsearchEngine, client: Elasticsearch
) -> None:
    (told,) = client.indices.get(index=engine._indices.alias).values()
    settings = told["settings"]["index"]
    assert settings["number_of_shards"] == "1"
    assert settings["auto_expand_replicas"] == "0-1"
    assert settings["refresh_interval"] == "-1"
    assert told["mappings"]["dynamic"] == "strict"
    assert told["mappings"]["properties"]["folded"]["analyzer"] == "whitespace"
    with pytest.raises(BadRequestError, match="strict_dynamic_mapping"):
        client.index(index=engine._indices.alias, id="x", document={"key": "x", "unknown": 1})


def test_a_rebuild_leaves_one_index_and_removes_what_a_killed_one_left(
    engine: ElasticsearchEngine, client: Elasticsearch
) -> None:
    (before,) = indices(engine, client)
    for leftover in ("dead", "of-another-version"):
        client.indices.create(index=f"{engine._indices.alias}-{leftover}")
    engine.rebuild(CORPUS[:2])
    (after,) = indices(engine, client)
    assert after != before
    assert engine.count() == 2


def test_a_rebuild_that_fails_leaves_the_old_index_and_nothing_else(
    engine: ElasticsearchEngine, client: Elasticsearch
) -> None:
    before = indices(engine, client)

    def broken() -> Iterator[IndexDocument]:
        yield CORPUS[0]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        engine.rebuild(broken())
    assert indices(engine, client) == before
    assert engine.count() == len(CORPUS)


def test_no_search_fails_while_the_index_is_switched(engine: ElasticsearchEngine) -> None:
    over = threading.Event()
    answers: list[list[str]] = []
    failures: list[Exception] = []

    def read() -> None:
        while not over.is_set():
            try:
                answers.append(found(engine, "hoà nhã"))
            except Exception as failure:
                failures.append(failure)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(6):
        engine.rebuild(CORPUS)
    over.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert len(answers) > 10
    assert all(answer == ["edition:3#scope"] for answer in answers)


def test_a_document_that_the_server_refuses_keeps_no_other_out(engine: ElasticsearchEngine) -> None:
    bad = make_document("edition:8#" + "x" * 600, body="Tiếp nhận khiếu nại")
    good = [make_document(f"edition:9#{n}", body="Tiếp nhận khiếu nại") for n in range(3)]
    for write in (engine.add, engine.rebuild):
        with pytest.raises(SomeRefused) as told:
            write([good[0], bad, *good[1:]])
        assert [(each.key, each.group) for each in told.value.refusals] == [(bad.key, "edition:8")]
        assert "too long" in str(told.value)
        assert found(engine, "khiếu nại") == [document.key for document in good]


def test_a_server_that_has_too_much_to_do_gets_everything_later(
    engine: ElasticsearchEngine, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_FIRST_WAIT", 0.2)
    monkeypatch.setattr(writing, "MOST_DOCUMENTS", 20)
    documents = [make_document(f"edition:9#{n}", body="việc " * 2_000) for n in range(60)]
    limit = "network.breaker.inflight_requests.limit"

    def relent() -> None:
        time.sleep(1.5)
        client.cluster.put_settings(persistent={limit: None})

    client.cluster.put_settings(persistent={limit: "100kb"})
    helping = threading.Thread(target=relent)
    helping.start()
    try:
        with pytest.raises(ApiError) as refused:
            client.index(index=fresh_name(), document={"text": "x" * 200_000})
        assert refused.value.status_code == 429
        assert engine.add(documents) == 60
    finally:
        helping.join()
    assert engine.search(ask('"việc việc"')).total == 60


def test_a_server_that_stays_too_busy_is_unavailable_and_gives_back_the_lock(
    engine: ElasticsearchEngine, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_FIRST_WAIT", 0.01)
    monkeypatch.setattr(writing, "_TRIES_WHEN_BUSY", 2)
    big = make_document("edition:9#1", body="việc " * 30_000)
    limit = "network.breaker.inflight_requests.limit"
    client.cluster.put_settings(persistent={limit: "100kb"})
    try:
        with pytest.raises(SearchUnavailable, match="does not take all"):
            engine.add([big])
    finally:
        client.cluster.put_settings(persistent={limit: None})
    assert engine.add([big]) == 1


def test_one_process_writes_at_a_time(engine: ElasticsearchEngine) -> None:
    other = ElasticsearchEngine(engine._connection, engine._indices.alias.rpartition("-")[0])
    refused: list[str] = []

    def in_the_middle() -> Iterator[IndexDocument]:
        for write in (other.add, other.rebuild):
            with pytest.raises(IndexLocked) as told:
                write(CORPUS)
            refused.append(str(told.value))
        yield from CORPUS

    engine.rebuild(in_the_middle())
    assert len(refused) == 2
    assert f"process {os.getpid()}" in refused[0]
    assert other.add(CORPUS[:1]) == 1


def test_a_writer_that_has_lost_its_right_does_not_switch(
    engine: ElasticsearchEngine, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(held: Held) -> None:
        raise IndexLocked

    monkeypatch.setattr(Held, "confirm", lost)
    before = indices(engine, client)
    with pytest.raises(IndexLocked):
        engine.rebuild(CORPUS[:1])
    assert indices(engine, client) == before
    assert engine.count() == len(CORPUS)


def write_and_die(fields: dict[str, Any], name: str, after: int) -> None:
    """In a process of its own: is killed when so many documents have been sent and seen by the
    server, in the middle of the bulk."""
    writing.MOST_DOCUMENTS = 5

    def dying() -> Iterator[IndexDocument]:
        for number in range(50):
            if number == after:
                os.kill(os.getpid(), signal.SIGKILL)
            yield make_document(f"edition:9#{number}", body="bản mới")

    open_cluster(index=name, **fields).replace(["edition:9"], dying())


def test_a_writer_killed_in_a_bulk_changes_nothing_that_is_seen_and_the_next_makes_it_good(
    engine: ElasticsearchEngine,
) -> None:
    old = [make_document(f"edition:9#{n}", body="bản cũ") for n in range(60)]
    engine.add(old)
    name = engine._indices.alias.rpartition("-")[0]
    process = multiprocessing.get_context("spawn").Process(
        target=write_and_die, args=(connection(), name, 23)
    )
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert len(found(engine, '"bản cũ"')) == 60
    assert found(engine, '"bản mới"') == []

    new = [make_document(f"edition:9#{n}", body="bản mới") for n in range(10)]
    engine.replace(["edition:9"], new)
    assert sorted(found(engine, '"bản mới"')) == sorted(document.key for document in new)
    assert found(engine, '"bản cũ"') == []


def test_all_keys_are_read_in_pages_of_one_moment(
    engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_KEYS_AT_A_TIME", 3)
    assert set(engine.keys()) == {document.key for document in CORPUS}
    engine.replace(["edition:1"], ())
    assert engine.count() == len(CORPUS) - 2


def test_an_index_whose_parts_stay_away_is_broken_and_a_rebuild_cures_it(
    engine: ElasticsearchEngine, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Parts that were never anywhere: old ones a server brings back against all rules.
    (told,) = client.indices.get(index=engine._indices.live()).items()
    index, (alias,) = told[0], told[1]["aliases"]
    nowhere = {"index.routing.allocation.require._name": "nowhere"}
    client.indices.create(index=f"{index}a", settings=nowhere, wait_for_active_shards=0)
    client.indices.update_aliases(
        actions=[
            {"remove": {"index": index, "alias": alias}},
            {"add": {"index": f"{index}a", "alias": alias}},
        ]
    )
    with pytest.raises(SearchUnavailable) as first:
        engine.count()
    assert not isinstance(first.value, IndexBroken)
    with pytest.raises(SearchUnavailable):
        engine.search(ask("hoà nhã"))
    monkeypatch.setattr(engine_module, "PARTS_COME_BACK_WITHIN", 0.0)
    with pytest.raises(IndexBroken):
        engine.count()
    engine.rebuild(CORPUS)
    assert found(engine, "hoà nhã") == ["edition:3#scope"]
    assert engine.count() == len(CORPUS)


def test_secrets_are_in_no_text(caplog: pytest.LogCaptureFixture) -> None:
    named = connection(api_key="only-we-know-this", urls=("http://127.0.0.1:9",), tries=2)
    named["password"] = "only-we-know-this"
    caplog.set_level(logging.DEBUG)
    engine = open_cluster(index="x", **named)
    with pytest.raises(SearchUnavailable) as failure:
        engine.search(ask("hoà nhã"))
    told = f"{Connection(**named)!r} {failure.value} {failure.value.__cause__!r} {caplog.text}"
    assert "only-we-know" not in told
