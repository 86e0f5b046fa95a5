"""Which decisions wait for a person, and which of their own still wait for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet, Value
from django.urls import reverse

from doccontrol.decisions.kinds import DecisionKind, kinds, rows_of
from doccontrol.decisions.models import TwoPersonDecision

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

# Of one kind: whoever has more waiting begins with the oldest.
MOST = 50


@dataclass(frozen=True, slots=True)
class ListedDecision:
    """One row of a list; ``url`` is its page."""

    decision: TwoPersonDecision
    kind: DecisionKind[Any]

    @property
    def url(self) -> str:
        return page_of(self.decision)


def page_of(decision: TwoPersonDecision) -> str:
    return reverse("decisions:decision", args=[decision.kind_name, decision.pk])


def waiting_for(person: Person, on: date) -> list[ListedDecision]:
    """What the person may answer now, the longest waiting first; one query for each kind."""
    return _oldest_first(
        ListedDecision(decision, kind)
        for kind in kinds()
        if person.has_perm(kind.right)
        for decision in _listed(kind, on).exclude(proposed_by=person)[:MOST]
    )


def count_waiting_for(person: Person, on: date) -> int:
    """How many ``waiting_for`` lists; one query, for what stands on every page."""
    keys = [
        kind.subjects(kind.model._default_manager.waiting(), on)  # type: ignore[attr-defined]
        .exclude(proposed_by=person)
        .order_by()
        .values_list(Value(place), "pk")
        for place, kind in enumerate(kinds())
        if person.has_perm(kind.right)
    ]
    return keys[0].union(*keys[1:], all=True).count() if keys else 0


def proposed_by(person: Person, on: date) -> list[ListedDecision]:
    """What the person proposed and nobody has answered: it can be taken back."""
    return _oldest_first(
        ListedDecision(decision, kind)
        for kind in kinds()
        for decision in rows_of(kind).waiting().filter(proposed_by=person).order_by("pk")[:MOST]
    )


def answered_lately(person: Person, on: date) -> list[ListedDecision]:
    """The newest answers that the person may see."""
    rows = (
        ListedDecision(decision, kind)
        for kind in kinds()
        for decision in kind.visible(rows_of(kind).answered(), person, on).order_by("-pk")[:MOST]
    )
    return sorted(rows, key=lambda row: row.decision.answered_on or date.min, reverse=True)[:MOST]


def _listed(kind: DecisionKind[Any], on: date) -> QuerySet[Any]:
    return kind.subjects(rows_of(kind).waiting(), on).order_by("pk")


def _oldest_first(rows: Iterator[ListedDecision]) -> list[ListedDecision]:
    return sorted(rows, key=lambda row: (row.decision.proposed_on, row.decision.pk))
