"""How one law reaches another: chains of what texts do to texts. Plain values, no queries."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from doccontrol.alerts.rules import TAKES_EFFECT
from doccontrol.register.rules import RelationKind

# Of two things that one text does to the same target, the graver names the clock.
GRAVEST_FIRST = (
    RelationKind.REPLACES,
    RelationKind.REPEALS,
    RelationKind.SUSPENDS,
    RelationKind.PAUSES,
    RelationKind.EXPIRES_PARTLY,
    RelationKind.AMENDS,
    RelationKind.DETAILS,
    RelationKind.GUIDES,
)
_GRAVITY = {str(kind): place for place, kind in enumerate(GRAVEST_FIRST)}


@dataclass(frozen=True, slots=True)
class Hop:
    """One relation that starts clocks. ``on`` None: from the day the acting text takes effect."""

    acting: int
    target: int
    kind: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Happening:
    """A law event as plain values.

    ``main_on`` is the day the whole text takes effect; ``is_application`` says that provisions of
    the text itself begin to apply on ``on``.
    """

    pk: int
    acting: int
    is_main: bool
    on: date | None
    main_on: date | None
    is_application: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """From the acting text to the one reached, both included; ``kind`` is what the first does."""

    texts: tuple[int, ...]
    kind: str


def belongs(hop: Hop, event: Happening) -> bool:
    """Whether what the hop does begins with the event of its acting text.

    The same rule as ``register.law_events.relations_of``, over plain values: a stage on which
    provisions begin to apply has the main event's hops too, because nobody knows in which
    provisions they stand.
    """
    if hop.on is None or hop.on == event.main_on:
        return event.is_main or event.is_application
    return hop.on == event.on


class Web:
    """All hops of the register, and which texts are cited at all."""

    def __init__(
        self, hops: Iterable[Hop], numbers: Mapping[int, str], cited: Collection[int]
    ) -> None:
        self._onward: dict[int, list[Hop]] = {}
        self._backward: dict[int, list[int]] = {}
        for hop in hops:
            self._onward.setdefault(hop.acting, []).append(hop)
            self._backward.setdefault(hop.target, []).append(hop.acting)
        for row in self._onward.values():
            # Breadth first over sorted neighbours: shortest chain first, ties by number.
            row.sort(key=lambda hop: (numbers.get(hop.target, ""), hop.target, _GRAVITY[hop.kind]))
        self._cited = cited
        self._leading = self.upstream(cited)

    def upstream(self, texts: Iterable[int]) -> set[int]:
        """``texts`` and every text from which a chain leads to one of them."""
        found = set(texts)
        waiting = list(found)
        while waiting:
            for acting in self._backward.get(waiting.pop(), ()):
                if acting not in found:
                    found.add(acting)
                    waiting.append(acting)
        return found

    def chains(self, event: Happening) -> dict[int, Chain]:
        """Each cited text that the event reaches, with the shortest chain to it, nearest first.

        The first step is what begins with the event; from there every hop is followed, whenever
        it began. A chain never passes the same text twice.
        """
        acting = event.acting
        found: dict[int, Chain] = {}
        if acting not in self._leading:
            return found
        if acting in self._cited:
            found[acting] = Chain((acting,), TAKES_EFFECT)
        seen = {acting}
        waiting: deque[Chain] = deque()
        first = [hop for hop in self._onward.get(acting, ()) if belongs(hop, event)]
        self._step(Chain((acting,), ""), first, seen, waiting)
        while waiting:
            chain = waiting.popleft()
            text = chain.texts[-1]
            if text in self._cited:
                found[text] = chain
            self._step(chain, self._onward.get(text, ()), seen, waiting)
        return found

    def _step(
        self, chain: Chain, hops: Iterable[Hop], seen: set[int], waiting: deque[Chain]
    ) -> None:
        for hop in hops:
            if hop.target not in seen and hop.target in self._leading:
                seen.add(hop.target)
                waiting.append(Chain((*chain.texts, hop.target), chain.kind or hop.kind))
