"""Which documents a law event touches: those whose edition in force rests on it. No queries."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from doccontrol.clocks.matching.chains import OWN_KINDS, Happening, Web
from doccontrol.clocks.matching.snapshots import Snapshot, Term
from doccontrol.register.rules import EventKind


class Match(NamedTuple):
    """A document that must answer an event, and through which citation."""

    event: int
    document: int
    edition: int
    cited: int
    clause: str
    kind: str
    via: tuple[str, ...]
    texts: tuple[int, ...]


def _asks_the_linked(event: Happening) -> bool:
    """Whether a document that a person linked to the text answers this event of it."""
    return event.is_main or event.kind == EventKind.EXPIRY


@dataclass(frozen=True, slots=True)
class _Terms:
    """Terms by the day they begin."""

    starts: list[date]
    terms: list[Term]

    @classmethod
    def of(cls, terms: Iterable[Term]) -> _Terms:
        ordered = sorted(terms, key=lambda term: (term.starts, term.edition))
        return cls([term.starts for term in ordered], ordered)

    def in_force(self, on: date) -> Iterator[Term]:
        # Same rule as ``EditionQuerySet.in_force``.
        for term in self.terms[: bisect_right(self.starts, on)]:
            if term.ends is None or term.ends > on:
                yield term


class Matcher:
    """A snapshot, ready to be asked which documents must answer its events."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.events = snapshot.events
        self._snapshot = snapshot
        citing: dict[int, list[Term]] = defaultdict(list)
        for edition, text in snapshot.clauses:
            citing[text].append(snapshot.terms[edition])
        self._citing = {text: _Terms.of(terms) for text, terms in citing.items()}
        self._linked = self._read_links() if snapshot.links else {}
        self._web = Web(snapshot.hops, snapshot.numbers, self._citing.keys())

    def _read_links(self) -> dict[int, _Terms]:
        of_document: dict[int, list[Term]] = defaultdict(list)
        for term in self._snapshot.terms.values():
            of_document[term.document].append(term)
        linked: dict[int, list[Term]] = defaultdict(list)
        for text, document in self._snapshot.links:
            linked[text] += of_document[document]
        return {text: _Terms.of(terms) for text, terms in linked.items()}

    def matches(self, on: date) -> dict[tuple[int, int], Match]:
        """By (event, document): who must answer, seen from ``on``.

        Judged is the edition in force on the day of effect: an edition that came into force later
        was written under the law and owes nothing. Before that day, or when the day is not known,
        it is the edition in force on ``on``. A document that a person linked to the text answers
        its main event, and its own end, though no citation leads there.
        """
        found: dict[tuple[int, int], Match] = {}
        for event in self.events.values():
            basis = min(event.on, on) if event.on else on
            for match in (*self._by_citation(event, basis), *self._by_link(event, basis)):
                found.setdefault((match.event, match.document), match)
        return found

    def _by_citation(self, event: Happening, basis: date) -> Iterator[Match]:
        reach = self._web.reach(event)
        for cited in reach.cited:
            via: tuple[str, ...] = ()
            texts: tuple[int, ...] = ()
            for term in self._citing[cited].in_force(basis):
                if not texts:
                    chain = reach.chain(cited)
                    texts = tuple(chain.texts)
                    via = tuple(self._snapshot.numbers[text] for text in texts)
                clause = self._snapshot.clauses[term.edition, cited]
                yield Match(
                    event.pk, term.document, term.edition, cited, clause, chain.kind, via, texts
                )

    def _by_link(self, event: Happening, basis: date) -> Iterator[Match]:
        linked = self._linked.get(event.acting)
        if linked is None or not _asks_the_linked(event):
            return
        text = event.acting
        via = (self._snapshot.numbers[text],)
        kind = OWN_KINDS[EventKind(event.kind)]
        for term in linked.in_force(basis):
            yield Match(event.pk, term.document, term.edition, text, "", kind, via, (text,))

    def still_rests(self, event: int, edition: int, opened_on: date) -> bool:
        """Whether the register still ties this edition to this event.

        Asked of a clock whose document would not be matched today: if a later edition dropped the
        citation since the clock was opened the answer is yes and the duty stands; if the register
        was corrected it is no.
        """
        happening, term = self.events.get(event), self._snapshot.terms.get(edition)
        if happening is None or term is None:
            return False
        if happening.on is not None and term.starts > happening.on:
            return False
        basis = min(happening.on, opened_on) if happening.on else opened_on
        if term.ends is not None and term.ends <= basis:
            return False  # only a day that was wrong made it the edition to be judged
        is_linked = (happening.acting, term.document) in self._snapshot.links
        if is_linked and _asks_the_linked(happening):
            return True
        reached = self._web.reach(happening).cited
        return any((edition, text) in self._snapshot.clauses for text in reached)
