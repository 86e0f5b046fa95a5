from __future__ import annotations

from pathlib import Path

import pytest

from search.engines.embedded.engine import EmbeddedEngine
from tests.search.corpus import CORPUS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def engine(path: Path) -> EmbeddedEngine:
    built = EmbeddedEngine(path)
    built.rebuild(CORPUS)
    return built
