from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[bytes], Path]:
    """Writes content under a name that says nothing of its kind."""

    def keep(content: bytes) -> Path:
        path = tmp_path / "file"
        path.write_bytes(content)
        return path

    return keep
