"""Within what a reader searches, and where a document stands on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from search.engines.base import Facet, Filters, IndexDocument, State
from search.engines.tree import AnyOf, Between, Every, Fixed, OneOf, Term, Wanted

# Days are ordinals in the index. An unknown beginning lies before all, so that the newest first
# has it last.
_UNKNOWN, OPEN_START, OPEN_END = -1, 0, date.max.toordinal() + 1

# The field of each facet that has one of its own.
FIELDS = {Facet.KIND: "kind", Facet.UNIT: "units", Facet.FIELD: "field", Facet.TYPE: "type"}


def days(document: IndexDocument) -> tuple[int, int]:
    """``from_day`` and ``until_day`` as they are indexed."""
    first = document.from_day.toordinal() if document.from_day else OPEN_START
    until = document.until_day.toordinal() if document.until_day else OPEN_END
    return (_UNKNOWN if document.undated else first), until


def state_on(on: date, from_day: int, until_day: int) -> State:
    """Of days as they are indexed."""
    day = on.toordinal()
    if from_day == _UNKNOWN:
        return State.UNKNOWN
    if from_day > day:
        return State.UPCOMING
    return State.IN_FORCE if day < until_day else State.PAST


def in_state(state: State, on: date) -> Wanted:
    """The same, asked of an index."""
    day = on.toordinal()
    if state is State.UNKNOWN:
        return Between("from_day", last=_UNKNOWN)
    if state is State.UPCOMING:
        return Between("from_day", first=day + 1)
    begun, ended = Between("from_day", OPEN_START, day), Between("until_day", last=day)
    if state is State.PAST:
        return Every((begun, ended))
    return Every((begun, Between("until_day", first=day + 1)))


def within_filters(
    within: Filters,
    queries: Iterable[Wanted],
    better: Iterable[Wanted] = (),
    without: Iterable[Wanted] = (),
) -> Every:
    """What all queries find within the filters. Nothing of the filters scores."""
    return Every((*_chosen(within), *queries), tuple(better), (*_outside(within), *without))


def _chosen(within: Filters) -> list[Wanted]:
    return [
        Fixed(OneOf(field, tuple(sorted(values))))
        for facet, field in FIELDS.items()
        if (values := values_of(within, facet))
    ]


def _outside(within: Filters) -> list[Wanted]:
    """What readers and days leave out, which is little of an index. To leave it out costs half of
    what it costs to ask for all the rest."""
    found: list[Wanted] = [Term("public", value=False)] if within.public_only else []
    if within.on:
        states = within.states or {State.IN_FORCE}
        other = [in_state(state, within.on) for state in State if state not in states]
        if within.states:
            found += other
        else:
            found.append(Every((Term("lasting", value=False), AnyOf(tuple(other)))))
    return found


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
