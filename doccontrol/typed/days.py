"""A day as people type it: 2026-07-01, or 01/07/2026."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date, datetime

from django.utils.translation import gettext as _

WAYS = ("%Y-%m-%d", "%d/%m/%Y")


def typed_day(text: str) -> date | None:
    """None for what is no day of the calendar."""
    for way in WAYS:
        try:
            return datetime.strptime(text.strip(), way).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def day_argument(text: str) -> date:
    """For an option of a command. Raises ArgumentTypeError, which says how a day is written."""
    day = typed_day(text)
    if day is None:
        raise ArgumentTypeError(
            _("“%(asked)s” is not a day. Write it as year-month-day, such as 2026-07-01.")
            % {"asked": text}
        )
    return day
