"""What another way of counting would do to the deadlines that run, said before it is saved."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from doccontrol.clocks.change_effects import moved_in_words, nothing_moves
from doccontrol.clocks.matching.plan import Deadlines
from doccontrol.clocks.models import Clock
from doccontrol.clocks.rules import overdue_days
from doccontrol.extension_points import CountingEffect, counting_effects


def deadline_effects(months: int, roll_over: bool, on: date) -> list[str]:
    """How many open clocks would have another deadline, and how many would be late, or late no
    longer. Reads only; constant queries."""
    deadlines = Deadlines(months=months, roll_over=roll_over)
    open_clocks = Clock.objects.open(on)
    moved = [
        (due, deadlines.dates(effective)[2])
        for effective, due in open_clocks.values_list("effective", "due")
        if due != deadlines.dates(effective)[2]
    ]
    late = overdue_days(on)
    late_before = sum(day is not None and day in late for day, _after in moved)
    late_after = sum(day is not None and day in late for _before, day in moved)
    sentences = moved_in_words(len(moved)) or [nothing_moves()]
    if late_before != late_after:
        sentences.append(
            _("Of these, %(before)d are overdue today and %(after)d would be.")
            % {"before": late_before, "after": late_after}
        )
    return sentences


counting_effects.register(CountingEffect("clocks", 100, deadline_effects))
