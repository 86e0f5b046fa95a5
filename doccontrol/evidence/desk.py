"""On the desk of whoever must know: that evidence is not what was written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest

from doccontrol.evidence.results import standing_differences
from doccontrol.extension_points import DeskSection, Work, desk_sections


def evidence_section(
    request: HttpRequest, on: date, work: Mapping[str, Work]
) -> dict[str, Any] | None:
    result = standing_differences(request.user)
    return {"difference_count": result.difference_count} if result else None


# Above the summary.
desk_sections.register(
    DeskSection("evidence", -100, "doccontrol/evidence/desk.html", evidence_section)
)
