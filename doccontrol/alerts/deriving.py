"""What the clocks ought to be, compared with what they are. Reads only; ``actions`` writes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from doccontrol.alerts.matching import Match, Matcher
from doccontrol.alerts.models import Clock
from doccontrol.calendar import DueDate, due_date
from doccontrol.organisation.models import AgencySettings, Holiday

DERIVED_FIELDS = (
    "edition_id",
    "cited_text_id",
    "clause",
    "kind",
    "via",
    "effective",
    "due_raw",
    "due",
)


@dataclass(slots=True)
class Plan:
    """``moved`` rows already hold their new values, unsaved."""

    opened: list[Clock] = field(default_factory=list)
    moved: list[Clock] = field(default_factory=list)
    withdrawn: list[Clock] = field(default_factory=list)
    unchanged: int = 0


class Deadlines:
    """The agency's way of counting, read once for many clocks."""

    def __init__(self) -> None:
        settings = AgencySettings.load_default()
        self._months, self._roll_over = settings.clock_months, settings.roll_over
        self._days_off = Holiday.objects.days_off()
        self._working_days = Holiday.objects.working_days()
        self._known: dict[date, DueDate] = {}

    def dates(self, effective: date | None) -> dict[str, date | None]:
        """The three dates of a clock that runs from ``effective``; all None if it is not known."""
        if effective is None:
            return {"effective": None, "due_raw": None, "due": None}
        if effective not in self._known:
            self._known[effective] = due_date(
                effective,
                months=self._months,
                roll_over=self._roll_over,
                days_off=self._days_off,
                working_days=self._working_days,
            )
        due = self._known[effective]
        return {"effective": effective, "due_raw": due.raw, "due": due.due}


def plan(on: date, *, settled_by: date, texts: Collection[int] | None = None) -> Plan:
    """Compare every clock, or those that ``texts`` can touch, with the register seen from ``on``.

    A clock closed by ``settled_by`` keeps the dates by which it was judged. An open clock that
    nobody has proposed a decision on is withdrawn if the register no longer ties its edition to
    its event; that a later edition dropped the citation withdraws nothing.
    """
    matcher, deadlines = Matcher(), Deadlines()
    events = None if texts is None else matcher.events_touched_by(texts)
    wanted = matcher.matches(on, events)
    result = Plan()
    for clock in _clocks(texts, matcher):
        match = wanted.pop((clock.event_id, clock.document_id), None)
        closed_on = clock.closed_on  # type: ignore[attr-defined]
        event = matcher.events.get(clock.event_id)
        rests = match is not None or matcher.still_rests(clock.event_id, clock.edition_id)
        if closed_on is not None and closed_on <= settled_by:
            result.unchanged += 1
        elif event is None or not rests:
            if clock.is_decided:  # type: ignore[attr-defined]
                result.unchanged += 1
            else:
                result.withdrawn.append(clock)
        elif _set(clock, (_derived(match) if match else {}) | deadlines.dates(event.on)):
            result.moved.append(clock)
        else:
            result.unchanged += 1
    for match in wanted.values():
        clock = Clock(event_id=match.event, document_id=match.document, opened_on=on)
        _set(clock, _derived(match) | deadlines.dates(matcher.events[match.event].on))
        result.opened.append(clock)
    return result


def _clocks(texts: Collection[int] | None, matcher: Matcher) -> list[Clock]:
    clocks = Clock.objects.with_closing().with_decided().order_by("pk")
    if texts is None:
        return list(clocks)
    upstream = matcher.web.upstream(texts)
    # Compared here: a list of texts as long as the register fits into no SQL statement.
    return [
        clock
        for clock in clocks.annotate(acting=F("event__acting"))
        if clock.acting in upstream  # type: ignore[attr-defined]
    ]


def _derived(match: Match) -> dict[str, object]:
    return {
        "edition_id": match.edition,
        "cited_text_id": match.cited,
        "clause": match.clause,
        "kind": match.kind,
        "via": list(match.via),
    }


def _set(clock: Clock, values: dict[str, object] | dict[str, date | None]) -> bool:
    """Whether anything differed."""
    differs = False
    for name, value in values.items():
        if getattr(clock, name) != value:
            setattr(clock, name, value)
            differs = True
    return differs
