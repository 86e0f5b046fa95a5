"""Between which days a law is in force, as one interval. Plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from doccontrol.register.rules import ENDINGS, INTERRUPTIONS, Effect, TextStatus


@dataclass(frozen=True, slots=True)
class LawDays:
    """In force on ``from_day`` ≤ day < ``until_day``, None leaving that side open; ``undated`` says
    that nobody knows, and then neither day is given."""

    from_day: date | None = None
    until_day: date | None = None
    undated: bool = False


UNDATED = LawDays(undated=True)
# A status that a person set stands on every day.
_BY_HAND = {
    TextStatus.IN_FORCE: LawDays(),
    TextStatus.PARTLY: LawDays(),
    TextStatus.NOT_YET: LawDays(from_day=date.max),
    TextStatus.EXPIRED: LawDays(until_day=date.min),
    TextStatus.SUSPENDED: LawDays(until_day=date.min),
    TextStatus.UNKNOWN: UNDATED,
}


def law_days(
    *,
    effective: date | None,
    expires: date | None,
    incoming: Iterable[Effect],
    today: date,
    override: TextStatus | None = None,
) -> LawDays:
    """What ``register.rules.status_on`` answers for all days, as far as one interval can say it.

    A text is in force from its effect until the first of: the end of its own time limit, a whole
    replacement or repeal, a suspension of the whole text. A suspension that was over by ``today``
    no longer counts. A text that has ended has ended, known effect or not; otherwise a text without
    a known effect is undated, and so it is never taken to be in force.

    So the answer changes with ``today`` on a day on which a suspension or a text without a
    known effect ends: then it must be indexed anew.
    """
    if override is not None:
        return _BY_HAND[override]
    acting = [effect for effect in incoming if effect.whole]
    ends = [effect.on for effect in acting if effect.kind in ENDINGS]
    breaks = [
        effect.on
        for effect in acting
        if effect.kind in INTERRUPTIONS and (effect.until is None or today < effect.until)
    ]
    end = _first([*ends, expires])
    if effective is None:
        return UNDATED if end is None or end > today else LawDays(end, end)
    last = _first([end, *breaks])
    if last is not None and last < effective:
        return LawDays(last, last)  # ended before it began: in force on no day
    return LawDays(effective, last)


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)
