"""On the first page of the administration while evidence is not what was written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from doccontrol.evidence.results import EvidenceVerification, standing_differences

MOST_SHOWN = 20


class EvidencePanel(Component):
    """Above everything else: what differs, and since which look."""

    template_name = "doccontrol/evidence/home_panel.html"
    order = 1

    def __init__(self, result: EvidenceVerification) -> None:
        self.result = result

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {
            "count": self.result.difference_count,
            "looked_at": self.result.finished_at,
            "shown": self.result.differs[:MOST_SHOWN],
        }


def add_home_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Hook construct_homepage_panels."""
    if result := standing_differences(request.user):
        panels.insert(0, EvidencePanel(result))
