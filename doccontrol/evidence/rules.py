"""What may happen to a row of evidence after it was written: nothing, unless its table says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """The rule of one table; ``triggers`` makes the database hold it.

    ``written_once``: fields that are NULL or "" at first and may be filled once.
    ``changeable``: fields that may change while an SQL condition over OLD and NEW is true, written
    so that SQLite and PostgreSQL understand it; NULL counts as not true.
    ``links_closed``: an SQL condition over ``{owner}``, the key of the row to which a many-to-many
    link belongs; while it is true no further link is taken.
    ``forbidden``: by what is said of it, an SQL condition over NEW that no row that is added or
    changed may fulfil.
    Every other column never changes, no row is deleted, and no link is changed or deleted.
    """

    written_once: tuple[str, ...] = ()
    changeable: Mapping[str, str] = field(default_factory=dict)
    links_closed: str = ""
    forbidden: Mapping[str, str] = field(default_factory=dict)

    @property
    def later(self) -> frozenset[str]:
        """Fields that may change after the row was written: no hash of the row can hold them."""
        return frozenset({*self.written_once, *self.changeable})
