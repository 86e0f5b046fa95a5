"""The most pressing clock of each document, for a badge beside its title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doccontrol.clocks.models import RANKED_STATES, Clock, ClockQuerySet
from doccontrol.clocks.rules import CLOSED
from doccontrol.organisation.models.agency import AgencySettings

OPEN = [state for state in RANKED_STATES if state not in CLOSED]


@dataclass(frozen=True, slots=True)
class BadgeInfo:
    """``state`` is the tone of ``components/_status_badge.html``, ``label`` its words.

    ``days_left`` is negative when overdue, None when the date is not known; ``law`` is the number
    of the acting text; ``open_count`` counts all open clocks of the document.
    """

    clock: int
    state: str
    label: str
    law: str
    due: date | None
    days_left: int | None
    open_count: int

    @property
    def words(self) -> str:
        """ "Overdue, 52 days overdue: 161/2026/NĐ-CP"."""
        days = days_in_words(self.days_left)
        return f"{self.label}: {self.law}" + (f", {days}" if days else "")


def days_in_words(days_left: int | None) -> str:
    """ "12 days left", "due today", "52 days overdue"; "" when the date is not known."""
    if days_left is None:
        return ""
    if days_left == 0:
        return _("due today")
    if days_left > 0:
        return ngettext("%(days)d day left", "%(days)d days left", days_left) % {"days": days_left}
    late = -days_left
    return ngettext("%(days)d day overdue", "%(days)d days overdue", late) % {"days": late}


def most_pressing(
    document_ids: Collection[int],
    on: date,
    *,
    clocks: ClockQuerySet | None = None,
    warning_days: int | None = None,
) -> dict[int, BadgeInfo]:
    """By document, its most pressing open clock on ``on``; documents without one are left out.

    One query. ``clocks`` limits what the reader may see; ``warning_days`` spares reading the
    agency's settings.
    """
    if warning_days is None:
        warning_days = AgencySettings.load_default().warning_days
    source = Clock.objects.all() if clocks is None else clocks
    rows = (
        source.filter(document__in=document_ids)
        .standing_on(on)
        .with_closing()
        .with_rank(on, warning_days=warning_days)
        .in_states(OPEN)
        .most_urgent_first()
        .select_related("event__acting")
    )
    counts = Counter(clock.document_id for clock in rows)
    first: dict[int, Clock] = {}
    for clock in rows:
        first.setdefault(clock.document_id, clock)
    return {document: _badge(clock, on, counts[document]) for document, clock in first.items()}


def _badge(clock: Clock, on: date, open_count: int) -> BadgeInfo:
    state = RANKED_STATES[clock.state_rank]  # type: ignore[attr-defined]
    return BadgeInfo(
        clock=clock.pk,
        state=str(state),
        label=str(state.label),
        law=clock.event.acting.number_raw,
        due=clock.due,
        days_left=(clock.due - on).days if clock.due else None,
        open_count=open_count,
    )
