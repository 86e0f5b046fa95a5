"""The only code that writes proposals and answers, whatever they are about.

Each is one recorded transaction that holds the subject: the first answer wins, and whoever comes
second is told whose it was. Said again by the same person, an answer changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext as _

from doccontrol.decisions.kinds import DecisionKind, kind_of, may_answer
from doccontrol.decisions.models import DecisionState, TwoPersonDecision
from doccontrol.decisions.refusals import (
    AlreadyAnswered,
    NeedsAnotherPerson,
    NothingToReopen,
    NotTheirProposal,
    ReasonMissing,
)
from doccontrol.history import recorded

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

D = TypeVar("D", bound=TwoPersonDecision)


def propose(decision: D, *, by: Person, on: date) -> D:
    """Write the unsaved ``decision``; it waits for a second person, unless one is enough.

    The same person asking the same again gets the row that waits. Raises ReasonMissing, the kind's
    ``not_yours``, AlreadyAnswered while another proposal or answer stands, and what its ``check``
    raises. Source: ISO 9001:2015, 7.5.3.2; domain §2 (a bare tick is weak evidence).
    """
    decision.reason = decision.reason.strip()
    if not decision.reason:
        raise ReasonMissing
    kind = kind_of(decision)
    with recorded(by, f"{decision}: {decision.reason}"):
        kind.lock(decision)
        if not kind.may_propose(by, decision, on):
            raise kind.not_yours
        standing = _standing_in_the_way(decision)
        if standing is not None:
            if _is_the_same(standing, decision, by):
                return standing
            raise AlreadyAnswered(standing)
        if decision.reopens is None:
            kind.check(decision, on)
        else:
            kind.check_reopening(decision.reopens, on)  # type: ignore[arg-type]  # of its own kind
        decision.proposed_by, decision.proposed_on = by, on
        decision.save(force_insert=True)
        if decision.is_one_persons:
            kind.take_effect(decision, on)
    return decision


def approve(decision: D, *, by: Person, on: date) -> D:
    """Let it take effect. Raises NeedsAnotherPerson, AlreadyAnswered, what ``check`` raises."""
    with _answering(decision, by, on, _("Approved")) as (kind, current, is_done):
        if is_done and current.approved_by_id == by.pk:
            return current
        _must_wait(current)
        _check_right(current, by)
        undone = current.reopens
        if undone is None:
            kind.check(current, on)
        else:
            kind.check_reopening(undone, on)  # type: ignore[arg-type]  # of its own kind
        current.approved_by, current.approved_on = by, on
        current.save(update_fields=["approved_by", "approved_on"])
        if undone is None:
            kind.take_effect(current, on)
        else:
            undone.reopened_on = on
            undone.save(update_fields=["reopened_on"])
            kind.undo(undone, current, on)  # type: ignore[arg-type]  # of its own kind
    return current


def refuse(decision: D, *, by: Person, on: date, reason: str) -> D:
    """Nothing changes, and the reason says why; another proposal may follow.

    Raises ReasonMissing, NeedsAnotherPerson, AlreadyAnswered.
    """
    if not reason.strip():
        raise ReasonMissing
    with _answering(decision, by, on, reason.strip()) as (kind, current, is_done):
        if is_done and current.refused_by_id == by.pk:
            return current
        _must_wait(current)
        _check_right(current, by)
        current.refused_by, current.refused_on = by, on
        current.refusal_reason = reason.strip()
        current.save(update_fields=["refused_by", "refused_on", "refusal_reason"])
        kind.on_refusal(current, on)
    return current


def take_back(decision: D, *, by: Person, on: date) -> D:
    """Whoever proposed it lets it go before anybody answers. Raises NotTheirProposal,
    AlreadyAnswered."""
    with _answering(decision, by, on, _("Taken back")) as (kind, current, is_done):
        if current.proposed_by_id != by.pk:
            raise NotTheirProposal(current)
        if is_done and current.taken_back_on is not None:
            return current
        _must_wait(current)
        current.taken_back_on = on
        current.save(update_fields=["taken_back_on"])
        kind.on_refusal(current, on)
    return current


def propose_reopening(decision: D, *, reason: str, by: Person, on: date) -> D:
    """Ask to undo what was approved; answered like any proposal, by another person.

    Raises NothingToReopen, and what ``propose`` raises.
    """
    current: D = _rows(decision).get(pk=decision.pk)
    if current.state != DecisionState.STANDING or current.reopens is not None:
        raise NothingToReopen
    if not kind_of(current).may_be_reopened:
        raise NothingToReopen
    subject = {name: getattr(current, name) for name in current.SUBJECT}
    return propose(type(decision)(**subject, reason=reason, reopens=current), by=by, on=on)


@contextmanager
def _answering(
    decision: D, by: Person, on: date, comment: str
) -> Iterator[tuple[DecisionKind[D], D, bool]]:
    """The row as it stands once its subject is held, and whether it has been answered."""
    kind = kind_of(decision)
    with recorded(by, comment):
        kind.lock(decision)
        current: D = _rows(decision).select_for_update().get(pk=decision.pk)
        yield kind, current, current.state != DecisionState.WAITING


def _rows(decision: TwoPersonDecision) -> Any:
    """The rows of its own kind; the stubs know no field of an abstract model."""
    return type(decision)._default_manager.all()


def _must_wait(current: TwoPersonDecision) -> None:
    if current.state != DecisionState.WAITING:
        raise AlreadyAnswered(current)


def _check_right(current: TwoPersonDecision, by: Person) -> None:
    if not may_answer(by, current):
        raise NeedsAnotherPerson


def _standing_in_the_way(decision: D) -> D | None:
    rows = _rows(decision).filter(**decision.subject_values())
    standing: D | None
    if decision.reopens is None:
        standing = rows.current().first()
    else:
        reopenings = rows.filter(reopens=decision.reopens, refused_on=None, taken_back_on=None)
        standing = reopenings.first()
    return standing


def _is_the_same(standing: D, decision: D, by: Person) -> bool:
    return (
        standing.state == DecisionState.WAITING
        and standing.proposed_by_id == by.pk
        and standing.reason == decision.reason
        and _facts(standing) == _facts(decision)
    )


def _facts(decision: TwoPersonDecision) -> dict[str, object]:
    """What the chapter adds to the columns that every decision has."""
    common = {field.name for field in TwoPersonDecision._meta.local_fields} | {"id"}
    return {
        field.name: getattr(decision, field.attname)
        for field in decision._meta.concrete_fields
        if field.name not in common
    }
