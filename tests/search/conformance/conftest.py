from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from search.engines.base import Engine, IndexDocument
from search.engines.embedded.engine import EmbeddedEngine
from tests import needs
from tests.search.corpus import CORPUS

KINDS = ["embedded", pytest.param("elasticsearch", marks=needs.elasticsearch)]
Opens = Callable[[], Engine]
Builds = Callable[..., Engine]


def opener(kind: str, stack: ExitStack, tmp_path_factory: pytest.TempPathFactory) -> Opens:
    """Each call opens an engine on an index of its own, not built yet."""
    if kind == "embedded":
        return lambda: EmbeddedEngine(tmp_path_factory.mktemp("index"))
    from tests.search.cluster.make import open_engine

    return lambda: stack.enter_context(open_engine("conformance"))


@pytest.fixture(scope="module", params=KINDS)
def open_new(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opens]:
    with ExitStack() as stack:
        yield opener(request.param, stack, tmp_path_factory)


@pytest.fixture
def index_of(open_new: Opens) -> Builds:
    """An engine with these documents and no others."""

    def build(*documents: IndexDocument) -> Engine:
        engine = open_new()
        engine.rebuild(documents)
        return engine

    return build


@pytest.fixture(scope="module")
def engine(open_new: Opens) -> Engine:
    """The small agency of ``tests.search.corpus``, to be read only."""
    built = open_new()
    built.rebuild(CORPUS)
    return built
