"""Which index of the cluster is the live one, how a new one takes its place, and who may write.

The alias ``<name>-<version>`` points to the live index and is switched in one step. Programs of
another version ask for another alias: they find their own index, or none and build one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.dsl import Index

from search.engines.base import IndexMissing, SearchUnavailable
from search.engines.elasticsearch.connection import trouble_is_told
from search.engines.elasticsearch.fields import VERSION, index_mapping
from search.engines.elasticsearch.lock import Held, WriteLock


class Indices:
    def __init__(self, client: Elasticsearch, name: str, settings: Mapping[str, Any]) -> None:
        """``name`` begins the names of all indices: other installations have another one."""
        self.alias = f"{name}-{VERSION}"
        self._client, self._settings = client, dict(settings)
        self._every = f"{name}-v*"
        self._lock = WriteLock(f"{name}-writer")

    def live(self) -> str:
        """The name of the live index. Raises IndexMissing before the first build."""
        with trouble_is_told():
            return self._live()

    @contextmanager
    def locked(self) -> Iterator[Held]:
        """The right to write, against all processes of all machines; raises IndexLocked.

        A change written to the old index during a rebuild would be lost at the switch.
        """
        with self._lock.held() as held:
            yield held

    @contextmanager
    def new(self, held: Held) -> Iterator[str]:
        """The name of a new empty index, live once the block has ended well, gone if it has not.

        Only under the lock: all other indices of this installation are removed at the switch, what
        a rebuild that was killed left too.
        """
        name = f"{self.alias}-{uuid.uuid4().hex[:12]}"
        try:
            with trouble_is_told():
                self._create(name)
            yield name
            with trouble_is_told():
                self._client.indices.refresh(index=name)
                held.confirm()
                self._switch_to(name)
            self._pack(name)
        except BaseException:
            with suppress(SearchUnavailable), trouble_is_told():
                self._client.indices.delete(index=name, ignore_unavailable=True)
            raise

    def forget(self) -> None:
        """Removes everything of this installation, for tests and benchmarks."""
        with trouble_is_told():
            names = list(self._client.indices.get(index=self._every))
            if names:
                self._client.indices.delete(index=names, ignore_unavailable=True)

    def _create(self, name: str) -> None:
        index = Index(name, using=self._client)
        index.settings(**self._settings)
        index.mapping(index_mapping())
        index.create()

    def _pack(self, name: str) -> None:
        """Asks for one segment, which is searched in half the time. The server makes it beside its
        other work; if it does not, nothing is wrong."""
        with suppress(SearchUnavailable), trouble_is_told():
            self._client.indices.forcemerge(
                index=name, max_num_segments=1, wait_for_completion=False
            )

    def _live(self) -> str:
        try:
            return next(iter(self._client.indices.get_alias(name=self.alias)))
        except (NotFoundError, StopIteration) as failure:
            raise IndexMissing(f"Elasticsearch has no index {self.alias}.") from failure

    def _switch_to(self, name: str) -> None:
        others = sorted(set(self._client.indices.get(index=self._every)) - {name})
        actions: list[dict[str, Any]] = [{"add": {"index": name, "alias": self.alias}}]
        actions += [{"remove_index": {"index": other}} for other in others]
        self._client.indices.update_aliases(actions=actions)
