"""What each chapter says of its decisions: who may, what must still hold, what follows.

A chapter declares a kind once, where its actions are; desk, pages and actions ask for it here and
know no chapter by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext

from doccontrol.decisions.models import TwoPersonDecision
from doccontrol.decisions.proof import later_columns_are_in_the_history
from doccontrol.errors import Refused
from doccontrol.evidence import verifies

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

SEES, APPROVES = "doccontrol.view_decision", "doccontrol.approve_decision"

D = TypeVar("D", bound=TwoPersonDecision)


def _nothing(decision: Any, on: date) -> None:
    """Most kinds are read from their rows: nothing else is written."""


def _undo_nothing(decision: Any, reopening: Any, on: date) -> None:
    """As ``_nothing``."""


def _all(rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    return rows


def _nothing_about(decision: Any, on: date) -> None:
    """What it is about is said by its name and its reason."""


def _at_once(decision: Any, on: date) -> str:
    return gettext("It takes effect at once, under your name.")


def _is_certain(decision: Any) -> bool:
    """Of most kinds no day rests on what is only expected."""
    return False


def _no_day(decision: Any) -> date | None:
    """Most kinds have no day by which they must be answered."""
    return None


def _no_detail(decision: Any) -> str:
    """Its name says enough."""
    return ""


def _counted(decisions: Sequence[Any]) -> str:
    return ngettext(
        "%(count)d proposal: %(kind)s", "%(count)d proposals: %(kind)s", len(decisions)
    ) % {"count": len(decisions), "kind": kind_of(decisions[0]).label}


def _holds_add(person: Person, decision: TwoPersonDecision, on: date) -> bool:
    return person.has_perm(f"doccontrol.add_{decision.kind_name}")


def _viewed(rows: QuerySet[Any], person: Person, on: date) -> QuerySet[Any]:
    return (
        rows if person.has_perm(f"doccontrol.view_{rows.model._meta.model_name}") else rows.none()
    )


@dataclass(frozen=True, slots=True)
class About:
    """``template`` is drawn with ``shown``, and with nothing else."""

    template: str
    shown: dict[str, Any]


@dataclass(frozen=True)
class DecisionKind(Generic[D]):
    """``may_propose`` is asked in the action, whoever calls it; ``right`` is the permission of
    whoever answers, never the person who proposed.

    ``lock`` holds the subject until the end of the transaction. ``check`` raises Refused where the
    decision can no longer take effect; ``check_reopening`` where it can no longer be undone.
    ``undo`` is given the decision and the row that re-opened it.
    ``about`` gives the facts beside which it is answered, drawn by their template; ``consequence``
    says in a sentence what follows from an approval on a day.
    ``subjects`` narrows the waiting ones to those that still mean something, ``visible`` all of
    them to those that a person may see. ``due`` is the day by which the subject must be settled.
    ``together`` names several proposed with one reason, ``detail`` says what tells one from the
    others, beside its name: both from rows of ``rows_of``, without a query.
    """

    model: type[D]
    label: Any
    not_yours: type[Refused]
    lock: Callable[[D], object]
    url: Callable[[D], str]
    may_propose: Callable[[Person, D, date], bool] = _holds_add
    visible: Callable[[QuerySet[D], Person, date], QuerySet[D]] = _viewed
    check: Callable[[D, date], None] = _nothing
    take_effect: Callable[[D, date], None] = _nothing
    on_refusal: Callable[[D, date], None] = _nothing
    check_reopening: Callable[[D, date], None] = _nothing
    undo: Callable[[D, D, date], None] = _undo_nothing
    subjects: Callable[[QuerySet[D], date], QuerySet[D]] = _all
    about: Callable[[D, date], About | None] = _nothing_about
    consequence: Callable[[D, date], str] = _at_once
    due: Callable[[D], date | None] = _no_day
    is_tentative: Callable[[D], bool] = _is_certain
    together: Callable[[Sequence[D]], str] = _counted
    detail: Callable[[D], str] = _no_detail
    may_be_reopened: bool = True
    right: str = APPROVES
    # What a row is named by, fetched with many at once.
    with_subject: tuple[str, ...] = ()
    # And what of that is heavy, and never shown with it.
    deferred: tuple[str, ...] = ()


_kinds: dict[type[TwoPersonDecision], DecisionKind[Any]] = {}


def declare(kind: DecisionKind[Any]) -> None:
    _kinds[kind.model] = kind
    verifies(kind.model)(later_columns_are_in_the_history)


def rows_of(kind: DecisionKind[Any]) -> Any:
    """Of one kind, each with its people and what it is named by; whoever lists them orders."""
    return dressed(kind, kind.model._default_manager.all())


def dressed(kind: DecisionKind[Any], rows: Any) -> Any:
    """The rows, as ``rows_of`` gives them."""
    return rows.with_people().select_related(*kind.with_subject).defer(*kind.deferred)


def kind_of(decision: D) -> DecisionKind[D]:
    return _kinds[type(decision)]


def may_answer(person: Person, decision: TwoPersonDecision) -> bool:
    """Superusers are no exception: nobody answers what they proposed."""
    return decision.proposed_by_id != person.pk and person.has_perm(kind_of(decision).right)


def seen_by(person: Person, kind: DecisionKind[Any], rows: Any, on: date) -> Any:
    """Of the rows those that the person may see, and what the person proposed: whoever has changed
    unit since still reads what became of it, and takes it back."""
    return kind.visible(rows, person, on) | rows.filter(proposed_by=person)


def name_of(kind: DecisionKind[Any], decisions: Sequence[Any]) -> str:
    """One by itself, several together. Rows of ``rows_of``."""
    return kind.together(decisions) if len(decisions) > 1 else str(decisions[0])


def kinds() -> Iterator[DecisionKind[Any]]:
    yield from _kinds.values()


def kind_named(name: str) -> DecisionKind[Any] | None:
    return next((kind for kind in kinds() if kind.model._meta.model_name == name), None)
