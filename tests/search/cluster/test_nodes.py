"""A cluster of which a node is killed. The environment says how: ELASTICSEARCH_KILL and
ELASTICSEARCH_REVIVE are commands with the place of the node among ELASTICSEARCH_URL, from 1, for
``{node}``; the second returns when the node is started again on its data."""

from __future__ import annotations

import os
import shlex
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from elasticsearch import ApiError, Elasticsearch, TransportError

from search.engines.base import IndexDocument, IndexLocked, SearchUnavailable
from search.engines.elasticsearch.connection import Connection, client_of
from search.engines.elasticsearch.engine import ElasticsearchEngine
from tests import needs
from tests.search.cluster.make import connection, holds, open_engine
from tests.search.corpus import CORPUS, ask, make_document

pytestmark = needs.elasticsearch_nodes
MANY = [*CORPUS, *(make_document(f"edition:9#{n}", body="bản cũ") for n in range(1_000))]


@pytest.fixture
def client() -> Elasticsearch:
    return client_of(Connection(**connection(write_seconds=30)))


@pytest.fixture
def engine(client: Elasticsearch) -> Iterator[ElasticsearchEngine]:
    everybody_is_there(client)
    with open_engine("nodes") as opened:
        opened.rebuild(MANY)
        everybody_is_there(client)
        yield opened
        everybody_is_there(client)


def urls() -> list[str]:
    return os.environ["ELASTICSEARCH_URL"].split(",")


def do(what: str, node: int) -> None:
    command = os.environ[f"ELASTICSEARCH_{what}"].format(node=node)
    subprocess.run(shlex.split(command), check=True, capture_output=True, timeout=120)


def everybody_is_there(client: Elasticsearch) -> None:
    """All nodes and all copies."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            health = client.cluster.health(
                wait_for_nodes=str(len(urls())), wait_for_status="green", timeout="5s"
            )
            if not health["timed_out"]:
                return
        except (ApiError, TransportError):
            time.sleep(0.5)
    pytest.fail("The cluster is not whole again.")


def node_with_first_copy(engine: ElasticsearchEngine, client: Elasticsearch) -> int:
    """Its place among the addresses."""
    shards = client.cat.shards(index=engine._indices.live(), format="json")
    name = next(str(shard["node"]) for shard in shards if shard["prirep"] == "p")
    (told,) = client.nodes.info(node_id=name, metric="http")["nodes"].values()
    port = int(told["http"]["publish_address"].rpartition(":")[2])
    return 1 + [urlsplit(url).port for url in urls()].index(port)


def test_no_search_fails_when_a_node_is_killed_in_mid_query(
    engine: ElasticsearchEngine, client: Elasticsearch
) -> None:
    over = threading.Event()
    failures: list[Exception] = []
    answers: list[list[str]] = []

    def read() -> None:
        while not over.is_set():
            try:
                hits = engine.search(ask("hoà nhã")).hits
                answers.append([hit.key for hit in hits])
            except Exception as failure:
                failures.append(failure)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    wait_until(lambda: len(answers) > 20 or bool(failures))
    killed = node_with_first_copy(engine, client)
    do("KILL", killed)
    before = len(answers)
    wait_until(lambda: len(answers) > before + 100 or bool(failures))
    over.set()
    for reader in readers:
        reader.join()
    do("REVIVE", killed)

    assert failures == []
    assert len(answers) > before + 100
    assert all(found == ["edition:3#scope"] for found in answers)


def wait_until(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 120
    while not happened() and time.monotonic() < until:
        time.sleep(0.1)


def test_a_change_survives_a_node_killed_in_mid_bulk(
    engine: ElasticsearchEngine, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.elasticsearch.writing.MOST_DOCUMENTS", 50)
    killed = node_with_first_copy(engine, client)
    new = [make_document(f"edition:9#{n}", body="bản mới") for n in range(600)]
    documents = Killing(killed, new, after=275)
    until_done(lambda: engine.replace(["edition:9"], documents))

    assert documents.killed
    assert engine.search(ask('"bản mới"')).total == 600
    assert engine.search(ask('"bản cũ"')).total == 0
    do("REVIVE", killed)
    everybody_is_there(client)
    assert holds(engine, [*CORPUS, *new])


def test_a_rebuild_survives_a_node_killed_in_mid_bulk(
    engine: ElasticsearchEngine, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.elasticsearch.writing.MOST_DOCUMENTS", 50)
    killed = node_with_first_copy(engine, client)
    new = [*CORPUS, *(make_document(f"edition:9#{n}", body="bản mới") for n in range(600))]
    documents = Killing(killed, new, after=275)
    seen: list[int] = []

    def build() -> None:
        seen.append(engine.search(ask('"bản mới"')).total)
        engine.rebuild(documents)

    until_done(build)
    assert documents.killed
    assert set(seen) == {0}
    assert holds(engine, new)
    do("REVIVE", killed)
    everybody_is_there(client)
    assert holds(engine, new)


class Killing:
    """Documents on the way through which a node is killed, the first time."""

    def __init__(self, node: int, documents: list[IndexDocument], after: int) -> None:
        self._node, self._documents, self._after = node, documents, after
        self.killed = False

    def __iter__(self) -> Iterator[IndexDocument]:
        for number, document in enumerate(self._documents):
            if number == self._after and not self.killed:
                self.killed = True
                do("KILL", self._node)
            yield document


def until_done(write: Callable[[], object]) -> None:
    """Tried again and again, as the worker does."""
    until = time.monotonic() + 120
    while True:
        try:
            write()
            return
        except (IndexLocked, SearchUnavailable):
            if time.monotonic() > until:
                raise
            time.sleep(2)
