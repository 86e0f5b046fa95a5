"""Which tests say the same whatever the database: a second run on another one leaves them out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}
# What is written in a module that may ask in a way that is not seen from its fixtures: by a process
# of its own, by settings. All others pytest-django lets ask nothing unless they are marked.
WORDS = ("django.db", "django.test", "subprocess", "call_command", "DATABASE", "environ")


def may_ask_the_database(item: pytest.Item) -> bool:
    """In doubt it may."""
    if item.get_closest_marker("django_db") or FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    return any(word in _source(item.path) for word in WORDS)


@cache
def _source(path: Path) -> str:
    return path.read_text("utf-8")
