"""A cluster with TLS and users: API keys with no more privileges than docs/elasticsearch.md asks
for, and what happens to whoever has no right or trusts nobody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import AuthorizationException, Elasticsearch

from search.engines.base import SearchUnavailable
from search.engines.elasticsearch.connection import Connection, client_of
from search.engines.elasticsearch.engine import ElasticsearchEngine, open_cluster
from tests import needs
from tests.search.cluster.make import connection, fresh_name, holds, open_engine
from tests.search.corpus import CORPUS, ask

pytestmark = needs.secure_elasticsearch
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "elasticsearch.md"


def role_descriptors(kind: str, name: str) -> dict[str, Any]:
    """As printed in the document, for indices of another name."""
    text = DOCUMENT.read_text(encoding="utf-8")
    (printed,) = re.findall(rf'```json\n(\{{\s*"name": "hieu-luc-{kind}".*?\}})\n```', text, re.S)
    printed = printed.replace("hieu-luc", name)
    descriptors: dict[str, Any] = json.loads(printed)["role_descriptors"]
    return descriptors


@pytest.fixture
def superuser() -> Elasticsearch:
    return client_of(Connection(**connection()))


@pytest.fixture
def full() -> Iterator[ElasticsearchEngine]:
    """Built by the superuser, for readers with keys."""
    with open_engine("secure") as opened:
        opened.rebuild(CORPUS)
        yield opened


def key_for(superuser: Elasticsearch, kind: str, name: str) -> str:
    made = superuser.security.create_api_key(
        name=f"{name}-{kind}", role_descriptors=role_descriptors(kind, name), expiration="1h"
    )
    return str(made["encoded"])


def name_of(engine: ElasticsearchEngine) -> str:
    return engine._indices.alias.rpartition("-")[0]


def test_the_key_of_the_worker_does_all_that_the_worker_does(superuser: Elasticsearch) -> None:
    name = fresh_name("secure")
    engine = open_cluster(index=name, **connection(api_key=key_for(superuser, "worker", name)))
    try:
        assert engine.rebuild(CORPUS) == len(CORPUS)
        assert engine.rebuild(CORPUS) == len(CORPUS)
        engine.replace(["edition:1"], CORPUS[:1])
        engine.remove(["edition:1"])
        engine.add(CORPUS)
        assert engine.count() == len(CORPUS)
        assert holds(engine, CORPUS)
        everything_a_reader_does(engine)
    finally:
        engine.forget()


def test_the_key_of_the_site_searches_and_writes_nothing(
    superuser: Elasticsearch, full: ElasticsearchEngine
) -> None:
    key = key_for(superuser, "site", name_of(full))
    reader = open_cluster(index=name_of(full), **connection(api_key=key))
    everything_a_reader_does(reader)
    assert reader.count() == len(CORPUS)
    for write in (reader.add, reader.rebuild):
        with pytest.raises(SearchUnavailable, match="needs more privileges"):
            write(CORPUS)
    assert full.count() == len(CORPUS)


def everything_a_reader_does(engine: ElasticsearchEngine) -> None:
    for public_only in (True, False):
        asked = ask("phạm vi vũtrụ điều chỉnh", public_only=public_only, facets=True)
        assert engine.search(asked).hits
        assert engine.search(ask("quyết định", public_only=public_only, facets=True)).total
        assert engine.occurrences(["chat"], asked.within) == [3]
        engine.suggest("chinh", asked.within)


@pytest.mark.parametrize("kind", ["worker", "site"])
def test_a_key_of_ours_is_good_for_nothing_else(superuser: Elasticsearch, kind: str) -> None:
    name = fresh_name("secure")
    key = key_for(superuser, kind, name)
    client = client_of(Connection(**connection(api_key=key)))
    for attempt in (
        lambda: client.index(index="of-another", document={"a": 1}),
        lambda: client.search(index="of-another"),
        lambda: client.cluster.put_settings(persistent={"search.max_buckets": 1}),
        lambda: client.security.create_api_key(name="more"),
        lambda: client.indices.delete(index="of-another"),
    ):
        with pytest.raises(AuthorizationException):
            attempt()


def test_whoever_has_no_valid_key_is_told_without_the_key(full: ElasticsearchEngine) -> None:
    key = "YWJjZGVmZ2hpamtsbW5vcDpxcnN0dXZ3eHl6YWJjZGVmZw=="
    stranger = open_cluster(index=name_of(full), **connection(api_key=key))
    with pytest.raises(SearchUnavailable, match="does not know our key") as told:
        stranger.search(ask("hoà nhã"))
    assert key not in f"{told.value}{told.value.__cause__}"


def test_a_server_that_nobody_we_trust_has_signed_is_not_talked_to(
    full: ElasticsearchEngine,
) -> None:
    trusting = open_cluster(index=name_of(full), **connection(ca=""))
    with pytest.raises(SearchUnavailable, match="cannot be reached"):
        trusting.search(ask("hoà nhã"))


def test_a_password_in_place_of_a_key_will_do(full: ElasticsearchEngine) -> None:
    assert full.search(ask("hoà nhã")).total == 1
