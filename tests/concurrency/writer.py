"""Somebody who has written and has not committed yet."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from django.db import connections, transaction

PATIENCE = 60  # seconds, before a test that hangs is given up


class Writer:
    """A transaction in a thread of its own, that has written and is not committed until told."""

    def __init__(self, write: Callable[[], Any]) -> None:
        self._write, self._wrote, self._go_on = write, Event(), Event()
        self._thread = Thread(target=self._run)

    def __enter__(self) -> Writer:
        self._thread.start()
        assert self._wrote.wait(PATIENCE)
        return self

    def __exit__(self, *error: object) -> None:
        self._go_on.set()
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        try:
            with transaction.atomic():
                self._write()
                self._wrote.set()
                self._go_on.wait(PATIENCE)
        finally:
            connections.close_all()
