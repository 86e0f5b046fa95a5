"""Several proposals of one kind, made with one reason and answered with one answer.

Each row is written and answered as if it were alone, by ``decisions.actions`` and its rules; all of
them in one transaction, or none. Said again by the same person, nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

import reversion

from doccontrol.decisions import actions
from doccontrol.decisions.batches.refusals import (
    NoneAnswered,
    NoneProposed,
    NotAllTogether,
    NothingChosen,
)
from doccontrol.decisions.models import TwoPersonDecision
from doccontrol.decisions.refusals import ReasonMissing
from doccontrol.errors import Refused
from doccontrol.history import recorded

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

D = TypeVar("D", bound=TwoPersonDecision)


def propose_together(decisions: Sequence[D], *, reason: str, by: Person, on: date) -> list[D]:
    """Write the unsaved ``decisions``, of one kind, each with ``reason``: they wait together for
    one answer, except those for which one person is enough. A single one belongs to no batch.

    Those that the same person has proposed already, with this reason, are returned as they stand.
    Raises ReasonMissing, NothingChosen, and NoneProposed with each row that cannot be proposed:
    then nothing is written.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    batch = uuid4() if len(decisions) > 1 else None
    for decision in decisions:
        decision.reason, decision.batch = reason, batch

    def step(decision: D) -> D:
        return actions.propose(decision, by=by, on=on)

    return _together(decisions, step, NoneProposed, reason, by)


def propose_at_once(decisions: Sequence[D], *, reason: str, by: Person, on: date) -> list[D]:
    """As ``propose_together``, within an act that may leave nothing to propose."""
    return propose_together(decisions, reason=reason, by=by, on=on) if decisions else []


def approve_together(decisions: Sequence[D], *, by: Person, on: date) -> list[D]:
    """Let all of them take effect; those of their batch that are not among them go on waiting.

    Raises NothingChosen, and NoneAnswered with each row that can no longer be approved: then
    nothing is.
    """

    def step(decision: D) -> D:
        return actions.approve(decision, by=by, on=on)

    return _together(decisions, step, NoneAnswered, "", by)


def refuse_together(decisions: Sequence[D], *, by: Person, on: date, reason: str) -> list[D]:
    """With one reason. Raises ReasonMissing, and what ``approve_together`` raises."""
    if not reason.strip():
        raise ReasonMissing

    def step(decision: D) -> D:
        return actions.refuse(decision, by=by, on=on, reason=reason)

    return _together(decisions, step, NoneAnswered, reason.strip(), by)


def take_back_together(decisions: Sequence[D], *, by: Person, on: date) -> list[D]:
    """Whoever proposed them lets go of all. Raises what ``approve_together`` raises."""

    def step(decision: D) -> D:
        return actions.take_back(decision, by=by, on=on)

    return _together(decisions, step, NoneAnswered, "", by)


def _together(
    decisions: Sequence[D],
    step: Callable[[D], D],
    refusal: type[NotAllTogether],
    reason: str,
    by: Person,
) -> list[D]:
    """One history entry for all. In the order of their subjects, so that two people who answer the
    same at once wait for each other and do not block each other."""
    if not decisions:
        raise NothingChosen
    done, obstacles = [], []
    with recorded(by, reason):
        for decision in sorted(decisions, key=lambda row: list(row.subject_values().values())):
            try:
                done.append(step(decision))
            except Refused as obstacle:
                obstacles.append((decision, obstacle))
        if obstacles and len(decisions) == 1:
            raise obstacles[0][1]
        if obstacles:
            raise refusal(obstacles)
        if reason:
            # Each step left the words of its own row.
            reversion.set_comment(reason)
    return done
