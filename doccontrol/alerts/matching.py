"""Which documents a law event touches: those whose edition in force rests on it.

Six column-only queries, then intervals and chains in memory: never a query for a pair.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from doccontrol.alerts.chains import Chain, Happening, Hop, Web
from doccontrol.documents.edition_models import Citation, Edition
from doccontrol.register.models import AppliedFrom, LawEvent, LegalRelation, LegalText

CLAUSE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Term:
    """The days an edition is in force: from ``starts`` until before ``ends``."""

    starts: date
    ends: date | None
    edition: int
    document: int


@dataclass(frozen=True, slots=True)
class Match:
    """A document that must answer an event, and through which citation."""

    event: int
    document: int
    edition: int
    cited: int
    clause: str
    kind: str
    via: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Citing:
    """The editions that cite one text, by the day they came into force."""

    starts: list[date]
    terms: list[Term]

    def in_force(self, on: date) -> Iterator[Term]:
        # Same rule as ``EditionQuerySet.in_force``.
        for term in self.terms[: bisect_right(self.starts, on)]:
            if term.ends is None or term.ends > on:
                yield term


def _current_events() -> dict[int, Happening]:
    applied = set(AppliedFrom.objects.order_by().values_list("text_id", "applies_on"))
    rows = LawEvent.objects.current().order_by("pk")
    days = rows.values_list("pk", "acting_id", "is_main", "on", "acting__effective")
    return {
        pk: Happening(pk, acting, is_main, on, main_on, (acting, on) in applied)
        for pk, acting, is_main, on, main_on in days
    }


class Matcher:
    """The register and the editions as they stand now, ready to be asked about any event."""

    def __init__(self) -> None:
        self.numbers: dict[int, str] = dict(LegalText.objects.values_list("pk", "number_raw"))
        self.terms = {
            pk: Term(starts, ends, pk, document)
            for pk, document, starts, ends in Edition.objects.order_by().values_list(
                "pk", "document_id", "in_force_from", "ends_on"
            )
        }
        self._earliest = min((term.starts for term in self.terms.values()), default=None)
        self.clauses: dict[tuple[int, int], str] = {}
        self._read_citations()
        hops = LegalRelation.objects.starting_clocks().filter(target__isnull=False).order_by()
        self.web = Web(
            (Hop(*row) for row in hops.values_list("acting_id", "target_id", "kind", "on")),
            self.numbers,
            self._citing.keys(),
        )
        self.events = _current_events()

    def _read_citations(self) -> None:
        citing: dict[int, list[Term]] = {}
        rows = Citation.objects.order_by("pk").values_list("edition_id", "text_id", "clause")
        for edition, text, clause in rows:
            known = self.clauses.get((edition, text))
            if known is None:
                citing.setdefault(text, []).append(self.terms[edition])
            joined = "; ".join(part for part in (known, clause) if part)
            self.clauses[edition, text] = joined[:CLAUSE_LENGTH]
        self._citing: dict[int, _Citing] = {}
        for text, terms in citing.items():
            terms.sort(key=lambda term: (term.starts, term.edition))
            self._citing[text] = _Citing([term.starts for term in terms], terms)

    def events_touched_by(self, texts: Collection[int]) -> list[Happening]:
        """Events whose chains can run through one of ``texts``."""
        upstream = self.web.upstream(texts)
        return [event for event in self.events.values() if event.acting in upstream]

    def matches(
        self, on: date, events: Iterable[Happening] | None = None
    ) -> dict[tuple[int, int], Match]:
        """By (event, document): who must answer, seen from ``on``.

        Judged is the edition in force on the day of effect: an edition that came into force later
        was written under the law and owes nothing. Before that day, or when the day is not known,
        it is the edition in force on ``on``.
        """
        found: dict[tuple[int, int], Match] = {}
        for event in self.events.values() if events is None else events:
            basis = min(event.on, on) if event.on else on
            if self._earliest is None or basis < self._earliest:
                continue
            reach = self.web.reach(event)
            for cited in reach.cited:
                for term in self._citing[cited].in_force(basis):
                    key = (event.pk, term.document)
                    if key not in found:
                        found[key] = self._match(event, term, cited, reach.chain(cited))
        return found

    def _match(self, event: Happening, term: Term, cited: int, chain: Chain) -> Match:
        return Match(
            event=event.pk,
            document=term.document,
            edition=term.edition,
            cited=cited,
            clause=self.clauses[term.edition, cited],
            kind=chain.kind,
            via=tuple(self.numbers[text] for text in chain.texts),
        )

    def still_rests(self, event: int, edition: int) -> bool:
        """Whether the register still ties this edition to this event.

        Asked of a clock whose document would not be matched today: if a later edition dropped the
        citation the answer is yes and the duty stands; if the register was corrected it is no.
        """
        happening, term = self.events.get(event), self.terms[edition]
        if happening is None or (happening.on is not None and term.starts > happening.on):
            return False
        return any((edition, text) in self.clauses for text in self.web.reach(happening).cited)
