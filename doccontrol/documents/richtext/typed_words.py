"""Plain text that people type into documents: what could be issued but never printed is refused
while it is typed."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_WORD = 1000
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1}}}")


def has_long_word(text: str) -> bool:
    return _LONG.search(text) is not None


class TypedWords:
    """Mixed into the models that an author fills in. Rich text is read with its markup
    (``contentstate``)."""

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude=exclude)  # type: ignore[misc]  # a model's
        errors = {
            field.name: ValidationError(
                _("A word of more than %(count)d letters cannot be printed. Divide it."),
                params={"count": LONGEST_WORD},
            )
            for field in self._meta.fields  # type: ignore[attr-defined]
            if type(field) is models.TextField
            and field.name not in (exclude or ())
            and has_long_word(getattr(self, field.name) or "")
        }
        if errors:
            raise ValidationError(errors)
