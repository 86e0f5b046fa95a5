"""Engines of a test's own on the cluster that the environment names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from search.engines.base import IndexDocument
from search.engines.elasticsearch.engine import ElasticsearchEngine, open_cluster
from search.engines.fingerprint import fingerprint


def connection(**named: Any) -> dict[str, Any]:
    """The fields of a Connection to that cluster."""
    named.setdefault("urls", tuple(os.environ["ELASTICSEARCH_URL"].split(",")))
    named.setdefault("ca", os.environ.get("ELASTICSEARCH_CA", ""))
    if "api_key" not in named:
        named.setdefault("user", os.environ.get("ELASTICSEARCH_USER", ""))
        named.setdefault("password", os.environ.get("ELASTICSEARCH_PASSWORD", ""))
    return named


def fresh_name(prefix: str = "test") -> str:
    return f"hieu-luc-{prefix}-{uuid4().hex[:8]}"


@contextmanager
def open_engine(prefix: str = "test", **named: Any) -> Iterator[ElasticsearchEngine]:
    """An engine without an index yet; whatever it makes is removed at the end."""
    engine = open_cluster(index=fresh_name(prefix), **connection(**named))
    try:
        yield engine
    finally:
        engine.forget()


def holds(engine: ElasticsearchEngine, documents: Iterable[IndexDocument]) -> bool:
    """These, as they are, and nothing else."""
    return dict(engine.keys()) == {document.key: fingerprint(document) for document in documents}
