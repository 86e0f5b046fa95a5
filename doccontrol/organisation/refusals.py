"""Why what the agency keeps of itself is not changed in this way."""

from __future__ import annotations

from datetime import date, timedelta

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
    """``last``: the day of the last signature by it."""

    def __init__(self, last: date) -> None:
        super().__init__(
            _(
                "Something was signed by this assignment on %(last)s, so that it held on that day. "
                "Let it end on %(day)s or later."
            )
            % {"last": f"{last:%d/%m/%Y}", "day": f"{last + timedelta(days=1):%d/%m/%Y}"}
        )


class DayComesBack(Refused):
    """``day``: what would be computed again."""

    def __init__(self, day: date) -> None:
        super().__init__(
            _(
                "%(day)s is computed, and would come back as soon as it is moved. Leave its date; "
                "correct whether it is a day off, and enter the other day as a new one."
            )
            % {"day": f"{day:%d/%m/%Y}"}
        )
