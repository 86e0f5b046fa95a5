"""By what a clock was closed, for many clocks at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from doccontrol.clocks.models import NEVER, Clock, Decision
from doccontrol.documents.models.editions import Edition

CHUNK = 500  # keys in one statement


@dataclass(frozen=True, slots=True)
class Closing:
    """At most one of edition and decision is given. Without any, and where the law itself was not
    registered by mistake, it was closed by the withdrawal."""

    on: date
    edition: Edition | None = None
    decision: Decision | None = None
    is_mistake: bool = False

    def as_json(self) -> dict[str, Any]:
        if self.edition is not None:
            return {"edition": str(self.edition.number), "on": self.on.isoformat()}
        if self.decision is not None:
            return {"decision": self.decision.outcome, "on": self.on.isoformat()}
        if self.is_mistake:
            return {"mistake": True, "on": self.on.isoformat()}
        return {"withdrawal": True, "on": self.on.isoformat()}


def closings(clocks: Sequence[Clock], on: date) -> dict[int, Closing]:
    """By primary key, the clocks that were closed by ``on``; rows from ``with_closing`` and
    ``with_subject``.

    If several things closed a clock on one day the edition is named first, then the decision.
    """
    closed = [clock for clock in clocks if (_closed_on(clock) or NEVER) <= on]
    editions: dict[int, Edition] = {}
    decisions: dict[int, Decision] = {}
    for chunk in _chunks(closed):
        keys = {getattr(clock, "closing_edition_id", None) for clock in chunk} - {None}
        editions |= Edition.objects.without_content().in_bulk(keys)
        approved = Decision.objects.standing().filter(clock__in=chunk)
        decisions |= {one.clock_id: one for one in approved.select_related("approved_by")}
    return {clock.pk: _closing(clock, editions, decisions) for clock in closed}


def _closed_on(clock: Clock) -> date | None:
    return clock.closed_on  # type: ignore[attr-defined]


def _closing(clock: Clock, editions: dict[int, Edition], decisions: dict[int, Decision]) -> Closing:
    day = _closed_on(clock) or NEVER
    edition = editions.get(clock.closing_edition_id)  # type: ignore[attr-defined]
    if edition is not None and edition.in_force_from == day:
        return Closing(day, edition=edition)
    decision = decisions.get(clock.pk)
    if decision is not None and decision.approved_on == day:
        return Closing(day, decision=decision)
    return Closing(day, is_mistake=clock.event.acting.mistaken_on == day)


def _chunks(clocks: Iterable[Clock]) -> Iterable[list[Clock]]:
    rows = iter(clocks)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
