"""What a person says about a file: which text it is, what it does, who must look. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.register.rules import Resolver
from doccontrol.register.targets import derived_number

if TYPE_CHECKING:
    from doccontrol.documents.models.controlled import ControlledDocument
    from doccontrol.organisation.models.units import Unit
    from doccontrol.register.models.texts import LegalRelation, LegalText


@dataclass(frozen=True, slots=True)
class RelationSaid:
    """The text does ``kind`` to ``target``, or to a text of ``target_number`` not registered yet.

    ``on`` None: on the day the text takes effect. ``is_chosen``: a person told which of several.
    """

    kind: RelationKind
    target: LegalText | None
    target_number: str
    scope: str = ""
    on: date | None = None
    source: str = ""
    is_chosen: bool = False

    def facts(self) -> dict[str, Any]:
        """In the words of ``register.actions.RELATION_FACTS``."""
        return {
            "kind": self.kind,
            "target": self.target,
            "target_number": self.target_number,
            "resolved_by": Resolver.PERSON if self.is_chosen else Resolver.MACHINE,
            "scope": self.scope,
            "on": self.on,
            "source": self.source,
        }


def key_of_relation(relation: RelationSaid | LegalRelation) -> tuple[str, str, str]:
    """Two of one acting text with the same key are one relation of the register."""
    number = derived_number(relation.target_number, relation.target)
    return (str(relation.kind), number, relation.scope)


@dataclass(frozen=True, slots=True)
class LinkSaid:
    """The document must answer the text although no citation leads there."""

    document: ControlledDocument
    reason: str


@dataclass(frozen=True, slots=True)
class Statement:
    """``facts`` in the words of ``register.actions.FACTS``. ``same_as`` is the registered text
    that this is; of its facts only empty ones are filled, and those named in ``overwrite``
    replaced. ``refused`` are proposals not taken, one sentence each."""

    facts: Mapping[str, Any]
    same_as: LegalText | None = None
    overwrite: frozenset[str] = frozenset()
    relations: tuple[RelationSaid, ...] = ()
    refused: tuple[str, ...] = ()
    links: tuple[LinkSaid, ...] = ()
    units: tuple[Unit, ...] = field(default=())
