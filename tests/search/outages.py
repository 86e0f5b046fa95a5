"""Engines that can be switched off, as a cluster that does not answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from search.engines.base import SearchUnavailable
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.fallback import WithFallback


class Switched:
    """An engine that answers while it is on. ``asked`` counts what reached it or would have."""

    def __init__(self, path: Path) -> None:
        self.inner = EmbeddedEngine(path)
        self.on = True
        self.asked = 0

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.inner, name)

        def ask(*given: Any, **named: Any) -> Any:
            self.asked += 1
            if not self.on:
                raise SearchUnavailable("switched off")
            return method(*given, **named)

        return ask


def open_one(path: Path) -> Switched:
    return Switched(path / "first")


def open_both(path: Path) -> WithFallback:
    return WithFallback(Switched(path / "first"), EmbeddedEngine(path / "second"))
