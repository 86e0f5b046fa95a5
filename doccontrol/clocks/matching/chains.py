"""How one law reaches another: chains of what texts do to texts. Plain values, no queries."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from doccontrol.clocks.rules import SUSPENSION_ENDS, TAKES_EFFECT, TIME_LIMIT_ENDS
from doccontrol.lawtext.relation_kinds import ENDINGS, RelationKind
from doccontrol.register.rules import EventKind

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
OWN_KINDS = {
    EventKind.EFFECT: TAKES_EFFECT,
    EventKind.EXPIRY: TIME_LIMIT_ENDS,
    EventKind.RESUMPTION: SUSPENSION_ENDS,
}
_GRAVITY = {str(kind): place for place, kind in enumerate(GRAVEST_FIRST)}


class Hop(NamedTuple):
    """One relation that starts clocks. ``on`` None: from the day the acting text takes effect.
    ``until``: the first day on which a suspension no longer holds. ``resumes_on``: the same, where
    nothing else holds what was suspended on that day."""

    acting: int
    target: int
    kind: str
    on: date | None
    resumes_on: date | None = None
    until: date | None = None


class Happening(NamedTuple):
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
    kind: str = EventKind.EFFECT


class Chain(NamedTuple):
    """From the acting text to the one reached, both included; ``kind`` is what the first does, or
    what ends."""

    texts: tuple[int, ...]
    kind: str


def belongs(hop: Hop, event: Happening) -> bool:
    """Whether what the hop does begins with the event of its acting text.

    The same rule as ``register.deriving.law_events.relations_of``, over plain values: a stage on
    which provisions begin to apply has the main event's hops too, because nobody knows in which
    provisions they stand.
    """
    return begins_with(hop, event) or ends_with(hop, event) is not None


def ends_with(hop: Hop, event: Happening) -> str | None:
    """How the clock is named through which what the hop does ends with the event."""
    if event.on is None:
        return None
    if hop.resumes_on == event.on:
        return SUSPENSION_ENDS
    is_over = hop.until is not None and hop.until < event.on
    if event.kind == EventKind.EXPIRY and hop.kind not in ENDINGS and not is_over:
        return TIME_LIMIT_ENDS
    return None


def begins_with(hop: Hop, event: Happening) -> bool:
    if hop.on is None or hop.on == event.main_on:
        return event.is_main or event.is_application
    return hop.on == event.on


class Reach:
    """What one event reaches: the cited texts, nearest first, each with its shortest chain."""

    def __init__(self, event: Happening) -> None:
        self._event = event
        self._before: dict[int, int] = {}
        self._kinds: dict[int, str] = {}
        self.cited: list[int] = []

    def first(self, hop: Hop) -> None:
        ends = None if begins_with(hop, self._event) else ends_with(hop, self._event)
        self._kinds[hop.target] = ends or hop.kind
        self._before[hop.target] = hop.acting

    def onward(self, text: int, target: int) -> None:
        self._before[target] = text

    def has(self, text: int) -> bool:
        return text == self._event.acting or text in self._before

    def chain(self, text: int) -> Chain:
        texts = [text]
        while texts[-1] != self._event.acting:
            texts.append(self._before[texts[-1]])
        texts.reverse()
        own = OWN_KINDS[EventKind(self._event.kind)]
        kind = self._kinds[texts[1]] if len(texts) > 1 else own
        return Chain(tuple(texts), kind)


class Web:
    """Hops of the register, and which texts are to be reached at all.

    Hops that lie on no way from an event to a cited text may be left out: the chains stay the same.
    """

    def __init__(
        self, hops: Iterable[Hop], numbers: Mapping[int, str], cited: Collection[int]
    ) -> None:
        self._hops: dict[int, list[Hop]] = {}
        self._backward: dict[int, list[int]] = {}
        for hop in hops:
            self._hops.setdefault(hop.acting, []).append(hop)
            self._backward.setdefault(hop.target, []).append(hop.acting)
        self._cited = frozenset(cited)
        self._leading = self.upstream(cited)
        self._targets: dict[int, list[int]] = {}
        for acting, row in self._hops.items():
            # Breadth first over sorted neighbours: shortest chain first, ties by number.
            row.sort(key=lambda hop: (numbers.get(hop.target, ""), hop.target, _GRAVITY[hop.kind]))
            useful = (hop.target for hop in row if hop.target in self._leading)
            self._targets[acting] = list(dict.fromkeys(useful))

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

    def reach(self, event: Happening) -> Reach:
        """Each cited text that the event reaches.

        The first step is what begins with the event; from there every hop is followed, whenever
        it began. A chain never passes the same text twice.
        """
        reach = Reach(event)
        if event.acting not in self._leading:
            return reach
        if event.acting in self._cited:
            reach.cited.append(event.acting)
        waiting: deque[int] = deque()
        for hop in self._hops.get(event.acting, ()):
            known = reach.has(hop.target) or hop.target not in self._leading
            if not known and belongs(hop, event):
                reach.first(hop)
                waiting.append(hop.target)
        while waiting:
            text = waiting.popleft()
            if text in self._cited:
                reach.cited.append(text)
            for target in self._targets.get(text, ()):
                if not reach.has(target):
                    reach.onward(text, target)
                    waiting.append(target)
        return reach
