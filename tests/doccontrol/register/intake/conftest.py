"""Folders of the test's own for what comes in."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.INBOX_DIR = tmp_path / "inbox"
    settings.CACHE_DIR = tmp_path / "cache"
    settings.INBOX_QUIET_SECONDS = 0


@pytest.fixture
def inbox(settings) -> Path:
    settings.INBOX_DIR.mkdir(parents=True)
    return settings.INBOX_DIR
