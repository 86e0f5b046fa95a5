"""Why a step on a clock is refused, in words that say what to do."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

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


class NotYours(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("Only the secretary or the head of the owner unit may propose how to close a clock.")
        )


class MayNotDraft(Refused):
    def __init__(self) -> None:
        super().__init__(_("You have no right to edit this document."))
