"""What matching looks at, read as plain values: the whole register, or what hangs on some texts.

Around some texts chains are followed by queries, one for each step and never one for a pair: a
changed text costs what hangs on it, however large the register is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from doccontrol.clocks.linked_documents import LinkedDocument
from doccontrol.clocks.matching.chains import Happening, Hop
from doccontrol.documents.models.editions import Citation, Edition
from doccontrol.register.deriving.endings import resumptions
from doccontrol.register.models.events import AppliedFrom, LawEvent
from doccontrol.register.models.texts import LegalRelation, LegalRelationQuerySet

CLAUSE_LENGTH = 300
LIST_SIZE = 500


class Term(NamedTuple):
    """The days an edition is in force: from ``starts`` until before ``ends``."""

    starts: date
    ends: date | None
    edition: int
    document: int


@dataclass(slots=True)
class Snapshot:
    """``numbers`` are those of every text in ``events`` and ``hops``; ``clauses`` of each pair of
    edition and cited text, joined; ``links`` are pairs of text and document tied by hand."""

    events: dict[int, Happening] = field(default_factory=dict)
    hops: list[Hop] = field(default_factory=list)
    numbers: dict[int, str] = field(default_factory=dict)
    clauses: dict[tuple[int, int], str] = field(default_factory=dict)
    links: set[tuple[int, int]] = field(default_factory=set)
    terms: dict[int, Term] = field(default_factory=dict)


def whole() -> Snapshot:
    snapshot = Snapshot()
    _read_events(snapshot, _events())
    _read_hops(snapshot, LegalRelation.objects.all())
    _read_citations(snapshot, Citation.objects.all())
    _read_links(snapshot, LinkedDocument.objects.all())
    return snapshot


def around(upstream: Collection[int], *, reaching: Collection[int] = ()) -> Snapshot:
    """The events of ``upstream``, texts closed under ``upstream_of``, with all that they reach; and
    what ``reaching`` reach."""
    snapshot = Snapshot()
    events = _events()
    for some in slices(upstream):
        _read_events(snapshot, events.filter(acting__in=some))
        _read_links(snapshot, LinkedDocument.objects.filter(text__in=some))
    reached: set[int] = set()
    frontier = {event.acting for event in snapshot.events.values()}.union(reaching)
    while frontier:
        reached |= frontier
        known = len(snapshot.hops)
        for some in slices(frontier):
            _read_hops(snapshot, LegalRelation.objects.filter(acting__in=some))
        frontier = {hop.target for hop in snapshot.hops[known:]} - reached
    for some in slices(reached):
        _read_citations(snapshot, Citation.objects.filter(text__in=some))
    return snapshot


def upstream_of(texts: Collection[int]) -> set[int]:
    """``texts``, and every text from which a chain leads to one of them."""
    hops = LegalRelation.objects.starting_clocks().order_by()
    found, frontier = set(texts), set(texts)
    while frontier:
        met: set[int] = set()
        for some in slices(frontier):
            met.update(hops.filter(target__in=some).values_list("acting", flat=True))
        frontier = met - found
        found |= frontier
    return found


def slices(keys: Collection[int]) -> Iterator[list[int]]:
    """Keys by the hundred: they go into one IN clause, which SQLite limits."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), LIST_SIZE):
        yield ordered[start : start + LIST_SIZE]


def _events() -> QuerySet[LawEvent]:
    """Current events to which an edition can owe something: none was in force before the first."""
    first = Edition.objects.aggregate(day=Min("in_force_from"))["day"] or date.max
    return LawEvent.objects.current().filter(Q(on__isnull=True) | Q(on__gte=first)).order_by("pk")


def _read_events(snapshot: Snapshot, events: QuerySet[LawEvent]) -> None:
    applied = AppliedFrom.objects.filter(text=OuterRef("acting"), applies_on=OuterRef("on"))
    rows = events.annotate(applies=Exists(applied)).values_list(
        *("acting__number_raw", "pk", "acting_id", "is_main", "on", "acting__effective"),
        *("applies", "kind"),
    )
    for number, *facts in rows.iterator():
        event = Happening(*facts)
        snapshot.events[event.pk], acting = event, event.acting
        snapshot.numbers[acting] = number


def _read_hops(snapshot: Snapshot, relations: LegalRelationQuerySet) -> None:
    rows = relations.starting_clocks().filter(target__isnull=False).order_by()
    names = ("target__number_raw", "acting_id", "target_id", "kind", "on", "until", "pk")
    ending: dict[int, date] | None = None
    for number, *facts, until, pk in rows.values_list(*names).iterator():
        if until is not None and ending is None:  # few have an end: asked for only then
            ending = {relation.pk: day for relation, day in resumptions(relations)}
        resumes_on = ending.get(pk) if until and ending else None
        hop = Hop(*facts)._replace(resumes_on=resumes_on, until=until)
        snapshot.hops.append(hop)
        snapshot.numbers[hop.target] = number


def _read_citations(snapshot: Snapshot, citations: QuerySet[Any]) -> None:
    names = ("text_id", "clause", *(f"edition__{name}" for name in _TERM))
    standing = citations.filter(edition__revoked_on__isnull=True)
    for text, clause, *facts in standing.order_by("pk").values_list(*names).iterator():
        term = Term(*facts)
        snapshot.terms[term.edition] = term
        known = snapshot.clauses.get((term.edition, text))
        joined = "; ".join(part for part in (known, clause) if part)
        snapshot.clauses[term.edition, text] = joined[:CLAUSE_LENGTH]


def _read_links(snapshot: Snapshot, links: QuerySet[LinkedDocument]) -> None:
    pairs = set(links.order_by().values_list("text_id", "document_id"))
    snapshot.links |= pairs
    read_terms(snapshot, {document for _text, document in pairs})


def read_terms(snapshot: Snapshot, documents: Collection[int]) -> None:
    """Add every edition of ``documents``, whatever it cites."""
    for some in slices(documents):
        editions = Edition.objects.standing().filter(document__in=some).order_by()
        for facts in editions.values_list(*_TERM):
            term = Term(*facts)
            snapshot.terms[term.edition] = term


_TERM = ("in_force_from", "ends_on", "pk", "document_id")
