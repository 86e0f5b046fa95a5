"""The way to undo what was approved, offered wherever its effect is seen: to whoever may propose
that, while nobody has."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from doccontrol.decisions.kinds import SEES, DecisionKind, kind_of
from doccontrol.decisions.models import DecisionState, TwoPersonDecision
from doccontrol.decisions.waiting import page_of
from doccontrol.errors import Refused

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person


def may_reopen(person: Person, decision: TwoPersonDecision, on: date) -> bool:
    kind: DecisionKind[Any] = kind_of(decision)
    if decision.reopens is not None or decision.state != DecisionState.STANDING:
        return False
    if not (kind.may_be_reopened and kind.may_propose(person, decision, on)):
        return False
    reopenings = kind.model._default_manager.filter(reopens=decision.pk)
    if reopenings.filter(refused_on=None, taken_back_on=None).exists():
        return False
    try:
        kind.check_reopening(decision, on)
    except Refused:
        return False
    return True


def reopening_url(person: Person, decision: TwoPersonDecision, on: date) -> str:
    """Where it is proposed; "" for whom it is not offered."""
    if not person.has_perm(SEES) or not may_reopen(person, decision, on):
        return ""
    return form_of(decision)


def form_of(decision: TwoPersonDecision) -> str:
    return f"{page_of(decision)}#reopen"
