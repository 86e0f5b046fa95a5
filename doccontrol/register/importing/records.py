"""What a line of an import file says, before anything is looked up in the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from doccontrol.lawtext.numbers import LegalNumber
from doccontrol.lawtext.relation_kinds import RelationKind


@dataclass(frozen=True, slots=True)
class RelationRecord:
    """What one text does to another. ``acting_type`` is for an acting text not yet registered."""

    line: int
    acting: LegalNumber
    acting_type: str
    kind: RelationKind
    target: str
    scope: str
    on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class TextRecord:
    """One text; an empty or None value is unknown. ``repairs`` says what was mended."""

    line: int
    number: LegalNumber
    type: str
    issuer: str = ""
    subject: str = ""
    issued: date | None = None
    effective: date | None = None
    as_at: date | None = None
    applied_from: tuple[tuple[date, str], ...] = ()
    source: str = ""
    source_url: str = ""
    note: str = ""
    repairs: tuple[str, ...] = ()
    relations: tuple[RelationRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that could not be taken, and why; ``of`` is what it would have been."""

    line: int
    reason: str
    of: Literal["texts", "relations"] = "texts"


Record = TextRecord | RelationRecord | BadRow
