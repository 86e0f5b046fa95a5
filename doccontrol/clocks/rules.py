"""How a clock stands on a day. No queries, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

# What a clock's law does when the document cites the acting text itself.
TAKES_EFFECT = "takes_effect"
# What it does when its own time limit ends it, and when a suspension that it ordered ends.
TIME_LIMIT_ENDS = "time_limit_ends"
SUSPENSION_ENDS = "suspension_ends"


class ClockState(models.TextChoices):
    """Read from dates; never stored. In the order in which the secretary should look at them."""

    OVERDUE = "overdue", _("Overdue")
    DUE_SOON = "due-soon", _("Due soon")
    UNKNOWN_DATE = "unknown-date", _("Date unknown")
    RUNNING = "running", _("Running")
    UPCOMING = "upcoming", _("Law not yet in force")
    CLOSED_LATE = "closed-late", _("Done, late")
    CLOSED_ON_TIME = "closed-on-time", _("Done, on time")


CLOSED = frozenset({ClockState.CLOSED_LATE, ClockState.CLOSED_ON_TIME})


@dataclass(frozen=True, slots=True)
class DueDays:
    """The due days of one state: from ``first``, the first of them, until before ``end``, the first
    day behind them; None where they have no bound. For plain days and for conditions of queries."""

    first: date | None
    end: date | None

    def __contains__(self, due: date) -> bool:
        begun = self.first is None or due >= self.first
        return begun and (self.end is None or due < self.end)


def overdue_days(on: date) -> DueDays:
    """An open clock that is due on one of them is overdue on ``on``.

    The due day itself is still in time: a period ends at the end of its last day.
    Source: Bộ luật Dân sự 91/2015/QH13 Điều 148.
    """
    return DueDays(None, on)


def due_soon_days(on: date, *, warning_days: int) -> DueDays:
    """An open clock whose law is in force and that is due on one of them is due soon on ``on``:
    from that day itself through ``warning_days`` calendar days later."""
    is_bounded = (date.max - on).days > warning_days
    return DueDays(on, on + timedelta(days=warning_days + 1) if is_bounded else None)


def clock_state(
    *,
    effective: date | None,
    due: date | None,
    closed_on: date | None,
    on: date,
    warning_days: int,
) -> ClockState:
    """The state on ``on`` of a clock that runs from ``effective`` to the end of ``due``.

    A clock that closed after ``on`` was open on ``on``. Without an effect date nothing can be said
    to be late, and nothing is called safe: UNKNOWN_DATE.
    Source: Quyết định 19/2014/QĐ-TTg Điều 4 khoản 4 điểm a.
    """
    if closed_on is not None and closed_on <= on:
        late = due is not None and closed_on > due
        return ClockState.CLOSED_LATE if late else ClockState.CLOSED_ON_TIME
    if effective is None or due is None:
        return ClockState.UNKNOWN_DATE
    if due in overdue_days(on):
        return ClockState.OVERDUE
    if on < effective:
        return ClockState.UPCOMING
    if due in due_soon_days(on, warning_days=warning_days):
        return ClockState.DUE_SOON
    return ClockState.RUNNING
