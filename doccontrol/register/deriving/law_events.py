"""Law events: the days on which a normative text begins to bite, or what it ordered ends, derived
from the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from doccontrol.register.deriving.endings import own_end, resumptions
from doccontrol.register.models.events import AppliedFrom, LawEvent
from doccontrol.register.models.issuers import LegalType
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.register.rules import ENDINGS, INTERRUPTIONS, STARTS_A_CLOCK, EventKind

# Texts looked at together: they go into one IN clause, which SQLite limits.
LIST_SIZE = 500
PROVISIONS_LENGTH = 500


# A day and the words for what begins on it.
Stage = tuple[date, str]


class StageFacts(NamedTuple):
    kind: EventKind
    provisions: str


@dataclass
class Changes:
    """Events to be written."""

    new: list[LawEvent] = field(default_factory=list)
    changed: list[LawEvent] = field(default_factory=list)


@transaction.atomic
def derive_events(texts: Iterable[LegalText] | None = None) -> int:
    """Bring the events of ``texts`` (None: of the whole register) in line with the register.

    Returns how many rows were made or changed; a second run returns 0. Rows are never deleted:
    clocks and editions point at them. A stage whose day was corrected keeps its row, if just one
    day of the text went and one came, so that what points at it goes on pointing at it.
    """
    made = _make_main_events() if texts is None else 0
    return made + sum(_derive_batch(batch) for batch in _batches(texts))


def relations_of(
    event: LawEvent, relations: Iterable[LegalRelation], *, applied_on: Collection[date] = ()
) -> list[LegalRelation]:
    """Those ``relations`` of the event's text that begin to bite with this event.

    The main event has the relations without a day of their own and those of its own day. A stage
    has those of its day. A stage on which provisions of the text itself begin to apply (its day is
    in ``applied_on``, or no relation has that day) has the main event's besides: nobody knows
    which of them the late provisions are. The end of a suspension has that suspension; the end of
    the text's own time limit has all besides that it does for as long as it lives: what it
    replaced or repealed does not come back. Only kinds that start a clock count.
    """
    starting = [relation for relation in relations if relation.kind in STARTS_A_CLOCK]
    begun = _begun(event, starting, applied_on)
    return begun + [
        relation for relation in starting if relation not in begun and _ends(event, relation)
    ]


def _ends(event: LawEvent, relation: LegalRelation) -> bool:
    if relation.kind in INTERRUPTIONS and relation.until is not None and relation.until == event.on:
        return True
    is_over = relation.until is not None and event.on is not None and relation.until < event.on
    return event.kind == EventKind.EXPIRY and relation.kind not in ENDINGS and not is_over


def _begun(
    event: LawEvent, starting: list[LegalRelation], applied_on: Collection[date]
) -> list[LegalRelation]:
    if event.kind != EventKind.EFFECT and event.on not in applied_on:
        return [relation for relation in starting if relation.on and relation.on == event.on]
    own = [relation for relation in starting if relation.on is not None and relation.on == event.on]
    if not event.is_main and own and event.on not in applied_on:
        return own
    main_day = event.acting.effective
    main = [relation for relation in starting if relation.on is None or relation.on == main_day]
    return (
        main
        if event.is_main
        else main + [own_relation for own_relation in own if own_relation not in main]
    )


def _batches(texts: Iterable[LegalText] | None) -> Iterator[QuerySet[LegalText]]:
    keys = sorted(_doubtful() if texts is None else {text.pk for text in texts})
    for start in range(0, len(keys), LIST_SIZE):
        yield LegalText.every.order_by("pk").filter(pk__in=keys[start : start + LIST_SIZE])


def _make_main_events() -> int:
    """The main events that are missing, in one statement: a whole register is not carried through
    Python row by row. NOT IN reads the present events once and first; with NOT EXISTS PostgreSQL
    reads them, growing as it writes, for each text."""
    event, text, kind = LawEvent._meta.db_table, LegalText._meta.db_table, LegalType._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {event} (acting_id, is_main, kind, "on", provisions, is_current)
            SELECT t.id, %s, %s, t.effective, '', %s FROM {text} t JOIN {kind} k ON k.id = t.type_id
            WHERE k.is_normative AND t.mistaken_on IS NULL
            AND t.id NOT IN (SELECT e.acting_id FROM {event} e WHERE e.is_main)
            """,  # noqa: S608  names of our own tables
            [True, EventKind.EFFECT, True],
        )
        return int(cursor.rowcount)


