"""Within what a reader searches, and where a document stands on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from search.engines.base import Facet, Filters, IndexDocument, State
from search.engines.tree import AnyOf, Between, Every, Fixed, IndexQuery, OneOf, Term

# Days are ordinals in the index. An unknown beginning lies before all, so that the newest first
# has it last.
_UNKNOWN, OPEN_START, OPEN_END = -1, 0, date.max.toordinal() + 1

DAYS = ("from_day", "until_day", "paused_from", "paused_until")

# The field of each facet that has one of its own.
FIELDS = {Facet.KIND: "kind", Facet.UNIT: "units", Facet.FIELD: "field", Facet.TYPE: "type"}


def days(document: IndexDocument) -> dict[str, int]:
    """The days as they are indexed, by the names of DAYS. What is never paused is so after all."""
    first = OPEN_START if document.from_day is None else document.from_day.toordinal()
    paused = document.paused_from
    return {
        "from_day": _UNKNOWN if document.undated else first,
        "until_day": _ordinal(document.until_day),
        "paused_from": _ordinal(paused),
        "paused_until": _ordinal(document.paused_until if paused else None),
    }


def _ordinal(day: date | None) -> int:
    return OPEN_END if day is None else day.toordinal()


def state_on(on: date, values: Mapping[str, Any]) -> State:
    """Of ``days`` as they are indexed."""
    day = on.toordinal()
    if values["from_day"] == _UNKNOWN:
        return State.UNKNOWN
    if values["from_day"] > day:
        return State.UPCOMING
    paused = values["paused_from"] <= day < values["paused_until"]
    return State.PAST if paused or values["until_day"] <= day else State.IN_FORCE


def in_state(state: State, on: date) -> IndexQuery:
    """The same, asked of an index."""
    day = on.toordinal()
    if state is State.UNKNOWN:
        return Between("from_day", last=_UNKNOWN)
    if state is State.UPCOMING:
        return Between("from_day", first=day + 1)
    begun, ended = Between("from_day", OPEN_START, day), Between("until_day", last=day)
    paused = Every((Between("paused_from", last=day), Between("paused_until", first=day + 1)))
    if state is State.PAST:
        return Every((begun, AnyOf((ended, paused))))
    return Every((begun, Between("until_day", first=day + 1)), (), (paused,))


def within_filters(
    within: Filters,
    queries: Iterable[IndexQuery],
    better: Iterable[IndexQuery] = (),
    without: Iterable[IndexQuery] = (),
) -> Every:
    """What all queries find within the filters. Nothing of the filters scores."""
    return Every((*_chosen(within), *queries), tuple(better), (*_outside(within), *without))


def _chosen(within: Filters) -> list[IndexQuery]:
    return [
        Fixed(OneOf(field, tuple(sorted(values))))
        for facet, field in FIELDS.items()
        if (values := values_of(within, facet))
    ]


def _outside(within: Filters) -> list[IndexQuery]:
    """What readers and days leave out, which is little of an index. To leave it out costs half of
    what it costs to ask for all the rest."""
    excluded: list[IndexQuery] = [Term("public", value=False)] if within.public_only else []
    if within.on:
        states = within.states or {State.IN_FORCE}
        other = [in_state(state, within.on) for state in State if state not in states]
        if within.states:
            excluded += other
        else:
            excluded.append(Every((Term("lasting", value=False), AnyOf(tuple(other)))))
    return excluded


def values_of(within: Filters, facet: Facet) -> Collection[str]:
    """What is chosen of a facet."""
    return {
        Facet.KIND: within.kinds,
        Facet.UNIT: within.units,
        Facet.FIELD: within.fields,
        Facet.TYPE: within.types,
        Facet.STATE: within.states,
    }[facet]


def but(within: Filters, facet: Facet) -> Filters:
    """All filters but those of the facet. That no state is asked for is a filter of states."""
    nothing: frozenset[str] = frozenset()
    if facet is Facet.KIND:
        return replace(within, kinds=nothing)
    if facet is Facet.UNIT:
        return replace(within, units=nothing)
    if facet is Facet.FIELD:
        return replace(within, fields=nothing)
    if facet is Facet.TYPE:
        return replace(within, types=nothing)
    return replace(within, states=frozenset(), on=None)
