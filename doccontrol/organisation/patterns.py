"""What the agency may enter as a pattern of its codes."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def validate_pattern(value: str) -> None:
    """Raises ValidationError for a text that is not a regular expression."""
    try:
        re.compile(value)
    except re.error as error:
        raise ValidationError(
            _("This is not a valid pattern: %(error)s."), params={"error": error}
        ) from error
