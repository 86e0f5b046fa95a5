"""By what found documents can be narrowed, and how many there are of each."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from search.engines.base import Counts, Facet, IndexDocument, State
from search.engines.within import FIELDS, OPEN_START, days, state_on

Values = Mapping[Facet, tuple[str, ...]]


def facet_values(about: Mapping[str, Any], on: date | None) -> Values:
    """Of a document as it is indexed: ``kind``, ``units``, ``field``, ``type``, and the days."""
    values: dict[Facet, tuple[str, ...]] = {}
    for facet, field in FIELDS.items():
        value = about[field]
        values[facet] = (value,) if isinstance(value, str) else tuple(value)
    if on:
        values[Facet.STATE] = (state_on(on, about),)
    return values


def facts_of(document: IndexDocument) -> dict[str, Any]:
    """What ``facet_values`` is told of a document."""
    return {name: getattr(document, name) for name in FIELDS.values()} | days(document)


def count_values(every: Iterable[Values]) -> Counts:
    """A value that nothing has is not listed."""
    counted: dict[Facet, Counter[str]] = {}
    for values in every:
        for facet, those in values.items():
            counted.setdefault(facet, Counter()).update(filter(None, those))
    return counted


def states_asked(on: date) -> dict[str, Any]:
    """How many are in each state on a day: a question that all our engines understand."""
    next_day = on.toordinal() + 1

    def parted(field: str) -> dict[str, Any]:
        return {"field": field, "ranges": [{"to": next_day}, {"from": next_day}]}

    paused = {
        "range": parted("paused_from"),
        "aggs": {"until": {"range": parted("paused_until")}},
    }
    begins = [
        {"to": OPEN_START},
        {"from": OPEN_START, "to": next_day},
        {"from": next_day},
    ]
    return {
        "range": {"field": "from_day", "ranges": begins},
        "aggs": {"until": {"range": parted("until_day"), "aggs": {"paused": paused}}},
    }


def counts_told(values: Mapping[str, Any]) -> Counts:
    """From the answers to ``states_asked`` and to ``terms``, each under the name of its facet."""
    counts: dict[Facet, dict[str, int]] = {}
    for name, answer in values.items():
        facet, buckets = Facet(name), answer["buckets"]
        if facet is Facet.STATE:
            counted = _states_told(buckets)
        else:
            counted = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
        counts[facet] = {value: many for value, many in counted.items() if many}
    return counts


def _states_told(buckets: list[Any]) -> dict[str, int]:
    if not buckets:  # tantivy gives none of an index without a document
        return {}
    unknown, begun, upcoming = sorted(buckets, key=_where_it_begins)
    past, in_force = sorted(begun["until"]["buckets"], key=_where_it_begins)
    paused = _paused(in_force["paused"]["buckets"])
    return {
        State.IN_FORCE: in_force["doc_count"] - paused,
        State.UPCOMING: upcoming["doc_count"],
        State.PAST: past["doc_count"] + paused,
        State.UNKNOWN: unknown["doc_count"],
    }


def _paused(buckets: list[Any]) -> int:
    begun, _later = sorted(buckets, key=_where_it_begins)
    _over, lasting = sorted(begun["until"]["buckets"], key=_where_it_begins)
    return int(lasting["doc_count"])


def _where_it_begins(bucket: Mapping[str, Any]) -> float:
    return float(bucket.get("from", -math.inf))
