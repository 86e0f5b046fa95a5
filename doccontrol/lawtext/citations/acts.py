"""What a text may do to a mentioned one, and the verb that does it."""

from __future__ import annotations

from dataclasses import dataclass, field

from doccontrol.lawtext.citations.days import StatedDay
from doccontrol.lawtext.relation_kinds import RelationKind


@dataclass(frozen=True, slots=True)
class Role:
    """``day``: where the sentence states from when; ``article`` and ``clause`` are those of the
    reading text in which it stands, "" where none is."""

    kind: RelationKind
    confidence: float = 1.0
    scope: str = ""
    day: StatedDay | None = None
    article: str = ""
    clause: str = ""


REFERS = Role(RelationKind.REFERS)


@dataclass(slots=True)
class Act:
    """A verb of the reading text; its targets may begin at ``end``. ``inherited`` from the clause
    that opened the enumeration, with the day that it states. ``is_end``: it is "hết hiệu lực", said
    of a part too."""

    kind: RelationKind
    end: int
    confidence: float = 1.0
    inherited: bool = False
    is_end: bool = False
    day: StatedDay | None = None
    targets: list[int] = field(default_factory=list)
