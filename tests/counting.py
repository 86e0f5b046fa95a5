"""Work that is counted instead of timed: the same on every machine, however busy."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model


def calls(do: Callable[[], object]) -> int:
    """How many functions, of Python and built in, are called while ``do`` runs; what a single
    call of a built-in function costs is not seen."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        do()
    finally:
        sys.setprofile(before)
    return count


def queries(do: Callable[[], object]) -> int:
    """How many queries ``do`` asks, however many they are: Django's own list ends at 9,000."""
    count = 0

    def note(execute: Callable[..., Any], *asked: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*asked)

    with connection.execute_wrapper(note):
        do()
    return count


@contextmanager
def fetching(model: type[Model], monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The rows of ``model`` that are made from what the database returns: those of a page, or all
    of a table to cut a page from."""
    fetched: list[Any] = []
    make = model.from_db

    def note(*given: Any) -> Any:
        fetched.append(make(*given))
        return fetched[-1]

    with monkeypatch.context() as patched:
        patched.setattr(model, "from_db", note)
        yield fetched
