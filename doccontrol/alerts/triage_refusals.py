"""Why a decision about an incoming file is refused, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from doccontrol.alerts.triage_models import Triage
from doccontrol.errors import Refused
from doccontrol.register.models import LegalText


class TriageReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Write the reason: inspectors ask for it."))


class NotRead(Refused):
    def __init__(self) -> None:
        super().__init__(_("This file has not been read yet. Wait until it is, and look again."))


class AlreadyTriaged(Refused):
    """Somebody has confirmed the text: its clocks run and are answered one by one."""

    def __init__(self, triage: Triage) -> None:
        super().__init__(
            _(
                "%(person)s confirmed this text on %(day)s. If a document need not follow it, "
                "propose so on the page of its clock."
            )
            % {"person": triage.decided_by, "day": f"{triage.decided_on:%d/%m/%Y}"}
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
