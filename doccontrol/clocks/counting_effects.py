"""What another way of counting would do to the deadlines that run, said before it is saved."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doccontrol.clocks.matching.plan import Deadlines
from doccontrol.clocks.models import Clock
from doccontrol.extension_points import CountingEffect, counting_effects


def deadline_effects(months: int, roll_over: bool, on: date) -> list[str]:
    """How many open clocks would have another deadline, and how many would be late, or late no
    longer. Reads only; constant queries."""
    deadlines = Deadlines(months=months, roll_over=roll_over)
    open_clocks = Clock.objects.with_closing().open(on)
    moved = [
        (due, deadlines.dates(effective)[2])
        for effective, due in open_clocks.values_list("effective", "due")
        if due != deadlines.dates(effective)[2]
    ]
    if not moved:
        return [_("No deadline changes by this.")]
    late_before = sum(before is not None and before < on for before, _after in moved)
    late_after = sum(after is not None and after < on for _before, after in moved)
    words = ngettext("%(count)d deadline moves.", "%(count)d deadlines move.", len(moved))
    sentences = [words % {"count": len(moved)}]
    if late_before != late_after:
        sentences.append(
            _("Of these, %(before)d are overdue today and %(after)d would be.")
            % {"before": late_before, "after": late_after}
        )
    return sentences


counting_effects.register(CountingEffect("clocks", 100, deadline_effects))
