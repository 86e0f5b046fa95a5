"""Which decisions wait for a person, and which of their own still wait for somebody. Those that
were proposed together stand in one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.urls import reverse

from doccontrol.decisions.kinds import DecisionKind, dressed, kinds, name_of, rows_of, seen_by
from doccontrol.decisions.models import TwoPersonDecision

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

# Of one kind: whoever has more waiting begins with the oldest.
MOST = 50
# A refusal stands on the desk of whoever proposed for as long.
TOLD_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ListedDecision:
    """One line of a list; ``url`` is its page. ``together`` holds all of which ``decision`` is the
    first, those alone that the list is about; empty where it belongs to no batch."""

    decision: TwoPersonDecision
    kind: DecisionKind[Any]
    together: tuple[TwoPersonDecision, ...] = ()

    @property
    def name(self) -> str:
        return name_of(self.kind, self.together or (self.decision,))

    @property
    def url(self) -> str:
        return page_of_all(self.decision) if self.together else page_of(self.decision)

    @property
    def due(self) -> date | None:
        days = (self.kind.due(decision) for decision in self.together or (self.decision,))
        return min((day for day in days if day is not None), default=None)


def page_of(decision: TwoPersonDecision) -> str:
    return reverse("decisions:decision", args=[decision.kind_name, decision.pk])


def page_of_all(decision: TwoPersonDecision) -> str:
    """Of all that were proposed together with it; its own, where it belongs to no batch."""
    if decision.batch is None:
        return page_of(decision)
    return reverse("decisions:batch", args=[decision.kind_name, decision.batch])


def waiting_for(person: Person, on: date) -> list[ListedDecision]:
    """What the person may answer now, the longest waiting first."""
    return _oldest_first(
        row
        for kind in _waiting_kinds(person)
        for row in _listed(kind, _meaningful(kind, person, on))
    )


def count_waiting_for(person: Person, on: date) -> int:
    """How many ``waiting_for`` lists."""
    return sum(
        _meaningful(kind, person, on).first_of_each_batch().count()
        for kind in _waiting_kinds(person)
    )


def _waiting_kinds(person: Person) -> list[DecisionKind[Any]]:
    """The kinds of which something may wait for the person. It is asked on every page and mostly
    there is nothing, which one plain query tells; whether what a decision is about still means
    something is dear to ask."""
    answered = (kind for kind in kinds() if person.has_perm(kind.right))
    return _kinds_with(answered, lambda kind: _waiting(kind).exclude(proposed_by=person))


def _kinds_with(
    among: Iterable[DecisionKind[Any]], rows: Callable[[DecisionKind[Any]], QuerySet[Any]]
) -> list[DecisionKind[Any]]:
    """Those of which there is any of the ``rows``; one query."""
    listed = list(among)
    places = [rows(kind).order_by().values_list(Value(n)) for n, kind in enumerate(listed)]
    there = {place for (place,) in places[0].union(*places[1:])} if places else set()
    return [kind for place, kind in enumerate(listed) if place in there]


def _rows(kind: DecisionKind[Any]) -> Any:
    return kind.model._default_manager.all()


def _waiting(kind: DecisionKind[Any]) -> QuerySet[Any]:
    return _rows(kind).waiting()  # type: ignore[no-any-return]


def proposed_by(person: Person, on: date) -> list[ListedDecision]:
    """What the person proposed and nobody has answered: it can be taken back."""
    return _oldest_first(
        row for kind in kinds() for row in _listed(kind, _waiting(kind).filter(proposed_by=person))
    )


def refused_lately(person: Person, on: date) -> list[ListedDecision]:
    """What the person proposed and somebody refused not long ago; until it is proposed anew."""
    refused = Q(proposed_by=person, refused_on__gt=on - TOLD_FOR)
    return _oldest_first(
        row
        for kind in _kinds_with(kinds(), lambda kind: _rows(kind).filter(refused))
        for listed in _listed(kind, _rows(kind).filter(refused, ~Exists(_proposed_anew(kind))))
        for row in _by_answer(listed)
    )


def _by_answer(listed: ListedDecision) -> Iterator[ListedDecision]:
    """Of those proposed together, those that were refused with one answer in one line."""
    if not listed.together:
        yield listed
    answers = defaultdict(list)
    for row in listed.together:
        answers[row.refused_by_id, row.refused_on, row.refusal_reason].append(row)
    for rows in answers.values():
        yield ListedDecision(rows[0], listed.kind, tuple(rows))


def _proposed_anew(kind: DecisionKind[Any]) -> QuerySet[Any]:
    """By whomever: a later row of the same subject."""
    same = {name: OuterRef(name) for name in kind.model.SUBJECT}
    return kind.model._default_manager.filter(pk__gt=OuterRef("pk"), **same)


def answered_lately(person: Person, on: date) -> list[ListedDecision]:
    """The newest answers that the person may see."""
    rows = (
        ListedDecision(decision, kind)
        for kind in kinds()
        for decision in _answered(kind, person, on).order_by("-pk")[:MOST]
    )
    return sorted(rows, key=lambda row: row.decision.answered_on or date.min, reverse=True)[:MOST]


def _answered(kind: DecisionKind[Any], person: Person, on: date) -> Any:
    return seen_by(person, kind, rows_of(kind).answered(), on)


def _meaningful(kind: DecisionKind[Any], person: Person, on: date) -> Any:
    return kind.subjects(_waiting(kind).exclude(proposed_by=person), on)


def _listed(kind: DecisionKind[Any], rows: Any) -> list[ListedDecision]:
    """Two queries, one where nothing was proposed together."""
    first = list(dressed(kind, rows.first_of_each_batch()).order_by("pk")[:MOST])
    batches = {decision.batch for decision in first if decision.batch is not None}
    together = _by_batch(dressed(kind, rows.filter(batch__in=batches))) if batches else {}
    return [
        ListedDecision(decision, kind, tuple(together.get(decision.batch, ())))
        for decision in first
    ]


def _by_batch(rows: Iterable[TwoPersonDecision]) -> dict[UUID | None, list[TwoPersonDecision]]:
    batches = defaultdict(list)
    for decision in sorted(rows, key=lambda row: row.pk):
        batches[decision.batch].append(decision)
    return batches


def _oldest_first(rows: Iterator[ListedDecision]) -> list[ListedDecision]:
    return sorted(rows, key=lambda row: (row.decision.proposed_on, row.decision.pk))
