"""Short ways to ask an engine."""

from __future__ import annotations

from typing import Any

from search.engines.base import Counts, Engine, Facet, Filters
from tests.search.corpus import ask

EVERYTHING = Filters(on=None, public_only=False)
PUBLIC = Filters(on=None, public_only=True)


def found(engine: Engine, text: str, **named: Any) -> list[str]:
    """Keys, best first."""
    return [hit.key for hit in engine.search(ask(text, **named)).hits]


def counts(engine: Engine, text: str, **named: Any) -> dict[str, dict[str, int]]:
    told: Counts = engine.search(ask(text, facets=True, **named)).counts
    return {Facet(name).value: dict(values) for name, values in told.items() if values}
