"""A day in a form, as laws print it: 18/11/2026. One field of text, the same in every browser,
whatever its language, so that it can be compared with what stands beside it."""

from __future__ import annotations

from typing import Any

from django import forms

DAY = "%d/%m/%Y"


class DayField(forms.DateField):
    """Optional: empty is "not known", which is a value."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        attributes = {"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            widget=forms.DateInput(attributes, format=DAY),
            input_formats=[DAY, "%Y-%m-%d"],
        )
