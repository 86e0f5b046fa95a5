"""On the desk of a head of unit: new texts at which the unit was asked to look."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest

from doccontrol.access import signed_in_person
from doccontrol.extension_points import DeskSection, Work, desk_sections
from doccontrol.triage.asked_units import texts_asked_of


def new_texts_section(
    request: HttpRequest, on: date, work: Mapping[str, Work]
) -> dict[str, Any] | None:
    texts = list(texts_asked_of(signed_in_person(request), on))
    return {"new_texts": texts} if texts else None


desk_sections.register(DeskSection("triage", 400, "doccontrol/triage/desk.html", new_texts_section))
