"""Why a step on a clock is refused, in words that say what to do."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from doccontrol.alerts.models import Decision
from doccontrol.errors import Refused


class ClockIsClosed(Refused):
    def __init__(self, closed_on: date) -> None:
        super().__init__(
            _("This clock was closed on %(day)s: nothing more needs to be decided.")
            % {"day": f"{closed_on:%d/%m/%Y}"}
        )


class ClockIsGone(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("This clock no longer exists: the register of laws was corrected. Open the board.")
        )


class AlreadyAnswered(Refused):
    """The first answer stands; it names who gave it and when."""

    def __init__(self, decision: Decision) -> None:
        if decision.approved_on is not None:
            message = _("%(person)s already approved “%(outcome)s” on %(day)s.")
            person, day = decision.approved_by, decision.approved_on
        elif decision.refused_on is not None:
            message = _("%(person)s already refused “%(outcome)s” on %(day)s.")
            person, day = decision.refused_by, decision.refused_on
        else:
            message = _(
                "%(person)s already proposed “%(outcome)s” on %(day)s; it waits for approval."
            )
            person, day = decision.proposed_by, decision.proposed_on
        super().__init__(
            message
            % {
                "person": person,
                "outcome": decision.get_outcome_display(),
                "day": f"{day:%d/%m/%Y}",
            }
        )


class NotYours(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("Only the secretary or the head of the owner unit may propose how to close a clock.")
        )


class NeedsAnotherPerson(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "A second person with the right to approve must answer this proposal, "
                "not the person who made it."
            )
        )


class ReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Write the reason: inspectors ask for it."))


class BeingJudged(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The draft of this document is being reviewed. Wait for the answer, or ask its "
                "author to take it back from the workflow."
            )
        )


class MayNotDraft(Refused):
    def __init__(self) -> None:
        super().__init__(_("You have no right to edit this document."))
