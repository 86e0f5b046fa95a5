"""The rows that can be found, cut into slices by their keys: what goes through all of them is done
slice by slice, each a job that owes the next."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from doccontrol.documents.models.editions import Edition
from doccontrol.jobs.outbox import Payload
from doccontrol.register.models.texts import LegalText
from search.engines.base import IndexDocument
from search.index.indexed_laws import LAW
from search.index.indexing import documents_of_editions, documents_of_laws

EDITION = "edition"
# Editions or texts of one slice: seconds of work.
ROWS = 2_000
_MODELS = {EDITION: Edition, LAW: LegalText}


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows of one kind with ``after`` < primary key ≤ ``until``; None: all that follow."""

    kind: str
    after: int
    until: int | None

    @classmethod
    def of(cls, payload: Payload) -> Slice:
        """The slice that a job is about; without a word of it, the first."""
        kind, after = payload.get("rows", EDITION), payload.get("after", 0)
        keys = _MODELS[kind]._default_manager.filter(pk__gt=after).order_by("pk")
        first = list(keys.values_list("pk", flat=True)[: ROWS + 1])
        return cls(kind, after, first[ROWS - 1] if len(first) > ROWS else None)

    def next(self) -> Payload | None:
        if self.until is not None:
            return {"rows": self.kind, "after": self.until}
        return {"rows": LAW, "after": 0} if self.kind == EDITION else None

    def holds(self, group: str) -> bool:
        """Whether a group of the index belongs here; what belongs nowhere, to the last slice."""
        kind, _colon, key = group.partition(":")
        if kind not in _MODELS or not key.isdecimal():
            return self.kind == LAW and self.until is None
        return (
            kind == self.kind
            and int(key) > self.after
            and (self.until is None or int(key) <= self.until)
        )

    def documents(self) -> Iterator[IndexDocument]:
        rows = {"pk__gt": self.after} | ({} if self.until is None else {"pk__lte": self.until})
        if self.kind == EDITION:
            return documents_of_editions(Edition.objects.filter(**rows))
        return documents_of_laws(LegalText.objects.filter(**rows))


def documents_of_groups(groups: Collection[str]) -> Iterator[IndexDocument]:
    """What the database has of the groups, and nothing else is read."""
    keys: dict[str, set[int]] = {EDITION: set(), LAW: set()}
    for group in groups:
        kind, _colon, key = group.partition(":")
        if kind in keys and key.isdecimal():
            keys[kind].add(int(key))
    return chain(
        documents_of_editions(Edition.objects.filter(pk__in=keys[EDITION])),
        documents_of_laws(LegalText.objects.filter(pk__in=keys[LAW])),
    )
