"""Between which days a law is in force: an interval and a pause. Plain values in and out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from doccontrol.register.rules import ENDINGS, INTERRUPTIONS, Effect, TextStatus


@dataclass(frozen=True, slots=True)
class LawDays:
    """In force on ``from_day`` ≤ day < ``until_day``, None leaving that side open, but not on
    ``paused_from`` ≤ day < ``paused_until``; ``undated`` says that nobody knows, and then no day is
    given."""

    from_day: date | None = None
    until_day: date | None = None
    undated: bool = False
    paused_from: date | None = None
    paused_until: date | None = None


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
    """What ``register.rules.status_on`` answers for all days.

    A text is in force from its effect until the first of: the end of its own time limit
    (``expires``, the first day without force), a whole replacement or repeal, a suspension of the
    whole text without an announced end. One with such an end is a pause. Of several pauses apart
    from each other the one that is not over by ``today`` counts, else the last; that a law was
    suspended twice has not been seen. A text that has ended has ended, known effect or not;
    otherwise a text without a known effect is undated, and so it is never taken to be in force.

    So the answer changes with ``today`` on a day on which a suspension or a text without a
    known effect ends: then it must be indexed anew.
    """
    if override is not None:
        return _BY_HAND[override]
    acting = [effect for effect in incoming if effect.whole]
    ends = [effect.on for effect in acting if effect.kind in ENDINGS]
    suspensions = [effect for effect in acting if effect.kind in INTERRUPTIONS]
    end = _first([*ends, expires])
    if effective is None:
        return UNDATED if end is None or end > today else LawDays(end, end)
    last = _first([end, *(suspension.on for suspension in suspensions if suspension.until is None)])
    if last is not None and last < effective:
        return LawDays(last, last)  # ended before it began: in force on no day
    paused_from, paused_until = _pause(suspensions, today)
    return LawDays(effective, last, paused_from=paused_from, paused_until=paused_until)


def _pause(suspensions: Iterable[Effect], today: date) -> tuple[date | None, date | None]:
    """The first and the first day after, of suspensions that touch each other taken as one."""
    pauses: list[tuple[date, date]] = []
    for on, until in sorted(
        (suspension.on, suspension.until)
        for suspension in suspensions
        if suspension.on and suspension.until
    ):
        if pauses and on <= pauses[-1][1]:
            pauses[-1] = (pauses[-1][0], max(until, pauses[-1][1]))
        else:
            pauses.append((on, until))
    if not pauses:
        return None, None
    return next((pause for pause in pauses if today < pause[1]), pauses[-1])


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)
