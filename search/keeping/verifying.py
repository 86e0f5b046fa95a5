"""Whether an index says what the database says, and how it is brought to say it.

A change that the worker has not come to yet is a difference, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from search.engines.base import Engine, IndexBroken, IndexDocument, IndexMissing
from search.engines.fingerprint import fingerprint
from search.index.indexing import everything
from search.index.slices import Slice, documents_of_groups

# Where more groups are wrong, everything is built anew.
MOST_GROUPS = 1_000


@dataclass(frozen=True)
class Drift:
    """Keys of documents. ``why_unreadable`` is what is wrong with an index as a whole; then
    nothing was compared."""

    missing: tuple[str, ...] = ()
    superfluous: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    compared: int = 0
    why_unreadable: str = ""

    def __bool__(self) -> bool:
        return bool(self.keys or self.why_unreadable)

    def __str__(self) -> str:
        if self.why_unreadable:
            return self.why_unreadable
        return (
            f"{len(self.missing)} missing, {len(self.superfluous)} superfluous, "
            f"{len(self.outdated)} outdated of {self.compared} documents"
        )

    @property
    def keys(self) -> tuple[str, ...]:
        return self.missing + self.superfluous + self.outdated

    @property
    def groups(self) -> frozenset[str]:
        """A key is that of its group, then #."""
        return frozenset(key.partition("#")[0] for key in self.keys)


class Afresh:
    """Documents that are read from the database each time they are gone through: each engine that
    writes them reads them while nobody else may write."""

    def __init__(self, read: Callable[[], Iterator[IndexDocument]]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[IndexDocument]:
        return self._read()


def find_drift(engine: Engine, within: Slice | None = None) -> Drift:
    """Of all that can be found, or of a slice of it. Raises SearchUnavailable if the engine does
    not answer."""
    try:
        indexed = dict(engine.keys())
    except (IndexMissing, IndexBroken) as failure:
        return Drift(why_unreadable=str(failure))
    if within is None:
        return _compare(indexed, everything())
    of_the_slice = {
        key: stored for key, stored in indexed.items() if within.holds(key.partition("#")[0])
    }
    return _compare(of_the_slice, within.documents())


def repair(engine: Engine, drift: Drift) -> None:
    """Reads what is different again, for the database may have moved on. Raises IndexLocked and
    SearchUnavailable; then nothing is lost by trying again."""
    if drift.why_unreadable or len(drift.groups) > MOST_GROUPS:
        engine.rebuild(Afresh(everything))
    elif drift:
        groups = sorted(drift.groups)
        engine.replace(groups, Afresh(lambda: documents_of_groups(groups)))


def _compare(indexed: Mapping[str, str], documents: Iterable[IndexDocument]) -> Drift:
    left = dict(indexed)
    missing, outdated = [], []
    for document in documents:
        known = left.pop(document.key, None)
        if known is None:
            missing.append(document.key)
        elif known != fingerprint(document):
            outdated.append(document.key)
    return Drift(tuple(missing), tuple(sorted(left)), tuple(outdated), len(indexed))
