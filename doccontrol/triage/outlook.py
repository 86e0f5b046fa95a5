"""What saving a statement would set off, in words for the page. Reads only (``preview``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from doccontrol.clocks.announcing.administrative_procedures import second_clock_beside
from doccontrol.clocks.announcing.second_clock import SecondClock
from doccontrol.clocks.matching.preview import Acts, acts_of, preview
from doccontrol.clocks.models import Clock
from doccontrol.clocks.rules import TIME_LIMIT_ENDS
from doccontrol.register.models.texts import LegalText
from doccontrol.triage.identity import settled_facts
from doccontrol.triage.statement import RelationSaid, Statement, key_of_relation


@dataclass(frozen=True, slots=True)
class Opening:
    """One clock as it would stand. ``why`` is the citation, ``through`` the chain to it, "" where
    the document cites the text itself; ``due_before`` is given for a clock that runs already."""

    document: int
    code: str
    title: str
    unit_id: int
    unit: str
    effective: date | None
    due: date | None
    via: tuple[str, ...]
    why: str
    through: str
    due_before: date | None = None
    is_tentative: bool = False


@dataclass(frozen=True, slots=True)
class DocumentOpenings:
    """What one document would have to answer, by day."""

    first: Opening
    days: list[Opening]


def by_document(openings: Sequence[Opening]) -> list[DocumentOpenings]:
    """Each document once, in the order in which ``openings`` name it first, with all its days."""
    found: dict[int, DocumentOpenings] = {}
    for opening in openings:
        row = found.setdefault(opening.document, DocumentOpenings(opening, []))
        row.days.append(opening)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Outlook:
    """``opened`` None: nobody can tell while the facts are incomplete. ``second`` is the clock
    beside, where one of the documents is an administrative procedure."""

    opened: Sequence[Opening] | None = None
    moved: Sequence[Opening] = ()
    withdrawn: Sequence[Opening] = ()
    is_normative: bool = True
    second: SecondClock | None = None

    @property
    def first_due(self) -> date | None:
        return min((one.due for one in self.opened or () if one.due), default=None)

    @property
    def last_due(self) -> date | None:
        return max((one.due for one in self.opened or () if one.due), default=None)

    @property
    def is_tentative(self) -> bool:
        return any(one.is_tentative for one in self.opened or ())

    @property
    def opened_by_document(self) -> list[DocumentOpenings]:
        return by_document(self.opened or ())

    @property
    def moved_by_document(self) -> list[DocumentOpenings]:
        return by_document(self.moved)

    @property
    def withdrawn_by_document(self) -> list[DocumentOpenings]:
        return by_document(self.withdrawn)

    @property
    def documents(self) -> set[int]:
        return {one.document for one in (*(self.opened or ()), *self.moved)}

    @property
    def units(self) -> list[int]:
        return sorted({one.unit_id for one in (*(self.opened or ()), *self.moved)})


def outlook(statement: Statement | None, on: date) -> Outlook:
    """What ``confirm`` would open, move and withdraw on ``on``."""
    if statement is None:
        return Outlook()
    facts, known = settled_facts(statement), statement.same_as
    reasons = {link.document.pk: link.reason for link in statement.links}
    impact = preview(
        text=known.pk if known else None,
        number=facts["number"],
        is_normative=facts["type"].is_normative,
        effective=facts["effective"],
        expires=facts.get("expires"),
        applied_from=facts["applied_from"],
        relations=_acts(statement),
        hand_linked=list(reasons),
        on=on,
    )
    opened = [_opening(clock, reasons) for clock in impact.opened]
    moved = [_opening(clock, reasons, impact.due_before[clock.pk]) for clock in impact.moved]
    documents = {one.document for one in (*opened, *moved)}
    return Outlook(
        opened,
        moved,
        [_opening(clock, reasons) for clock in impact.withdrawn],
        facts["type"].is_normative,
        second_clock_beside(
            documents,
            regulates_procedures=facts.get("regulates_procedures"),
            number=facts["number"],
            effective=facts["effective"],
            issued=facts["issued"],
            issuer=facts.get("issuer"),
        ),
    )


def _acts(statement: Statement) -> list[Acts]:
    """What the text does already, and what was said besides; what stands is not said twice."""
    known = statement.same_as
    if known is None:
        return [_act(said) for said in statement.relations]
    standing = set(known.acts_on.values_list("kind", "target_number", "scope"))
    new = [said for said in statement.relations if key_of_relation(said) not in standing]
    return acts_of(known.pk) + [_act(said) for said in new]


def _act(relation: RelationSaid) -> Acts:
    return Acts(relation.kind, relation.target.pk if relation.target else None, relation.on)


def _opening(clock: Clock, reasons: dict[int, str], due_before: date | None = None) -> Opening:
    via = tuple(clock.via)
    if len(via) > 1:
        why = _("It cites %(cited)s") % {"cited": _cited(clock)}
        through = f"{via[0]} {str(clock.get_kind_display()).lower()} {' → '.join(via[1:])}"
        if clock.kind == TIME_LIMIT_ENDS:
            through = f"{via[0]} ({str(clock.get_kind_display()).lower()}) → {' → '.join(via[1:])}"
    elif clock.document_id in reasons:
        why, through = _("Named by hand: %(reason)s") % {"reason": reasons[clock.document_id]}, ""
    else:
        why, through = _("It cites %(cited)s") % {"cited": _cited(clock)}, ""
    return Opening(
        document=clock.document_id,
        code=clock.document.code,
        title=clock.edition.title,
        unit_id=clock.document.owner_unit_id,
        unit=clock.document.owner_unit.name,
        effective=clock.effective,
        due=clock.due,
        via=via,
        why=why,
        through=through,
        due_before=due_before,
        is_tentative=clock.is_tentative,
    )


def _cited(clock: Clock) -> str:
    return f"{clock.via[-1]} ({clock.clause})" if clock.clause else str(clock.via[-1])


def rests_already(text: LegalText | None) -> bool:
    """Whether a clock of the registered text is there, open or closed."""
    return text is not None and Clock.objects.filter(event__acting=text).exists()
