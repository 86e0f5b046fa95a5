"""What the clocks ought to be, compared with what they are. Reads only; ``evaluating`` writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from doccontrol.calendar import DueDate, due_date, rests_on
from doccontrol.clocks.matching.resting import Match, Matcher
from doccontrol.clocks.matching.snapshots import Snapshot, around, slices, upstream_of, whole
from doccontrol.clocks.models import Clock
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.holidays import Holiday

DERIVED_FIELDS = (
    "edition_id",
    "cited_text_id",
    "clause",
    "kind",
    "via",
    "via_texts",
    "effective",
    "due_raw",
    "due",
    "is_tentative",
)
# The first of them say through what the clock hangs on its event; the rest are days.
RESTING = 6

Values = tuple[Any, ...]
# Key, event and document of a clock and the day it was opened, then its derived fields.
Row = tuple[Any, ...]


@dataclass(slots=True)
class Plan:
    """``moved`` rows already hold their new values, unsaved."""

    opened: list[Clock] = field(default_factory=list)
    moved: list[Clock] = field(default_factory=list)
    withdrawn: list[Clock] = field(default_factory=list)
    unchanged: int = 0


class Deadlines:
    """The agency's way of counting, or another one, read once for many clocks."""

    def __init__(self, *, months: int | None = None, roll_over: bool | None = None) -> None:
        settings = AgencySettings.load_default()
        self._months = settings.clock_months if months is None else months
        self._roll_over = settings.roll_over if roll_over is None else roll_over
        self._days_off = Holiday.objects.days_off()
        self._working_days = Holiday.objects.working_days()
        self._expected = Holiday.objects.expected().days()
        self._known: dict[date, tuple[DueDate, bool]] = {}

    def dates(self, effective: date | None) -> tuple[date | None, date | None, date | None, bool]:
        """Effective, due by the calendar and due, of a clock that runs from ``effective``; all None
        if that is not known. And whether the due date rests on a day that is only expected."""
        if effective is None:
            return (None, None, None, False)
        if effective not in self._known:
            due = due_date(
                effective,
                months=self._months,
                roll_over=self._roll_over,
                days_off=self._days_off,
                working_days=self._working_days,
            )
            self._known[effective] = (due, self._roll_over and rests_on(due, self._expected))
        due, is_tentative = self._known[effective]
        return (effective, due.raw, due.due, is_tentative)


def plan(on: date, *, settled_by: date, texts: Collection[int] | None = None) -> Plan:
    """Compare every clock, or those that ``texts`` can touch, with the register seen from ``on``.
    See ``compare``."""
    if texts is None:
        return compare(whole(), _rows(Clock.objects.all()), on, settled_by=settled_by)
    upstream = upstream_of(texts)
    return compare(around(upstream), clocks_of(upstream), on, settled_by=settled_by)


def clocks_of(texts: Collection[int]) -> Iterator[Row]:
    """The clocks of these texts' events, as ``compare`` takes them."""
    for some in slices(texts):
        yield from _rows(Clock.objects.filter(event__acting__in=some))


def _rows(clocks: QuerySet[Clock]) -> Iterator[Row]:
    names = ("pk", "event_id", "document_id", "opened_on", *DERIVED_FIELDS)
    return clocks.order_by().values_list(*names).iterator()


def compare(snapshot: Snapshot, clocks: Iterable[Row], on: date, *, settled_by: date) -> Plan:
    """What would bring ``clocks`` in line with ``snapshot``, seen from ``on``.

    A clock closed by ``settled_by`` keeps the dates by which it was judged. An open clock that
    nobody has proposed a decision on is withdrawn if the register no longer ties its edition to
    its event; that a later edition dropped the citation withdraws nothing.
    """
    matcher, deadlines = Matcher(snapshot), Deadlines()
    wanted = matcher.matches(on)
    result = Plan()
    differing: dict[int, Values | None] = {}
    for pk, event, document, opened_on, *present in clocks:
        match = wanted.pop((event, document), None)
        ought: Values | None = None
        if match is not None:
            ought = _derived(match) + deadlines.dates(snapshot.events[event].on)
        elif matcher.still_rests(event, present[0], opened_on):
            ought = (*present[:RESTING], *deadlines.dates(snapshot.events[event].on))
        if ought == tuple(present):
            result.unchanged += 1
        else:
            differing[pk] = ought
    # How a clock was closed is asked only of those that may have to change.
    for clock in _in_full(differing):
        _sort(clock, differing[clock.pk], result, settled_by)
    result.opened = [
        _set(
            Clock(event_id=match.event, document_id=match.document, opened_on=on),
            _derived(match) + deadlines.dates(snapshot.events[match.event].on),
        )
        for match in wanted.values()
    ]
    return result


def _in_full(keys: Collection[int]) -> Iterator[Clock]:
    for some in slices(keys):
        yield from Clock.objects.filter(pk__in=some).with_closing().with_decided().order_by("pk")


def _sort(clock: Clock, expected: Values | None, result: Plan, settled_by: date) -> None:
    closed_on = clock.closed_on  # type: ignore[attr-defined]
    if closed_on is not None and closed_on <= settled_by:
        result.unchanged += 1
    elif expected is not None:
        result.moved.append(_set(clock, expected))
    elif clock.is_decided:  # type: ignore[attr-defined]
        result.unchanged += 1
    else:
        result.withdrawn.append(clock)


def _derived(match: Match) -> Values:
    return (
        match.edition,
        match.cited,
        match.clause,
        match.kind,
        list(match.via),
        list(match.texts),
    )


def _set(clock: Clock, values: Values) -> Clock:
    for name, value in zip(DERIVED_FIELDS, values, strict=True):
        setattr(clock, name, value)
    return clock
