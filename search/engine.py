"""Which engine this installation searches with: ``settings.SEARCH_ENGINE``."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from search.engines.base import Engine


def get_engine() -> Engine:
    """The engine of the settings, one per process; other settings give another engine."""
    options = dict(settings.SEARCH_ENGINE)
    return _made(options.pop("class"), tuple(sorted(options.items())))


def engine_version() -> Hashable:
    """Another one whenever an answer may be another; None where the engine does not tell, as one
    on other machines cannot."""
    tell = getattr(get_engine(), "version", None)
    return tell() if tell else None


@lru_cache(maxsize=4)
def _made(path: str, options: tuple[tuple[str, Any], ...]) -> Engine:
    engine: Engine = import_string(path)(**dict(options))
    return engine
