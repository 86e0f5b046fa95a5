"""Why a decision about an incoming file is refused, in words that say what to do."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from doccontrol.errors import Refused
from doccontrol.register.intake.models import IncomingFile
from doccontrol.register.models.texts import LegalText
from doccontrol.triage.models import Triage


class NotRead(Refused):
    def __init__(self) -> None:
        super().__init__(_("This file has not been read yet. Wait until it is, and look again."))


class MustBeLookedAt(Refused):
    """Of these files something must be corrected or chosen before anybody can say anything."""

    def __init__(self, files: Sequence[IncomingFile]) -> None:
        message = _(
            "Nothing was saved: these texts must be looked at first, because something is missing "
            "or doubtful or two are the same text. Untick them, and open each by itself: %(names)s."
        )
        super().__init__(message % {"names": ", ".join(file.name for file in files)})


class TickedAreGone(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("Nothing was saved: some of the files ticked are no longer there. Look again.")
        )


class NotYoursToTriage(Refused):
    def __init__(self) -> None:
        super().__init__(_("Only those who keep the register decide about new texts."))


class AlreadyTriaged(Refused):
    """Somebody has answered, and one person alone does not take that back."""

    def __init__(self, triage: Triage) -> None:
        confirmed = _(
            "%(person)s confirmed this text on %(day)s. If a document need not follow it, "
            "propose so on the page of its clock."
        )
        waits = _(
            "%(person)s proposed on %(day)s that this text is not relevant. Answer that proposal "
            "or take it back before you decide anew."
        )
        stands = _(
            "%(person)s proposed on %(day)s that this text is not relevant, and it was approved. "
            "Propose to re-open that decision before you decide anew."
        )
        message = stands
        if triage.outcome == Triage.Outcome.CONFIRMED:
            message = confirmed
        elif triage.is_waiting:
            message = waits
        super().__init__(
            message % {"person": triage.proposed_by, "day": f"{triage.proposed_on:%d/%m/%Y}"}
        )


class RegisteredMeanwhile(Refused):
    """The text entered the register, with other facts, after the page of its file was opened."""

    def __init__(self, text: LegalText) -> None:
        super().__init__(
            _(
                "%(text)s was registered while this page was open, and the register says "
                "something else. Nothing was saved: look at the differences and confirm again."
            )
            % {"text": text}
        )
