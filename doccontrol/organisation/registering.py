"""What declares itself when the site starts. Nothing is defined here."""

from __future__ import annotations

from doccontrol.organisation import desk, holidays_ahead, proof  # noqa: F401
from doccontrol.organisation.accounts import role_guards, telling  # noqa: F401