def _doubtful() -> set[int]:
    """Texts whose events may be out of line: those whose main event is, and all that have stages
    or may come to have them. In a whole register these are few, and the database finds them."""
    main = LawEvent.objects.filter(acting=OuterRef("pk"), is_main=True, is_current=True)
    same_day = Q(Exists(main.filter(on=OuterRef("effective"))))
    both_unknown = Q(effective__isnull=True) & Exists(main.filter(on__isnull=True))
    bites = Q(type__is_normative=True, mistaken_on__isnull=True)
    norms = bites & ~(same_day | both_unknown)
    others = (Q(type__is_normative=False) | Q(mistaken_on__isnull=False)) & Exists(main)
    stages = LawEvent.objects.filter(is_main=False).order_by()
    own_day = ~Q(on=F("acting__effective")) | Q(acting__effective__isnull=True)
    has_day = (own_day & Q(on__isnull=False)) | Q(until__isnull=False)
    dated = LegalRelation.objects.starting_clocks().filter(has_day).order_by()
    ending = LawEvent.objects.filter(
        acting=OuterRef("pk"), kind=EventKind.EXPIRY, is_current=True, on=OuterRef("expires")
    )
    not_ended = Q(ended_on__isnull=True) | Q(ended_on__gt=F("expires"))
    ends = bites & Q(expires__isnull=False) & not_ended & ~Exists(ending)
    return {
        *LegalText.every.filter(norms | others | ends).order_by().values_list("pk", flat=True),
        *stages.values_list("acting", flat=True),
        *AppliedFrom.objects.order_by().values_list("text", flat=True),
        *dated.values_list("acting", flat=True),
    }


def _derive_batch(batch: QuerySet[LegalText]) -> int:
    keys = batch.order_by().values_list("pk", flat=True)
    applied: dict[int, list[Stage]] = defaultdict(list)
    relations: dict[int, list[Stage]] = defaultdict(list)
    resumed: dict[int, list[Stage]] = defaultdict(list)
    rows: dict[int, list[LawEvent]] = defaultdict(list)
    days = AppliedFrom.objects.filter(text__in=keys)
    for key, day, provisions in days.values_list("text", "applies_on", "provisions"):
        applied[key].append((day, provisions))
    own = LegalRelation.objects.starting_clocks().filter(acting__in=keys)
    dated = own.filter(Q(on__isnull=False) | Q(until__isnull=False))
    names = ("acting", "on", "until", "target_number", "scope")
    for key, on, until, target, scope in dated.values_list(*names):
        if on is not None:
            relations[key].append((on, f"{target} {scope}".strip()))
        if until is not None:
            resumed[key] = []
    for relation, day in resumptions(own) if resumed else ():
        words = f"{relation.target_number} {relation.scope}".strip()
        resumed[relation.acting_id].append((day, words))
    for event in LawEvent.objects.filter(acting__in=keys):
        rows[event.acting_id].append(event)
    changes = Changes()
    facts = ("pk", "effective", "expires", "ended_on", "type__is_normative", "mistaken_on")
    for key, effective, expires, ended, is_normative, mistaken_on in batch.values_list(*facts):
        bites = is_normative and mistaken_on is None
        stages = {}
        if bites:
            end = own_end(expires, ended)
            stages = stages_of(effective, applied[key], relations[key], resumed[key], end)
        align(rows[key], changes, key=key, effective=effective, bites=bites, stages=stages)
    LawEvent.objects.bulk_create(changes.new, batch_size=500)
    LawEvent.objects.bulk_update(
        changes.changed, ["on", "kind", "provisions", "is_current"], batch_size=100
    )
    return len(changes.new) + len(changes.changed)


