"""Which day a reader asks about: ``?on=2026-07-01``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date


@dataclass(frozen=True, slots=True)
class AskedDay:
    on: date
    is_today: bool

    @property
    def query(self) -> str:
        """What keeps the day in a link; empty for today."""
        return "" if self.is_today else f"?on={self.on.isoformat()}"


def asked_day(request: HttpRequest) -> AskedDay:
    """The day asked for; today if none is, or if it is no day of the calendar."""
    today = timezone.localdate()
    try:
        on = parse_date(request.GET.get("on", "")) or today
    except ValueError:
        on = today
    return AskedDay(on, on == today)
