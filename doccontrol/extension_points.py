"""What a chapter lets the chapters above it add to its own screens and questions.

The chapter below asks whoever registered; it knows neither who that is nor how many there are. A
chapter registers when its module is imported (``ready``). The order is stated by each item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest

if TYPE_CHECKING:
    from doccontrol.register.intake.models import IncomingFile
    from doccontrol.register.models.texts import LegalText


class Ordered(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def order(self) -> int: ...


Item = TypeVar("Item", bound=Ordered)


class ExtensionPoint(Generic[Item]):
    """The items of one place, least ``order`` first. A name registered again replaces the item."""

    def __init__(self) -> None:
        self._items: dict[str, Item] = {}

    def register(self, item: Item) -> Item:
        self._items[item.name] = item
        return item

    def __iter__(self) -> Iterator[Item]:
        return iter(sorted(self._items.values(), key=lambda item: (item.order, item.name)))


@dataclass(frozen=True)
class TextPageSection:
    """A part of the page of a legal text. ``template`` is drawn with what ``context`` returns for
    the text on a day, and with nothing else."""

    name: str
    order: int
    template: str
    context: Callable[[LegalText, date], dict[str, Any]]


@dataclass(frozen=True)
class TextsInUse:
    """``texts``: of texts that rows above the register rest on on a day, the primary keys. What
    must be asked about them is asked first."""

    name: str
    order: int
    texts: Callable[[date], QuerySet[Any, Any]]


@dataclass(frozen=True)
class FileAct:
    """What can be done with an incoming file that has been read. ``url`` is empty for whoever may
    not; ``label`` says what waits there."""

    name: str
    order: int
    label: Callable[[IncomingFile], str]
    url: Callable[[IncomingFile, HttpRequest], str]


@dataclass(frozen=True)
class OwedEvents:
    """``owed``: which events of law a document, by its primary key, still has to put into
    practice."""

    name: str
    order: int
    owed: Callable[[int], Q]


text_page_sections: ExtensionPoint[TextPageSection] = ExtensionPoint()
texts_in_use: ExtensionPoint[TextsInUse] = ExtensionPoint()
file_acts: ExtensionPoint[FileAct] = ExtensionPoint()
owed_events: ExtensionPoint[OwedEvents] = ExtensionPoint()