def stages_of(
    effective: date | None,
    applied: Iterable[Stage],
    relations: Iterable[Stage],
    resumed: Iterable[Stage] = (),
    end: date | None = None,
) -> dict[date, StageFacts]:
    """The further days of a text, each with the words for what happens on it: days from which
    provisions are ``applied``, days of ``relations`` that start clocks, days on which what it
    suspended is in force again (``resumed``), and the first day without force (``end``) by its
    own time limit.

    An "applied from" that is not later than the text's own day starts nothing: the three months
    run from the day of effect (Quyết định 19/2014/QĐ-TTg Điều 4 khoản 4 điểm a, "có hiệu lực thi
    hành"). Without a known day of effect nothing can be said to be later.
    """
    words: dict[date, set[str]] = defaultdict(set)
    kinds: dict[date, EventKind] = {}
    for day, provisions in applied:
        if effective is not None and day > effective:
            words[day].add(provisions)
    for day, target in relations:
        if day != effective:
            words[day].add(target)
    for day, target in resumed:
        if day != effective:
            kinds.setdefault(day, EventKind.EFFECT if day in words else EventKind.RESUMPTION)
            words[day].add(target)
    if end is not None:
        kinds[end] = EventKind.EXPIRY
        words[end] |= set()
    return {
        day: StageFacts(kinds.get(day, EventKind.EFFECT), _join(parts))
        for day, parts in words.items()
    }


def _join(parts: Iterable[str]) -> str:
    text = "; ".join(sorted(part for part in parts if part))
    return text if len(text) <= PROVISIONS_LENGTH else f"{text[: PROVISIONS_LENGTH - 1]}…"


def align(
    rows: list[LawEvent],
    changes: Changes,
    *,
    key: int,
    effective: date | None,
    bites: bool,
    stages: dict[date, StageFacts],
) -> None:
    """Change the rows of the text ``key`` as its facts ask for; what must be written is put into
    ``changes``. ``bites``: it is a norm."""
    main = [row for row in rows if row.is_main]
    if main:
        # The day of a text that is no norm (any more) says nothing; its row only stops.
        day = effective if bites else main[0].on
        _set(main[0], day, StageFacts(EventKind.EFFECT, ""), bites, changes)
    elif bites:
        changes.new.append(LawEvent(acting_id=key, is_main=True, on=effective))
    _align_stages([row for row in rows if not row.is_main], changes, key, stages)


def _align_stages(
    rows: list[LawEvent], changes: Changes, key: int, expected: dict[date, StageFacts]
) -> None:
    by_day = {row.on: row for row in rows}
    gone = [row for row in rows if row.is_current and row.on not in expected]
    come = [day for day in expected if day not in by_day]
    for kind in EventKind:
        left = [row for row in gone if row.kind == kind]
        new = [day for day in come if expected[day].kind == kind]
        if len(left) == 1 and len(new) == 1:
            by_day[new[0]] = left[0]
            gone.remove(left[0])
    for row in gone:
        _set(row, row.on, StageFacts(EventKind(row.kind), row.provisions), False, changes)
    for day, facts in sorted(expected.items()):
        known = by_day.get(day)
        if known is not None:
            _set(known, day, facts, True, changes)
        else:
            changes.new.append(LawEvent(acting_id=key, is_main=False, on=day, **facts._asdict()))


def _set(
    row: LawEvent, on: date | None, facts: StageFacts, is_current: bool, changes: Changes
) -> None:
    new = (on, *facts, is_current)
    if (row.on, row.kind, row.provisions, row.is_current) != new:
        row.on, row.kind, row.provisions, row.is_current = new
        changes.changed.append(row)
