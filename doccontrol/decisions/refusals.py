"""Why a proposal or an answer is refused, in words that say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from doccontrol.decisions.models import DecisionState
from doccontrol.errors import Refused

if TYPE_CHECKING:
    from doccontrol.decisions.models import TwoPersonDecision


class ReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Write the reason: inspectors ask for it."))


class NeedsAnotherPerson(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "A second person with the right to approve must answer this proposal, "
                "not the person who made it."
            )
        )


class NotTheirProposal(Refused):
    def __init__(self, decision: TwoPersonDecision) -> None:
        super().__init__(
            _(
                "Only %(person)s, who made this proposal, can take it back. "
                "Somebody with the right to approve can refuse it."
            )
            % {"person": decision.proposed_by}
        )


class AlreadyAnswered(Refused):
    """The first answer stands; it names who gave it and when."""

    def __init__(self, decision: TwoPersonDecision) -> None:
        message, person, day = _answer_given(decision)
        super().__init__(message % {"person": person, "what": decision, "day": f"{day:%d/%m/%Y}"})


def _answer_given(decision: TwoPersonDecision) -> tuple[Any, Any, Any]:
    proposed = (decision.proposed_by, decision.proposed_on)
    answers = {
        DecisionState.WAITING: (
            _("%(person)s already proposed “%(what)s” on %(day)s; it waits for approval."),
            *proposed,
        ),
        DecisionState.STANDING: (
            _("%(person)s already approved “%(what)s” on %(day)s."),
            decision.approved_by or decision.proposed_by,
            decision.approved_on or decision.proposed_on,
        ),
        DecisionState.REFUSED: (
            _("%(person)s already refused “%(what)s” on %(day)s."),
            decision.refused_by,
            decision.refused_on,
        ),
        DecisionState.TAKEN_BACK: (
            _("%(person)s took “%(what)s” back on %(day)s."),
            decision.proposed_by,
            decision.taken_back_on,
        ),
        DecisionState.REOPENED: (
            _("“%(what)s”, approved by %(person)s, was re-opened on %(day)s."),
            decision.approved_by or decision.proposed_by,
            decision.reopened_on,
        ),
    }
    return answers[decision.state]


class NothingToReopen(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("Only what was approved and still stands can be re-opened. Open the page again.")
        )
