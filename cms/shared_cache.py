"""The cache that every process of this installation sees, as files in ``VAR_DIR``: no service.

Django's own cache in files loses a count when two processes add at once, and drops entries at
random when it is full. Counts of wrong passwords may suffer neither.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.utils.connection import ConnectionProxy

# The alias in CACHES: files on one machine, Redis for several.
SHARED = "shared"
shared_cache: BaseCache = ConnectionProxy(caches, SHARED)  # type: ignore[assignment]
# Looking through the folder is slow: one write in so many does it.
_WRITES_PER_SWEEP = 100
_writes = count(1)


class SharedFileCache(FileBasedCache):
    """``add``, ``incr`` and ``touch`` are one step each, for threads and processes alike."""

    # Django's own, which its types do not tell of.
    _dir: str
    _createdir: Callable[[], None]
    _list_cache_files: Callable[[], list[str]]
    _is_expired: Callable[[IO[bytes]], bool]

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        with self._alone():
            return super().add(key, value, timeout, version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """The new count, kept for the cache's TIMEOUT. Raises ValueError if there is none."""
        with self._alone():
            return super().incr(key, delta, version)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Writes the entry anew: Django's own writes over the file that another may be reading."""
        with self._alone():
            value = self.get(key, version=version)
            if value is not None:
                self.set(key, value, timeout, version)
            return value is not None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # Each caller opens the file anew, so that threads exclude each other too.
        self._createdir()
        with Path(self._dir, "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _cull(self) -> None:
        """What has expired goes first; only what is left beyond MAX_ENTRIES goes at random."""
        if next(_writes) % _WRITES_PER_SWEEP:
            return
        for path in self._list_cache_files():
            try:
                with Path(path).open("rb") as file:
                    self._is_expired(file)
            except FileNotFoundError:  # another process sweeps too
                continue
        super()._cull()  # type: ignore[misc]
