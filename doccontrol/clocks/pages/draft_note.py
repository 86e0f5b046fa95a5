"""On the screen where a draft is judged: the open clocks of its document, and which it closes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from doccontrol.clocks.models import RANKED_STATES, Clock
from doccontrol.clocks.pages.badges import days_in_words
from doccontrol.clocks.rights import visible_clocks
from doccontrol.extension_points import DraftNote, draft_notes
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.people import Person


@dataclass(frozen=True, slots=True)
class DraftClock:
    """``is_named``: the draft puts its change of law into practice."""

    clock: Clock
    state: str
    state_label: str
    days: str
    is_named: bool
    url: str


def clocks_of_draft(
    document: int, events: frozenset[int], person: Person, on: date
) -> dict[str, Any] | None:
    """The most urgent first; ``url`` only for those who may open the clock."""
    open_clocks = Clock.objects.standing_on(on).open(on).filter(document=document)
    warning_days = AgencySettings.load_default().warning_days
    ranked = open_clocks.with_closing().with_rank(on, warning_days=warning_days)
    clocks = list(ranked.with_subject().most_urgent_first())
    if not clocks:
        return None
    visible = visible_clocks(person, on).filter(document=document).values_list("pk", flat=True)
    openable = set(visible)
    rows = [_row(clock, on, clock.event_id in events, clock.pk in openable) for clock in clocks]
    return {"clocks": rows, "forgotten": sum(not row.is_named for row in rows)}


def _row(clock: Clock, on: date, is_named: bool, may_open: bool) -> DraftClock:
    state = RANKED_STATES[clock.state_rank]  # type: ignore[attr-defined]
    return DraftClock(
        clock=clock,
        state=state.value,
        state_label=str(state.label),
        days=days_in_words((clock.due - on).days if clock.due else None),
        is_named=is_named,
        url=reverse("clocks:clock", args=[clock.pk]) if may_open else "",
    )


draft_notes.register(DraftNote("clocks", 100, "doccontrol/clocks/draft_note.html", clocks_of_draft))
