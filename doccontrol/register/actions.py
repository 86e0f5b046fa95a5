"""The only code that writes single texts and relations of the register (files: ``importing``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import reversion
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from doccontrol.errors import Refused
from doccontrol.history import recorded
from doccontrol.lawtext.numbers import parse_number
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.register.deriving.after_changes import after_change
from doccontrol.register.models.events import AppliedFrom
from doccontrol.register.models.issuers import Issuer, LegalType
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.register.targets import leave_old_number, same_relation, take_relation

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

# What a person may say about a text; the rest of its columns is derived.
FACTS = frozenset(
    {
        "number", "type", "issuer", "co_issuers", "subject", "issued", "effective", "expires",
        "applied_from", "regulates_procedures", "source_url", "source", "as_at", "checked_by",
        "note", "status_override", "override_reason",
    }
)  # fmt: skip
RELATION_FACTS = frozenset(
    {"kind", "target", "target_number", "resolved_by", "on", "until", "scope", "source"}
)


class ReasonMissing(Refused):
    """A change of the register without a reason."""

    def __init__(self) -> None:
        super().__init__(_("Say why: every change of the register needs a reason."))


class AlreadyRegistered(Refused):
    """Another text has this number, issuer and day of issue."""

    def __init__(self, number: str) -> None:
        super().__init__(_("The text %(number)s is already registered.") % {"number": number})


class NotRegistered(Refused):
    """Two persons found meanwhile that it was registered by mistake."""

    def __init__(self, text: LegalText) -> None:
        super().__init__(
            _("%(text)s is not in the register any more. Look at its page.") % {"text": text}
        )


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
    *,
    number: str,
    type: LegalType,
    by: Person | None,
    reason: str,
    relations: Sequence[Mapping[str, Any]] = (),
    **facts: Any,
) -> LegalText:
    """Register a text; ``facts`` are of FACTS, ``applied_from`` a list of Applied. ``relations``
    are what it does, as ``add_relations`` takes them: what follows from all is derived once.

    A text of the same number, issuer and day of issue is left as it stands, but for relations:
    asking twice changes nothing. Raises NotALegalNumber, ReasonMissing, TypeError for an unknown
    fact.
    """
    _require(reason, facts, FACTS)
    with recorded(by, reason):
        same = find_same(number, facts.get("issuer"), facts.get("issued"))
        if same is not None:
            add_relations(same, relations, by=by, reason=reason)
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
        _relations, new = _add(text, relations, reason)
        after_change([text], acted_on=_targets(new))
    return text


def correct_text(
    text: LegalText,
    *,
    by: Person | None,
    reason: str,
    changes: Mapping[str, Any],
    relations: Sequence[Mapping[str, Any]] = (),
) -> LegalText:
    """Change facts of a registered text and all that is derived from them. ``relations`` are what
    it does besides, as ``add_relations`` takes them.

    Only a real difference is written; none leaves no history entry. Raises NotALegalNumber,
    AlreadyRegistered, NotRegistered, ReasonMissing, TypeError for an unknown fact.
    """
    _require(reason, changes, FACTS)
    with recorded(by, reason):
        current = LegalText.objects.select_for_update().filter(pk=text.pk).first()
        if current is None:
            raise NotRegistered(text)
        before = current.number
        differences = {
            name: value for name, value in changes.items() if _differs(current, name, value)
        }
        if not differences:
            add_relations(current, relations, by=by, reason=reason)
            return current
        _take(current, differences)
        same = find_same(current.number, current.issuer, current.issued)
        if same is not None and same.pk != current.pk:
            raise AlreadyRegistered(current.number)
        current.save()
        _take_many(current, differences)
        left = leave_old_number(current) if current.number != before else []
        _relations, new = _add(current, relations, reason)
        after_change([current, *left], acted_on=_targets(new), numbers=[before])
    return current


def find_same(number: str, issuer: Issuer | None, issued: date | None) -> LegalText | None:
    """The registered text of this identity, unknown parts included. Raises NotALegalNumber."""
    same = LegalText.objects.filter(
        number=parse_number(number).normalised, issuer=issuer, issued=issued
    )
    return same.first()


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
    statement = {"kind": kind, "target": target, "target_number": target_number, **facts}
    [relation] = add_relations(acting, [statement], by=by, reason=reason)
    return relation


def add_relations(
    acting: LegalText, all_said: Sequence[Mapping[str, Any]], *, by: Person | None, reason: str
) -> list[LegalRelation]:
    """Several of ``add_relation`` with one history entry: what follows from them is derived once.

    Raises what it raises.
    """
    with recorded(by, reason):
        relations, new = _add(acting, all_said, reason)
        if new:
            _after_relations(acting, new)
    return relations


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
        left = _targets([current])
        take_relation(current, changes)
        if same_relation(current).exists():
            raise RelationExists
        current.save()
        _after_relations(current.acting, [current], left=left)
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
            _after_relations(gone.acting, [gone])


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
        return set(rows) != {(applied.on, applied.provisions) for applied in value}
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
    days = {(applied.on, applied.provisions) for applied in facts["applied_from"]}
    for row in text.applied_from.all():
        if (row.applies_on, row.provisions) not in days:
            row.delete()
        days.discard((row.applies_on, row.provisions))
    for day, provisions in sorted(days):
        AppliedFrom.objects.create(text=text, applies_on=day, provisions=provisions)


def _add(
    acting: LegalText, all_said: Sequence[Mapping[str, Any]], reason: str
) -> tuple[list[LegalRelation], list[LegalRelation]]:
    """The relations asked for, and those of them that were not there yet."""
    relations, new = [], []
    for facts in all_said:
        _require(reason, facts, RELATION_FACTS)
        relation = LegalRelation(acting=acting)
        take_relation(relation, {"target": None, "target_number": "", **facts})
        same = same_relation(relation).first()
        if same is None:
            relation.save()
            new.append(relation)
        relations.append(same or relation)
    return relations, new


def _after_relations(
    acting: LegalText, changed: Iterable[LegalRelation], *, left: Iterable[LegalText] = ()
) -> None:
    """``left`` are texts to which nothing is done any more."""
    # The entry shows in the histories of both texts' pages through the acting one.
    reversion.add_to_revision(acting)
    after_change([acting], acted_on=[*_targets(changed), *left])


def _targets(relations: Iterable[LegalRelation]) -> list[LegalText]:
    return [relation.target for relation in relations if relation.target is not None]
