"""Law events: the days on which a normative text begins to bite, derived from the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import F, Q, QuerySet

from doccontrol.register.models import AppliedFrom, LawEvent, LegalRelation, LegalText
from doccontrol.register.rules import STARTS_A_CLOCK

# Rows held in memory at a time. A list of texts goes into one IN clause, which SQLite limits.
RANGE_SIZE = 5_000
LIST_SIZE = 500
PROVISIONS_LENGTH = 500


@dataclass
class _Changes:
    """What one batch must write."""

    new: list[LawEvent] = field(default_factory=list)
    changed: list[LawEvent] = field(default_factory=list)


@transaction.atomic
def derive_events(texts: Iterable[LegalText] | None = None) -> int:
    """Bring the events of ``texts`` (None: of the whole register) in line with the register.

    Returns how many rows were made or changed; a second run returns 0. Rows are never deleted:
    clocks and editions point at them. A stage whose day was corrected keeps its row, if just one
    day of the text went and one came, so that what points at it goes on pointing at it.
    """
    return sum(_derive_batch(batch) for batch in _batches(texts))


def relations_of(
    event: LawEvent, relations: Iterable[LegalRelation], *, applied_on: Collection[date] = ()
) -> list[LegalRelation]:
    """Those ``relations`` of the event's text that begin to bite with this event.

    The main event has the relations without a day of their own and those of its own day. A stage
    has those of its day. A stage on which provisions of the text itself begin to apply (its day is
    in ``applied_on``, or no relation has that day) has the main event's besides: nobody knows
    which of them the late provisions are. Only kinds that start a clock count.
    """
    starting = [relation for relation in relations if relation.kind in STARTS_A_CLOCK]
    own = [relation for relation in starting if relation.on is not None and relation.on == event.on]
    if not event.is_main and own and event.on not in applied_on:
        return own
    main_day = event.acting.effective
    main = [relation for relation in starting if relation.on is None or relation.on == main_day]
    return main if event.is_main else main + [one for one in own if one not in main]


def _batches(texts: Iterable[LegalText] | None) -> Iterator[QuerySet[LegalText]]:
    everything = LegalText.objects.order_by("pk")
    if texts is not None:
        keys = sorted({text.pk for text in texts})
        for start in range(0, len(keys), LIST_SIZE):
            yield everything.filter(pk__in=keys[start : start + LIST_SIZE])
        return
    last = 0
    while found := list(everything.filter(pk__gt=last).values_list("pk", flat=True)[:RANGE_SIZE]):
        # A range, not a list of keys: the size of the statement stays the same.
        yield everything.filter(pk__gte=found[0], pk__lte=found[-1])
        last = found[-1]


def _derive_batch(batch: QuerySet[LegalText]) -> int:
    stages = _stages(batch)
    rows: dict[int, list[LawEvent]] = defaultdict(list)
    for event in LawEvent.objects.filter(acting__in=_keys(batch)):
        rows[event.acting_id].append(event)
    changes = _Changes()
    for key, effective, bites in batch.values_list("pk", "effective", "type__is_normative"):
        main = [event for event in rows[key] if event.is_main]
        further = [event for event in rows[key] if not event.is_main]
        _align_main(key, effective, bites, main, changes)
        _align_stages(key, stages.get(key, {}) if bites else {}, further, changes)
    LawEvent.objects.bulk_create(changes.new, batch_size=500)
    LawEvent.objects.bulk_update(
        changes.changed, ["on", "provisions", "is_current"], batch_size=100
    )
    return len(changes.new) + len(changes.changed)


def _keys(batch: QuerySet[LegalText]) -> QuerySet[LegalText, int]:
    return batch.order_by().values_list("pk", flat=True)


def _stages(batch: QuerySet[LegalText]) -> dict[int, dict[date, str]]:
    """For each text its further days, each with the words for what begins on it.

    An "applied from" that is not later than the text's own day starts nothing: the three months
    run from the day of effect (Quyết định 19/2014/QĐ-TTg Điều 4 khoản 4 điểm a, "có hiệu lực thi
    hành"). Without a known day of effect nothing can be said to be later.
    """
    words: dict[int, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    applied = AppliedFrom.objects.filter(text__in=_keys(batch), applies_on__gt=F("text__effective"))
    for key, day, provisions in applied.values_list("text", "applies_on", "provisions"):
        words[key][day].add(provisions)
    own_day = ~Q(on=F("acting__effective")) | Q(acting__effective__isnull=True)
    relations = LegalRelation.objects.starting_clocks().filter(
        own_day, acting__in=_keys(batch), on__isnull=False
    )
    for key, on, target, scope in relations.values_list("acting", "on", "target_number", "scope"):
        if on is not None:
            words[key][on].add(f"{target} {scope}".strip())
    return {key: {day: _join(parts) for day, parts in days.items()} for key, days in words.items()}


def _join(parts: Iterable[str]) -> str:
    text = "; ".join(sorted(part for part in parts if part))
    return text if len(text) <= PROVISIONS_LENGTH else f"{text[: PROVISIONS_LENGTH - 1]}…"


def _align_main(
    key: int, effective: date | None, bites: bool, rows: list[LawEvent], changes: _Changes
) -> None:
    if rows:
        # The day of a text that is no norm (any more) says nothing; its row only stops.
        _set(rows[0], effective if bites else rows[0].on, "", bites, changes)
    elif bites:
        changes.new.append(LawEvent(acting_id=key, is_main=True, on=effective))


def _align_stages(
    key: int, wanted: dict[date, str], rows: list[LawEvent], changes: _Changes
) -> None:
    by_day = {row.on: row for row in rows}
    gone = [row for row in rows if row.is_current and row.on not in wanted]
    come = [day for day in wanted if day not in by_day]
    if len(gone) == 1 and len(come) == 1:
        by_day[come[0]] = gone.pop()
    for row in gone:
        _set(row, row.on, row.provisions, False, changes)
    for day, provisions in sorted(wanted.items()):
        known = by_day.get(day)
        if known is not None:
            _set(known, day, provisions, True, changes)
        else:
            changes.new.append(
                LawEvent(acting_id=key, is_main=False, on=day, provisions=provisions)
            )


def _set(
    row: LawEvent, on: date | None, provisions: str, is_current: bool, changes: _Changes
) -> None:
    if (row.on, row.provisions, row.is_current) != (on, provisions, is_current):
        row.on, row.provisions, row.is_current = on, provisions, is_current
        changes.changed.append(row)
