"""The days from which provisions of a text apply, as an entry of its history holds them."""

from __future__ import annotations

from collections.abc import Iterable

from reversion.models import Version

from doccontrol.register.actions import Applied
from doccontrol.register.models.events import AppliedFrom


def applied_in(version: Version) -> list[Applied]:
    """Of the text at the time of the entry, in the order of the days."""
    rows = version.revision.version_set.get_for_model(AppliedFrom)
    days = [
        Applied(row.field_dict["applies_on"], row.field_dict["provisions"])
        for row in rows
        if str(row.field_dict["text_id"]) == version.object_id
    ]
    return sorted(days, key=lambda applied: (applied.on, applied.provisions))


def in_lines(days: Iterable[Applied]) -> str:
    """As they are typed, one a line."""
    return "\n".join(f"{day.on:%d/%m/%Y} {day.provisions}".strip() for day in days)
