"""A number of working days as people here write it: 0,5. A point is understood as well."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.formats import get_format


class DaysInput(forms.TextInput):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "size": "6"} | (attrs or {}))

    def format_value(self, value: Any) -> str | None:
        """Without zeros that say nothing; what is no number stays as it was typed."""
        if value is None or value == "":
            return None
        try:
            text = f"{Decimal(str(value)):f}"
        except InvalidOperation:
            return str(value)
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return text.replace(".", get_format("DECIMAL_SEPARATOR"))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return value.replace(",", ".").strip() if isinstance(value, str) else value
