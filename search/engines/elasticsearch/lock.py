"""One writer at a time, also across machines: whoever writes to the cluster holds a row of the
database that all of them share.

The row is held by an open transaction of a connection of its own. With its process ends the
connection, and the row is free: nothing has to be renewed and no clocks have to agree. SQLite holds
no rows and serves one machine; there a file is held.
"""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from search.engines.base import IndexLocked

_MAKE = "INSERT INTO search_indexwriter (name, holder) VALUES (%s, '') ON CONFLICT DO NOTHING"
_HOLD = "SELECT name FROM search_indexwriter WHERE name = %s FOR UPDATE SKIP LOCKED"
_SIGN = "UPDATE search_indexwriter SET holder = %s WHERE name = %s"
_HOLDER = "SELECT holder FROM search_indexwriter WHERE name = %s"
# A rebuild works elsewhere for minutes while the transaction waits.
_WAIT = "SET LOCAL idle_in_transaction_session_timeout = 0"


class Held:
    """The lock while we have it; ``own`` is the connection that holds the row, None for a file."""

    def __init__(self, name: str, own: BaseDatabaseWrapper | None) -> None:
        self._name, self._own = name, own

    def confirm(self) -> None:
        """Raises IndexLocked if the database has let go of us: another process may write now."""
        if self._own is None:
            return
        try:
            with self._own.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError as failure:
            raise IndexLocked(f"The right to write to {self._name} was lost.") from failure


class WriteLock:
    def __init__(self, name: str) -> None:
        """``name``: of what is written to."""
        self._name = name

    @contextmanager
    def held(self) -> Iterator[Held]:
        """Raises IndexLocked if another process has it."""
        holding = _row if connection.vendor == "postgresql" else _file
        with holding(self._name) as held:
            yield held


@contextmanager
def _row(name: str) -> Iterator[Held]:
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute(_MAKE, [name])
            _hold(own, name)
            # Kept, so that whoever comes later reads it; then the row is ours once more.
            cursor.execute(_SIGN, [_ourselves(), name])
            own.commit()
            _hold(own, name)
            cursor.execute(_WAIT)
        yield Held(name, own)
    finally:
        own.close()


def _hold(own: BaseDatabaseWrapper, name: str) -> None:
    own.set_autocommit(False)
    with own.cursor() as cursor:
        cursor.execute(_HOLD, [name])
        if cursor.fetchone() is None:
            cursor.execute(_HOLDER, [name])
            raise _locked(name, cursor.fetchone()[0])


@contextmanager
def _file(name: str) -> Iterator[Held]:
    with Path(settings.VAR_DIR, f"{name}.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise _locked(name, file.read()) from None
        file.truncate(0)
        file.write(_ourselves())
        file.flush()
        yield Held(name, None)


def _locked(name: str, holder: str) -> IndexLocked:
    return IndexLocked(f"{holder or 'Another process'} writes to {name}.")


def _ourselves() -> str:
    return f"{socket.gethostname()}, process {os.getpid()},"
