"""What a text does to others: its references that act, one relation for each text and kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from doccontrol.folding import fold
from doccontrol.lawtext.citations.days import Days, staged_day
from doccontrol.lawtext.citations.references import CODE_OF_KIND, Reference, printed
from doccontrol.lawtext.citations.scopes import is_vague
from doccontrol.lawtext.numbers import LegalNumber, NotALegalNumber, parse_number
from doccontrol.lawtext.relation_kinds import IMPLEMENTING, RelationKind, is_whole
from doccontrol.pdftext.pages import Span

# Administrative texts rest on laws and speak of them; they change none (Nghị định 30/2020/NĐ-CP).
_CHANGES_NOTHING = frozenset({"TB", "KH", "BC", "TTR", "CV", "CTR", "HD", "GM", "BB", "PA", "ĐA"})


@dataclass(frozen=True, slots=True)
class FoundRelation:
    """The text that was read does ``kind`` to the text of ``number`` or ``name``. ``scope`` in the
    text's words; ``whole`` as ``rules.is_whole`` judges it. First found on ``page`` at ``span``."""

    kind: RelationKind
    number: LegalNumber | None
    printed_number: str
    name: str
    scope: str
    whole: bool
    page: int
    span: Span
    confidence: float
    # What stands beside the name or number: for finding the text in the register.
    issued: date | None = None
    year: int | None = None
    issuer: str = ""
    # None: from the day of the text's own effect.
    on: date | None = None


def relations_of(
    references: Sequence[Reference], own: str = "", days: Days | None = None
) -> list[FoundRelation]:
    """The relations of a text that has these references; ``own`` is its number, if known, ``days``
    what it says of its own effect.

    What is done to one text from several days is several relations: in part now, wholly later.
    A law that is named here with its number and there without is one. What the text says of itself
    is left out, and so is "hướng dẫn" where it also says "quy định chi tiết".
    """
    own_number = _parsed(own)
    own_key = own_number.normalised if own_number else ""
    numbers = _numbers_by_name(references)
    days = days or Days()
    found: dict[tuple[RelationKind, str, date | None], FoundRelation] = {}
    for reference in references:
        if reference.role is RelationKind.REFERS or not _may_do(reference.role, own_number):
            continue
        number = reference.number or _of_its_year(numbers.get(fold(reference.name)), reference)
        if number is not None and number.normalised == own_key:
            continue
        target = number.normalised if number else fold(f"{reference.name} {reference.year or ''}")
        relation = _relation(reference, number, days)
        place = (relation.kind, target, relation.on)
        known = found.get(place)
        found[place] = _together(known, relation) if known else relation
    detailed = {target for kind, target, _on in found if kind is RelationKind.DETAILS}
    stated = {
        (kind, target, relation.scope): relation
        for (kind, target, _on), relation in reversed(found.items())
        if not (kind is RelationKind.GUIDES and target in detailed)
    }
    return list(reversed(stated.values()))


def _of_its_year(number: LegalNumber | None, reference: Reference) -> LegalNumber | None:
    """A law of the same name that is cited by another year is an older one."""
    year = reference.issued.year if reference.issued else reference.year
    return number if number is None or year in (None, number.year) else None


def as_json(relation: FoundRelation, effective: date | None = None) -> dict[str, Any]:
    """The relation as ``read_text --json`` prints it: null where the text says nothing. ``on`` is
    the day from which it is done: that of the text's effect, unless it says another."""
    on = relation.on or effective
    return {
        "kind": CODE_OF_KIND[relation.kind],
        "number": relation.printed_number or None,
        "name": relation.name or None,
        "scope": relation.scope,
        "whole": relation.whole,
        "on": on.isoformat() if on else None,
        "issued": relation.issued.isoformat() if relation.issued else None,
        "year": relation.year,
        "issuer": relation.issuer or None,
        "page": relation.page,
        "span": list(relation.span),
        "confidence": round(relation.confidence, 2),
    }


def _parsed(own: str) -> LegalNumber | None:
    try:
        return parse_number(own)
    except NotALegalNumber:
        return None


def _may_do(kind: RelationKind, own: LegalNumber | None) -> bool:
    """Letters and plans only rest on texts: without a year, and of a type that rules nothing."""
    if kind is RelationKind.BASIS or own is None or own.has_year:
        return True
    return own.type_abbreviation is not None and own.type_abbreviation not in _CHANGES_NOTHING


def _numbers_by_name(references: Iterable[Reference]) -> dict[str, LegalNumber]:
    """Names that the text itself pairs with one number, and with no other."""
    numbers: dict[str, LegalNumber | None] = {}
    for reference in references:
        if reference.name and reference.number:
            key = fold(reference.name)
            known = numbers.setdefault(key, reference.number)
            if known and known.normalised != reference.number.normalised:
                numbers[key] = None
    return {name: number for name, number in numbers.items() if number is not None}


def _day(reference: Reference, days: Days) -> date | None:
    """The day that is said where it is done, else that of the article that does it, if it has
    force later than the text."""
    if reference.role is RelationKind.BASIS:
        return None
    if reference.day is not None and (stated := reference.day.on(days)):
        return stated if stated != days.effective else None
    changes = reference.role not in IMPLEMENTING
    return staged_day(days, reference.article, reference.clause) if changes else None


def _relation(reference: Reference, number: LegalNumber | None, days: Days) -> FoundRelation:
    from_elsewhere = number is not None and reference.number is None
    return FoundRelation(
        kind=reference.role,
        number=number,
        printed_number=printed(number) if number else "",
        name=reference.name,
        scope=reference.scope,
        whole=is_whole(reference.role, reference.scope),
        page=reference.page,
        span=reference.span,
        confidence=reference.confidence * (0.9 if from_elsewhere else 1.0),
        issued=reference.issued,
        year=reference.year,
        issuer=reference.issuer,
        on=_day(reference, days),
    )


def _together(known: FoundRelation, again: FoundRelation) -> FoundRelation:
    """One relation for two places: the first place, the surer reading, both scopes."""
    scope = known.scope
    if again.whole or is_vague(scope):
        scope = again.scope or scope
    elif not known.whole and not is_vague(again.scope) and again.scope not in scope:
        scope = f"{scope}; {again.scope}"
    return replace(
        known,
        scope=scope,
        whole=known.whole or again.whole,
        name=known.name or again.name,
        confidence=max(known.confidence, again.confidence),
    )
