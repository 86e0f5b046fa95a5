"""How many clocks each of many texts would open, in a number of queries that does not grow.

What ``preview`` says of one text in full, for a list. Reads only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import NamedTuple

from doccontrol.clocks.matching.plan import clocks_of, compare
from doccontrol.clocks.matching.preview import (
    Acts,
    Stated,
    acts_by_text,
    hops_of,
    restate,
    waiting_for,
)
from doccontrol.clocks.matching.snapshots import Snapshot, around, upstream_of
from doccontrol.lawtext.numbers import key_of
from doccontrol.register.models.events import LawEvent
from doccontrol.register.models.texts import LegalRelation, LegalText


class ExpectedText(NamedTuple):
    """A text as it would stand. ``text`` is the key of a registered one; the relations of
    ``facts`` are those that would be added."""

    text: int | None
    number: str
    facts: Stated


def count_opened(texts: Sequence[ExpectedText], on: date) -> list[int]:
    """For each of ``texts`` alone, the clocks that would open if it stood as said on ``on``."""
    known: dict[ExpectedText, int] = {}
    for some in _rounds(dict.fromkeys(texts)):
        opened = _opened(some, on)
        known |= {text: opened[key] for key, text in some.items()}
    return [known[text] for text in texts]


def _rounds(texts: Collection[ExpectedText]) -> Iterator[dict[int, ExpectedText]]:
    """Texts that say nothing of each other, by a key: those that nobody registered have one of
    their own. The same text said differently twice goes into two rounds."""
    free = count(-1, -1)
    rounds: dict[tuple[bool, int], dict[int, ExpectedText]] = defaultdict(dict)
    met: dict[tuple[int | None, str], int] = defaultdict(int)
    for text in texts:
        same = (text.text, "" if text.text else key_of(text.number))
        rounds[text.text is not None, met[same]][text.text or next(free)] = text
        met[same] += 1
    yield from rounds.values()


def _opened(texts: Mapping[int, ExpectedText], on: date) -> dict[int, int]:
    registered = {key for key, text in texts.items() if text.text is not None}
    standing = _acts_of(registered)
    waiting = waiting_for({key: one.number for key, one in texts.items() if one.text is None})
    acts = {key: (*standing[key], *text.facts.relations) for key, text in texts.items()}
    targets = {act.target for some in acts.values() for act in some if act.target is not None}
    upstream = upstream_of(registered | {hop.acting for hop in waiting})
    snapshot = around(upstream, reaching=registered | targets)
    named = LegalText.objects.filter(pk__in=registered | targets)
    snapshot.numbers |= dict(named.values_list("pk", "number_raw"))
    snapshot.hops = [hop for hop in snapshot.hops if hop.acting not in texts] + waiting
    events = _events_of(registered)
    free = count(-1, -1)
    for key, text in texts.items():
        snapshot.numbers[key] = text.number or snapshot.numbers.get(key, "")
        snapshot.hops += hops_of(key, acts[key])
        restate(
            snapshot,
            key,
            text.facts._replace(relations=acts[key]),
            events=events[key],
            standing=standing[key],
            new_keys=free,
        )
    return _counted(snapshot, texts, upstream, on)


def _counted(
    snapshot: Snapshot, texts: Collection[int], upstream: Collection[int], on: date
) -> dict[int, int]:
    """A clock counts for each of ``texts`` that its chain goes through."""
    opened = dict.fromkeys(texts, 0)
    for clock in compare(snapshot, clocks_of(upstream), on, settled_by=on).opened:
        acting = snapshot.events[clock.event_id].acting
        for key in {acting, *clock.via_texts} & opened.keys():
            opened[key] += 1
    return opened


def _acts_of(texts: Collection[int]) -> dict[int, list[Acts]]:
    return acts_by_text(LegalRelation.objects.starting_clocks().filter(acting__in=texts))


def _events_of(texts: Collection[int]) -> dict[int, list[LawEvent]]:
    events: dict[int, list[LawEvent]] = defaultdict(list)
    for event in LawEvent.objects.filter(acting__in=texts):
        events[event.acting_id].append(event)
    return events
