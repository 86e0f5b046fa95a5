"""On the desk of whoever must know: that evidence is not what was written."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest

from doccontrol.evidence.results import standing_differences
from doccontrol.extension_points import DeskSection, desk_sections

MOST_SHOWN = 20


def evidence_section(request: HttpRequest, on: date, chosen: str) -> dict[str, Any] | None:
    """What differs, and since which look."""
    result = standing_differences(request.user)
    if result is None:
        return None
    return {
        "difference_count": result.difference_count,
        "looked_at": result.finished_at,
        "differences": result.differs[:MOST_SHOWN],
    }


# Above the strip.
desk_sections.register(
    DeskSection("evidence", -100, "doccontrol/evidence/desk.html", evidence_section)
)
