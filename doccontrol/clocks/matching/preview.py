"""What a text would set off, seen before anything is written: for the secretary at triage.

The text as it would stand is put into a snapshot and judged by the rules by which ``evaluate``
judges it once it is registered. Reads only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any, NamedTuple

from django.db.models import QuerySet

from doccontrol.clocks.matching.chains import Happening, Hop
from doccontrol.clocks.matching.plan import clocks_of, compare
from doccontrol.clocks.matching.snapshots import Snapshot, around, read_terms, upstream_of
from doccontrol.clocks.models import Clock
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Edition
from doccontrol.lawtext.numbers import key_of
from doccontrol.register.actions import Applied
from doccontrol.register.deriving.endings import own_end, resumptions
from doccontrol.register.deriving.law_events import Changes, Stage, align, stages_of
from doccontrol.register.models.events import LawEvent
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.register.rules import STARTS_A_CLOCK

# Stands for the key of a text, or of an event, that has none yet.
UNREGISTERED = 0


class Acts(NamedTuple):
    """What the text will do to another. ``target`` None is not registered; ``on`` None: from the
    day the text takes effect. ``resumes_on`` and ``until`` as in ``Hop``."""

    kind: str
    target: int | None
    on: date | None = None
    resumes_on: date | None = None
    until: date | None = None


class Stated(NamedTuple):
    """What decides the events of a text: ``applied`` are further days with their provisions,
    ``end`` is the first day without force by its own time limit (``own_end``)."""

    effective: date | None
    is_normative: bool
    applied: tuple[Stage, ...]
    relations: tuple[Acts, ...]
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Impact:
    """Clocks as they would stand, unsaved, with ``document``, its ``owner_unit`` and ``edition`` at
    hand; earliest due first, unknown days last. ``due_before`` is by the key of a moved clock."""

    opened: list[Clock]
    moved: list[Clock]
    withdrawn: list[Clock]
    due_before: dict[int, date | None]


def preview(
    *,
    effective: date | None,
    applied_from: Iterable[Applied],
    relations: Sequence[tuple[Any, ...]],
    text: int | None,
    hand_linked: Collection[int],
    on: date,
    number: str = "",
    expires: date | None = None,
    is_normative: bool = True,
) -> Impact:
    """Which clocks would be opened, moved and withdrawn, if the text stood as said.

    ``text`` is the key of one that is registered. ``relations``, as ``Acts``, are all that it will
    then do, those that stand already included (``acts_of``). ``hand_linked`` are documents tied
    to it besides those that are. ``number`` finds relations that wait for a text of this number to
    be registered. Of the clocks of other texts' time limits, which run no more where the text
    ends those texts first, nothing is said.
    """
    key = UNREGISTERED if text is None else text
    starting = [Acts(*one) for one in relations if one[0] in STARTS_A_CLOCK]
    waiting = waiting_for({key: number}) if text is None else []
    upstream = upstream_of({key, *(hop.acting for hop in waiting)})
    targets = {act.target for act in starting if act.target is not None}
    snapshot = around(upstream, reaching={key, *targets})
    named = LegalText.objects.filter(pk__in={key, *targets})
    snapshot.numbers |= dict(named.values_list("pk", "number_raw"))
    snapshot.numbers[key] = number or snapshot.numbers.get(key, "")
    snapshot.hops = [hop for hop in snapshot.hops if hop.acting != key] + waiting
    snapshot.hops += hops_of(key, starting)
    days = tuple((one.on, one.provisions) for one in applied_from)
    restate(
        snapshot,
        key,
        Stated(effective, is_normative, days, tuple(starting), _own_end(key, expires)),
        events=LawEvent.objects.filter(acting=key),
        standing=acts_of(key),
        new_keys=count(-1, -1),
    )
    snapshot.links |= {(key, document) for document in hand_linked}
    read_terms(snapshot, hand_linked)
    planned = compare(snapshot, clocks_of(upstream), on, settled_by=on)
    return _shown(planned.opened, planned.moved, planned.withdrawn)


def acts_of(text: int) -> list[Acts]:
    """What a registered text does now."""
    return acts_by_text(LegalRelation.objects.filter(acting=text))[text]


def acts_by_text(relations: QuerySet[LegalRelation]) -> defaultdict[int, list[Acts]]:
    acts: defaultdict[int, list[Acts]] = defaultdict(list)
    ending: dict[int, date] | None = None
    rows = relations.values_list("acting", "kind", "target", "on", "until", "pk")
    for acting, kind, target, on, until, pk in rows:
        if until is not None and ending is None:
            ending = {relation.pk: day for relation, day in resumptions(relations)}
        resumes_on = ending.get(pk) if until and ending else None
        acts[acting].append(Acts(kind, target, on, resumes_on, until))
    return acts


def _own_end(key: int, expires: date | None) -> date | None:
    ended = LegalText.objects.filter(pk=key).values_list("ended_on", flat=True).first()
    return own_end(expires, ended) if expires else None


def hops_of(key: int, acts: Iterable[Acts]) -> list[Hop]:
    return [
        Hop(key, act.target, act.kind, act.on, act.resumes_on, act.until)
        for act in acts
        if act.target is not None and act.kind in STARTS_A_CLOCK
    ]


def waiting_for(numbers: Mapping[int, str]) -> list[Hop]:
    """By the keys of texts, relations that will point at the first text of one of these numbers to
    be registered."""
    keys = {key: key_of(number) for key, number in numbers.items()}
    sought = set(keys.values()) - {""}
    taken = set(LegalText.objects.filter(number__in=sought).values_list("number", flat=True))
    waiting: dict[str, list[tuple[int, str, date | None]]] = defaultdict(list)
    rows = LegalRelation.objects.starting_clocks().dangling()
    rows = rows.filter(target_number__in=sought - taken)
    for number, acting, kind, on in rows.values_list("target_number", "acting_id", "kind", "on"):
        waiting[number].append((acting, kind, on))
    return [
        Hop(acting, key, kind, on)
        for key, number in keys.items()
        for acting, kind, on in waiting.get(number, ())
    ]


def restate(
    snapshot: Snapshot,
    key: int,
    facts: Stated,
    *,
    events: Iterable[LawEvent],
    standing: Iterable[Acts],
    new_keys: Iterator[int],
) -> None:
    """Replace in ``snapshot`` what is known of the text ``key`` by what would follow from
    ``facts``. ``events`` and ``standing`` are those that it has; ``new_keys`` are free ones."""
    for event in [event for event in snapshot.events.values() if event.acting == key]:
        del snapshot.events[event.pk]
    rows = list(events)
    # As it is written: the text's own facts first, its relations after that.
    for acts in (standing, facts.relations):
        dated = [(act.on, "") for act in acts if act.on and act.kind in STARTS_A_CLOCK]
        resumed = [(act.resumes_on, "") for act in acts if act.resumes_on]
        stages = {}
        if facts.is_normative:
            stages = stages_of(facts.effective, facts.applied, dated, resumed, facts.end)
        changes = Changes()
        align(
            rows,
            changes,
            key=key,
            effective=facts.effective,
            bites=facts.is_normative,
            stages=stages,
        )
        rows += changes.new
    applies_on = {day for day, _provisions in facts.applied}
    for row in rows:
        pk = row.pk or next(new_keys)
        if row.is_current:
            snapshot.events[pk] = Happening(
                pk, key, row.is_main, row.on, facts.effective, row.on in applies_on, row.kind
            )


def _shown(opened: list[Clock], moved: list[Clock], withdrawn: list[Clock]) -> Impact:
    clocks = [*opened, *moved, *withdrawn]
    documents = ControlledDocument.objects.select_related("owner_unit").in_bulk(
        {clock.document_id for clock in clocks}
    )
    editions = Edition.objects.without_content().in_bulk({clock.edition_id for clock in clocks})
    for clock in clocks:
        clock.document, clock.edition = documents[clock.document_id], editions[clock.edition_id]
    before = Clock.objects.filter(pk__in=[clock.pk for clock in moved])
    return Impact(
        sorted(opened, key=_urgency),
        sorted(moved, key=_urgency),
        sorted(withdrawn, key=_urgency),
        due_before=dict(before.values_list("pk", "due")),
    )


def _urgency(clock: Clock) -> tuple[bool, date, str]:
    return (clock.due is None, clock.due or date.max, clock.document.code)
