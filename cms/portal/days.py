"""Which day a reader asks about: ``?on=2026-07-01``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from doccontrol.typed.days import typed_day

# Of what is no day, so much is said again.
MOST_LETTERS = 40


@dataclass(frozen=True, slots=True)
class AskedDay:
    """``not_a_day`` is what was asked for where that is no day of the calendar."""

    on: date
    is_today: bool
    not_a_day: str = ""

    @property
    def query(self) -> str:
        """What keeps the day in a link; empty for today."""
        return "" if self.is_today else f"?on={self.on.isoformat()}"


def asked_day(request: HttpRequest) -> AskedDay:
    """The day asked for; today if none is, or if it is no day of the calendar."""
    today = timezone.localdate()
    typed = request.GET.get("on", "").strip()
    on = typed_day(typed)
    if typed and on is None:
        return AskedDay(today, True, not_a_day=typed[:MOST_LETTERS])
    on = on or today
    return AskedDay(on, on == today)
