"""The only code that writes single texts and relations of the register (files: ``importing``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import reversion
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from doccontrol.errors import Refused
from doccontrol.history import recorded
from doccontrol.register.consequences import after_change
from doccontrol.register.models import AppliedFrom, Issuer, LegalRelation, LegalText, LegalType
from doccontrol.register.numbers import parse_number
from doccontrol.register.rules import RelationKind, is_whole

if TYPE_CHECKING:
    from doccontrol.organisation.models import Person

# What a person may say about a text; the rest of its columns is derived.
FACTS = frozenset(
    {
        "number", "type", "issuer", "co_issuers", "subject", "issued", "effective", "expires",
        "applied_from", "source_url", "source", "as_at", "checked_by", "note",
        "status_override", "override_reason",
    }
)  # fmt: skip
RELATION_FACTS = frozenset({"kind", "target", "target_number", "on", "until", "scope", "source"})


class ReasonMissing(Refused):
    """A change of the register without a reason."""

    def __init__(self) -> None:
        super().__init__(_("Say why: every change of the register needs a reason."))


class AlreadyRegistered(Refused):
    """Another text has this number, issuer and day of issue."""

    def __init__(self, number: str) -> None:
        super().__init__(_("The text %(number)s is already registered.") % {"number": number})


class RelationExists(Refused):
    """The same thing is already said of the same two texts."""

    def __init__(self) -> None:
        super().__init__(_("This relation between the two texts is already registered."))


@dataclass(frozen=True, slots=True)
class Applied:
    """Provisions that apply from a day of their own."""

    on: date
    provisions: str = ""


def register_text(
    *, number: str, type: LegalType, by: Person | None, reason: str, **facts: Any
) -> LegalText:
    """Register a text; ``facts`` are of FACTS, ``applied_from`` a list of Applied.

    A text of the same number, issuer and day of issue is returned as it stands: asking twice
    changes nothing. Raises NotALegalNumber, ReasonMissing, TypeError for an unknown fact.
    """
    _require(reason, facts, FACTS)
    with recorded(by, reason):
        same = find_same(number, facts.get("issuer"), facts.get("issued"))
        if same is not None:
            return same
        text = LegalText()
        _take(text, {"number": number, "type": type, **facts})
        try:
            with transaction.atomic():
                text.save()
        except IntegrityError as error:  # somebody else was first, or a truth was broken
            if find_same(number, text.issuer, text.issued) is None:
                raise
            raise AlreadyRegistered(text.number) from error
        _take_many(text, facts)
        after_change([text])
    return text


def correct_text(
    text: LegalText, *, by: Person | None, reason: str, changes: Mapping[str, Any]
) -> LegalText:
    """Change facts of a registered text and all that is derived from them.

    Only a real difference is written; none leaves no history entry. Raises NotALegalNumber,
    AlreadyRegistered, ReasonMissing, TypeError for an unknown fact.
    """
    _require(reason, changes, FACTS)
    with recorded(by, reason):
        current = LegalText.objects.select_for_update().get(pk=text.pk)
        before = current.number
        differences = {
            name: value for name, value in changes.items() if _differs(current, name, value)
        }
        if not differences:
            return current
        _take(current, differences)
        same = find_same(current.number, current.issuer, current.issued)
        if same is not None and same.pk != current.pk:
            raise AlreadyRegistered(current.number)
        current.save()
        _take_many(current, differences)
        if current.number != before:
            _rename_target(current)
        after_change([current])
    return current


def find_same(number: str, issuer: Issuer | None, issued: date | None) -> LegalText | None:
    """The registered text of this identity, unknown parts included. Raises NotALegalNumber."""
    wanted = LegalText.objects.filter(
        number=parse_number(number).normalised, issuer=issuer, issued=issued
    )
    return wanted.first()


def add_relation(
    acting: LegalText,
    *,
    kind: RelationKind,
    by: Person | None,
    reason: str,
    target: LegalText | None = None,
    target_number: str = "",
    **facts: Any,
) -> LegalRelation:
    """Register what ``acting`` does to a text, registered or only named by its number.

    A number that just one registered text has is resolved to it. The same relation asked for
    twice is returned as it stands. Raises NotALegalNumber, ReasonMissing, TypeError.
    """
    _require(reason, facts, RELATION_FACTS)
    with recorded(by, reason):
        relation = LegalRelation(acting=acting, kind=kind)
        _take_relation(relation, {"target": target, "target_number": target_number, **facts})
        if same := _same_relation(relation).first():
            return same
        relation.save()
        _after_relation(relation)
    return relation


def correct_relation(
    relation: LegalRelation, *, by: Person | None, reason: str, changes: Mapping[str, Any]
) -> LegalRelation:
    """Change what is said of two texts; the acting text stays. Raises RelationExists,
    NotALegalNumber, ReasonMissing, TypeError."""
    _require(reason, changes, RELATION_FACTS)
    with recorded(by, reason):
        current = LegalRelation.objects.select_for_update().get(pk=relation.pk)
        if all(getattr(current, name) == value for name, value in changes.items()):
            return current
        left, old_number = current.target, current.target_number
        _take_relation(current, changes)
        if _same_relation(current).exists():
            raise RelationExists
        current.save()
        _after_relation(current, *([left] if left and current.target_number != old_number else []))
    return current


def remove_relation(relation: LegalRelation, *, by: Person | None, reason: str) -> None:
    """Take back a relation that was registered by mistake; a second time does nothing.

    The entry with the reason stands in the acting text's history, as the relation's own rows of
    history lead nowhere once it is gone.
    """
    _require(reason, {}, RELATION_FACTS)
    with recorded(by, reason):
        current = LegalRelation.objects.select_related("acting", "target").filter(pk=relation.pk)
        for gone in current:
            gone.delete()
            _after_relation(gone)


def derived_number(number: str, target: LegalText | None) -> str:
    """The key under which a relation names its target. Raises NotALegalNumber."""
    return target.number if target is not None else parse_number(number).normalised


def _require(reason: str, facts: Mapping[str, Any], known: frozenset[str]) -> None:
    if unknown := set(facts) - known:
        raise TypeError(f"Not a fact of the register: {sorted(unknown)}")
    if not reason.strip():
        raise ReasonMissing


def _differs(text: LegalText, name: str, value: Any) -> bool:
    if name == "number":
        return text.number_raw != value
    if name == "applied_from":
        rows = text.applied_from.values_list("applies_on", "provisions")
        return set(rows) != {(one.on, one.provisions) for one in value}
    if name == "co_issuers":
        return set(text.co_issuers.all()) != set(value)
    return bool(getattr(text, name) != value)


def _take(text: LegalText, facts: Mapping[str, Any]) -> None:
    """Own columns only; ``_take_many`` needs the row."""
    for name, value in facts.items():
        if name == "number":
            text.set_number(value)
        elif name not in ("applied_from", "co_issuers"):
            setattr(text, name, value)
    text.fold()


def _take_many(text: LegalText, facts: Mapping[str, Any]) -> None:
    if "co_issuers" in facts:
        text.co_issuers.set(facts["co_issuers"])
    if "applied_from" not in facts:
        return
    wanted = {(one.on, one.provisions) for one in facts["applied_from"]}
    for row in text.applied_from.all():
        if (row.applies_on, row.provisions) not in wanted:
            row.delete()
        wanted.discard((row.applies_on, row.provisions))
    for day, provisions in sorted(wanted):
        AppliedFrom.objects.create(text=text, applies_on=day, provisions=provisions)


def _take_relation(relation: LegalRelation, facts: Mapping[str, Any]) -> None:
    """Whether the whole text is meant follows from the words of the scope (``rules.is_whole``)."""
    for name, value in facts.items():
        setattr(relation, name, value)
    relation.target_number = derived_number(relation.target_number, relation.target)
    if relation.target is None:
        found = LegalText.objects.filter(number=relation.target_number).exclude(
            pk=relation.acting_id
        )[:2]
        relation.target = found[0] if len(found) == 1 else None
    relation.is_whole = is_whole(RelationKind(relation.kind), relation.scope)


def _same_relation(relation: LegalRelation) -> QuerySet[LegalRelation]:
    return LegalRelation.objects.filter(
        acting=relation.acting_id,
        kind=relation.kind,
        target_number=relation.target_number,
        scope=relation.scope,
    ).exclude(pk=relation.pk)


def _after_relation(relation: LegalRelation, *also: LegalText) -> None:
    # The entry shows in the histories of both texts' pages through the acting one.
    reversion.add_to_revision(relation.acting)
    target = [relation.target] if relation.target else []
    after_change([relation.acting], acted_on=[*target, *also])


def _rename_target(text: LegalText) -> None:
    """Relations that point at the text carry its number: it follows a correction."""
    for relation in text.acted_on_by.all():
        relation.target_number = text.number
        if not _same_relation(relation).exists():
            relation.save(update_fields=["target_number"])
