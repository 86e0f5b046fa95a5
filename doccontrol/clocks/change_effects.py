"""What a change of a law does to the clocks, said to whoever has just saved it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doccontrol.clocks.matching.plan import plan
from doccontrol.clocks.models import Clock
from doccontrol.extension_points import ChangeEffect, change_effects


def clock_effects(texts: Collection[int], on: date) -> list[str]:
    """How many clocks will open, vanish and have another deadline, once the worker has followed
    the change. Reads only."""
    planned = plan(on, settled_by=on, texts=texts)
    before = dict(
        Clock.objects.filter(pk__in=[one.pk for one in planned.moved]).values_list("pk", "due")
    )
    moved = sum(before[clock.pk] != clock.due for clock in planned.moved)
    sentences = [
        *_opened(len(planned.opened)),
        *moved_in_words(moved),
        *_withdrawn(len(planned.withdrawn)),
    ]
    return sentences or [nothing_moves()]


def nothing_moves() -> str:
    return _("No deadline changes by this.")


def _opened(count: int) -> list[str]:
    words = ngettext("%(count)d clock opens.", "%(count)d clocks open.", count)
    return [words % {"count": count}] if count else []


def moved_in_words(count: int) -> list[str]:
    words = ngettext("%(count)d deadline moves.", "%(count)d deadlines move.", count)
    return [words % {"count": count}] if count else []


def _withdrawn(count: int) -> list[str]:
    words = ngettext(
        "%(count)d clock is withdrawn: nothing in the register leads to it any more.",
        "%(count)d clocks are withdrawn: nothing in the register leads to them any more.",
        count,
    )
    return [words % {"count": count}] if count else []


change_effects.register(ChangeEffect("clocks", 100, clock_effects))
