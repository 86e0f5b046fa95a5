"""A day as people type it, as laws print it: 18/11/2026; and as addresses and commands name it:
2026-11-18."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

DAY = "%d/%m/%Y"
WAYS = (DAY, "%Y-%m-%d")
TYPED = {"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off"}


class DayField(forms.DateField):
    """One field of text, the same in every browser, whatever its language, so that it can be
    compared with what stands beside it. Unless it is required, empty is "not known", which is a
    value."""

    def __init__(self, label: Any, help_text: Any = "", *, required: bool = False) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=required,
            widget=forms.DateInput(TYPED, format=DAY),
            input_formats=WAYS,
        )


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
