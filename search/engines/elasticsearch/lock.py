"""One writer at a time, also across machines: a document that only one process can make."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from elasticsearch import (
    ApiError,
    BadRequestError,
    ConflictError,
    Elasticsearch,
    NotFoundError,
    TransportError,
)

from search.engines.base import IndexLocked
from search.engines.elasticsearch.connection import trouble_is_told

# Whoever has not renewed the lock for so long has died: the clocks of machines that share a
# cluster must agree to some seconds.
LASTS = 30.0
_RENEWED_EVERY = LASTS / 4
_ID = "writer"
_MAPPING = {
    "dynamic": "strict",
    "properties": {
        "holder": {"type": "keyword", "index": False},
        "until": {"type": "double", "index": False},
    },
}


class Held:
    """The lock while we have it. It is renewed beside the work until it is given back."""

    def __init__(self, client: Elasticsearch, index: str, version: dict[str, Any]) -> None:
        self._client, self._index, self._version = client, index, version
        self._one_at_a_time = threading.Lock()
        self._over = threading.Event()
        threading.Thread(target=self._keep, name="search-lock", daemon=True).start()

    def renew(self) -> None:
        """Raises IndexLocked if another process took us for dead and writes now."""
        with self._one_at_a_time, trouble_is_told(), _conflict_is_locked(self._index):
            answer = self._client.index(
                index=self._index, id=_ID, document=_mark(), **self._version
            )
            self._version = _version(answer)

    def give_back(self) -> None:
        self._over.set()
        # If this fails, the lock ends by itself.
        with self._one_at_a_time, suppress(ApiError, TransportError):
            self._client.delete(index=self._index, id=_ID, **self._version)

    def _keep(self) -> None:
        while not self._over.wait(_RENEWED_EVERY):
            with suppress(Exception):  # whoever asks next for the lock or the switch is told
                self.renew()


class WriteLock:
    def __init__(self, client: Elasticsearch, index: str) -> None:
        self.index = index
        self._client = client
        self._index_is_made = False

    @contextmanager
    def held(self) -> Iterator[Held]:
        """Raises IndexLocked if another process has it, SearchUnavailable if none can be had."""
        with trouble_is_told():
            held = Held(self._client, self.index, self._take())
        try:
            yield held
        finally:
            held.give_back()

    def _take(self) -> dict[str, Any]:
        if not self._index_is_made:
            self._make_index()
        with _conflict_is_locked(self.index):
            try:
                return self._make()
            except ConflictError:
                return self._take_over()

    def _make(self) -> dict[str, Any]:
        return _version(self._client.create(index=self.index, id=_ID, document=_mark()))

    def _make_index(self) -> None:
        """Before the first write, which would make one with settings of its own."""
        if not self._client.indices.exists(index=self.index):
            settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
            with suppress(BadRequestError):  # another process has just made it
                self._client.indices.create(index=self.index, settings=settings, mappings=_MAPPING)
        self._index_is_made = True

    def _take_over(self) -> dict[str, Any]:
        """The lock of one who died."""
        try:
            there = self._client.get(index=self.index, id=_ID)
        except NotFoundError:  # given back just now
            return self._make()
        if there["_source"]["until"] > time.time():
            raise IndexLocked(f"{there['_source']['holder']} writes to the search index.")
        version = _version(there)
        answer = self._client.index(index=self.index, id=_ID, document=_mark(), **version)
        return _version(answer)


@contextmanager
def _conflict_is_locked(index: str) -> Iterator[None]:
    try:
        yield
    except ConflictError as failure:
        raise IndexLocked(f"Another process writes to {index}.") from failure


def _mark() -> dict[str, Any]:
    holder = f"{socket.gethostname()}, process {os.getpid()}"
    return {"holder": holder, "until": time.time() + LASTS}


def _version(answer: Any) -> dict[str, Any]:
    return {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}
