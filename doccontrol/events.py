"""What a chapter announces to the chapters above it. It never knows who listens, nor what they owe.

Announced inside the writing transaction: if a listener fails, the write fails. Listeners write
rows of the outbox and nothing else. Each chapter's listeners are declared when its module of
listeners is imported (``ready``). An event holds primary keys, so that the ground floor names no
table of a chapter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Happened = TypeVar("Happened")
Listener = Callable[[Happened], None]


class Event(Generic[Happened]):
    """One kind of thing that happens, and who listens to it."""

    def __init__(self) -> None:
        self._listeners: list[Listener[Happened]] = []

    def listen(self, listener: Listener[Happened]) -> Listener[Happened]:
        """Declare a listener; as a decorator. Declared twice, it is called once."""
        if listener not in self._listeners:
            self._listeners.append(listener)
        return listener

    def stop_listening(self, listener: Listener[Happened]) -> None:
        self._listeners.remove(listener)

    def announce(self, happened: Happened) -> None:
        """Call every listener, in the order of declaration."""
        for listener in self._listeners:
            listener(happened)


@dataclass(frozen=True)
class LegalTextChanged:
    """``texts`` were registered or corrected, or what they do to others was. ``acted_on`` are
    texts to which something is done since, or no more, or that have another file: they are shown
    otherwise, but no chain begins with them. ``in_bulk``: of a run with more to come."""

    texts: frozenset[int]
    acted_on: frozenset[int] = frozenset()
    in_bulk: bool = False

    @property
    def shown_otherwise(self) -> frozenset[int]:
        return self.texts | self.acted_on


@dataclass(frozen=True)
class EditionChanged:
    """The edition was issued or ended, or its document withdrawn."""

    edition: int


@dataclass(frozen=True)
class SettingsChanged:
    """What periods are counted by is another: the clock's months, the roll-over, a holiday, which
    kinds of text bind. ``table``: the model's name."""

    table: str


legal_text_changed: Event[LegalTextChanged] = Event()
edition_changed: Event[EditionChanged] = Event()
settings_changed: Event[SettingsChanged] = Event()
