"""Which decisions wait for a person, and which of their own still wait for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.urls import reverse

from doccontrol.decisions.kinds import DecisionKind, kinds, rows_of
from doccontrol.decisions.models import TwoPersonDecision

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

# Of one kind: whoever has more waiting begins with the oldest.
MOST = 50
# A refusal stands on the desk of whoever proposed for as long.
TOLD_FOR = timedelta(days=30)


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
    """What the person may answer now, the longest waiting first."""
    return _oldest_first(
        ListedDecision(decision, kind)
        for kind in _waiting_kinds(person)
        for decision in _listed(kind, on).exclude(proposed_by=person)[:MOST]
    )


def count_waiting_for(person: Person, on: date) -> int:
    """How many ``waiting_for`` lists."""
    return sum(
        kind.subjects(_waiting(kind).exclude(proposed_by=person), on).count()
        for kind in _waiting_kinds(person)
    )


def _waiting_kinds(person: Person) -> list[DecisionKind[Any]]:
    """The kinds of which something may wait for the person. It is asked on every page and mostly
    there is nothing, which one plain query tells; whether what a decision is about still means
    something is dear to ask."""
    answered = [kind for kind in kinds() if person.has_perm(kind.right)]
    places = [
        _waiting(kind).exclude(proposed_by=person).order_by().values_list(Value(place))
        for place, kind in enumerate(answered)
    ]
    there = {place for (place,) in places[0].union(*places[1:])} if places else set()
    return [kind for place, kind in enumerate(answered) if place in there]


def _waiting(kind: DecisionKind[Any]) -> QuerySet[Any]:
    return kind.model._default_manager.waiting()  # type: ignore[attr-defined,no-any-return]


def proposed_by(person: Person, on: date) -> list[ListedDecision]:
    """What the person proposed and nobody has answered: it can be taken back."""
    return _oldest_first(
        ListedDecision(decision, kind)
        for kind in kinds()
        for decision in rows_of(kind).waiting().filter(proposed_by=person).order_by("pk")[:MOST]
    )


def refused_lately(person: Person, on: date) -> list[ListedDecision]:
    """What the person proposed and somebody refused not long ago; until it is proposed anew."""
    return _oldest_first(
        ListedDecision(decision, kind)
        for kind in _kinds_refused(person, on)
        for decision in rows_of(kind)
        .filter(_refused(person, on), ~Exists(_proposed_anew(kind)))
        .order_by("-pk")[:MOST]
    )


def _refused(person: Person, on: date) -> Q:
    return Q(proposed_by=person, refused_on__gt=on - TOLD_FOR)


def _kinds_refused(person: Person, on: date) -> list[DecisionKind[Any]]:
    """One plain query for all: mostly there is none."""
    every = list(kinds())
    places = [
        kind.model._default_manager.filter(_refused(person, on)).order_by().values_list(Value(n))
        for n, kind in enumerate(every)
    ]
    there = {place for (place,) in places[0].union(*places[1:])} if places else set()
    return [kind for place, kind in enumerate(every) if place in there]


def _proposed_anew(kind: DecisionKind[Any]) -> QuerySet[Any]:
    """By whomever: a later row of the same subject."""
    same = {name: OuterRef(name) for name in kind.model.SUBJECT}
    return kind.model._default_manager.filter(pk__gt=OuterRef("pk"), **same)


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
