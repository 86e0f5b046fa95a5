"""Why what the agency keeps of itself is not changed in this way."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from doccontrol.errors import Refused


class EndsOnlyEarlier(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Of a signing assignment only the end is written, or brought forward. Anything "
                "else is a new assignment: end this one, and record the other."
            )
        )


class SignedByItSince(Refused):
    def __init__(self, on: date) -> None:
        super().__init__(
            _("Something was signed by this assignment on %(day)s or later: it ends later.")
            % {"day": f"{on:%d/%m/%Y}"}
        )
