"""What a relation points at: a text that a person chose, or a guess by the number that was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from doccontrol.lawtext.numbers import parse_number
from doccontrol.lawtext.relation_kinds import RelationKind, is_whole
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.register.rules import STARTS_A_CLOCK, Resolver


def derived_number(number: str, target: LegalText | None) -> str:
    """The key under which a relation names its target. Raises NotALegalNumber."""
    return target.number if target is not None else parse_number(number).normalised


def take_relation(relation: LegalRelation, facts: Mapping[str, Any]) -> None:
    """Whether the whole text is meant follows from the words of the scope (``rules.is_whole``)."""
    before = relation.target
    for name, value in facts.items():
        setattr(relation, name, value)
    if {"target", "target_number"} & facts.keys():
        if "target" not in facts:
            relation.target = None
        if relation.target is None or relation.target != before:
            # Else it was shown again and left as it was: what was a guess remains one.
            _aim(relation, facts.get("resolved_by") or Resolver.PERSON)
    relation.is_whole = is_whole(RelationKind(relation.kind), relation.scope)


def _aim(relation: LegalRelation, chosen_by: str) -> None:
    """Settle the target: the one that was chosen, or the only registered text of the number."""
    relation.target_number = derived_number(relation.target_number, relation.target)
    if relation.target is not None:
        relation.resolved_by = chosen_by
        return
    of_number = LegalText.objects.filter(number=relation.target_number)
    candidates = of_number.exclude(pk=relation.acting_id)[:2]
    relation.target = candidates[0] if len(candidates) == 1 else None
    relation.resolved_by = Resolver.MACHINE if relation.target else ""


def same_relation(relation: LegalRelation) -> QuerySet[LegalRelation]:
    return LegalRelation.objects.filter(
        acting=relation.acting_id,
        kind=relation.kind,
        target_number=relation.target_number,
        scope=relation.scope,
    ).exclude(pk=relation.pk)


def leave_old_number(text: LegalText) -> list[LegalText]:
    """After a correction of the text's number: what other texts say does not change with it.

    A relation that found the text by its number lets it go and looks again; one whose target
    a person chose names it by its new number. Returns the acting texts whose clocks may change.
    """
    left = []
    for relation in text.acted_on_by.select_related("acting"):
        if relation.resolved_by == Resolver.MACHINE:
            relation.target, relation.resolved_by = None, ""
            left.append(relation)
        else:
            relation.target_number = text.number
            if same_relation(relation).exists():
                continue
        relation.save(update_fields=["target", "target_number", "resolved_by"])
    return [relation.acting for relation in left if relation.kind in STARTS_A_CLOCK]
