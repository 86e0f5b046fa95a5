"""What a text may do to a mentioned one, and the verb that does it."""

from __future__ import annotations

from dataclasses import dataclass, field

from doccontrol.lawtext.relation_kinds import RelationKind


@dataclass(frozen=True, slots=True)
class Role:
    kind: RelationKind
    confidence: float = 1.0
    scope: str = ""


REFERS = Role(RelationKind.REFERS)


@dataclass(slots=True)
class Act:
    """A verb of the reading text; its targets may begin at ``end``. ``inherited`` from the clause
    that opened the enumeration."""

    kind: RelationKind
    end: int
    confidence: float = 1.0
    inherited: bool = False
    targets: list[int] = field(default_factory=list)
