"""The only code that writes clocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from doccontrol.clocks.matching.plan import DERIVED_FIELDS, plan
from doccontrol.clocks.models import Clock
from doccontrol.register.deriving.law_events import derive_events

BATCH = 300  # rows; nine values each, within what SQLite takes in one statement


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What ``evaluate`` did, or with ``dry_run`` would have done."""

    on: date
    opened: list[Clock]
    moved: list[Clock]
    withdrawn: list[Clock]
    unchanged: int

    @property
    def changes(self) -> int:
        return len(self.opened) + len(self.moved) + len(self.withdrawn)


def evaluate(
    on: date,
    *,
    dry_run: bool = False,
    texts: Collection[int] | None = None,
    settled_by: date | None = None,
) -> Evaluation:
    """Bring the clocks in line with the register and the editions; of all texts, the law events
    first.

    Opens clocks, moves the dates of open ones, and withdraws those that a correction of the
    register has undone and nobody has answered. Closed clocks are never touched: closed by
    ``settled_by``, which is ``on`` unless a past day is looked at. ``texts`` (primary keys)
    restricts the work to events that a change of these texts can touch: the register derived those
    in the transaction of the change. One transaction; a second run changes nothing.
    Source: Quyết định 19/2014/QĐ-TTg Điều 4 khoản 4 điểm a.
    """
    with transaction.atomic():
        if texts is None:
            derive_events()
        settled_by = settled_by or on
        planned = plan(on, settled_by=settled_by, texts=texts)
        Clock.objects.bulk_create(planned.opened, batch_size=BATCH, ignore_conflicts=True)
        moved = {clock.pk: clock for clock in planned.moved}
        for still_open in _locked_open(moved, settled_by):
            _move([moved[pk] for pk in still_open])
        gone = {clock.pk: clock for clock in planned.withdrawn}
        for still_open in _locked_open(gone, settled_by):
            Clock.objects.filter(pk__in=still_open, decisions__isnull=True).delete()
        if texts is None:
            Clock.objects.settle(settled_by)
        if dry_run:
            transaction.set_rollback(True)
    return Evaluation(on, planned.opened, planned.moved, planned.withdrawn, planned.unchanged)


def _move(clocks: Iterable[Clock]) -> None:
    """Write their new values: one statement for all that hang on their event in the same way."""
    alike: dict[str, list[Clock]] = defaultdict(list)
    for clock in clocks:
        alike[repr([getattr(clock, name) for name in DERIVED_FIELDS])].append(clock)
    for some in alike.values():
        values = {name: getattr(some[0], name) for name in DERIVED_FIELDS}
        Clock.objects.filter(pk__in=[clock.pk for clock in some]).update(**values)


def _locked_open(clocks: Collection[int], settled_by: date) -> Iterator[list[int]]:
    """Lock the rows in batches; of each, those that nobody has closed since they were read."""
    keys = sorted(clocks)
    for start in range(0, len(keys), BATCH):
        batch = Clock.objects.filter(pk__in=keys[start : start + BATCH])
        # Two statements: the second one sees what was committed while the first one waited.
        list(batch.select_for_update().order_by("pk").values_list("pk", flat=True))
        yield list(batch.with_closing().open(settled_by).values_list("pk", flat=True))
