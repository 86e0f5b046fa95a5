"""What a chapter lets the chapters above it add to its own screens and questions.

The chapter below asks whoever registered; it knows neither who that is nor how many there are. A
chapter registers when its module is imported (``ready``). The order is stated by each item.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
    from wagtail.admin.views.reports import ReportView

    from doccontrol.documents.models.editions import Edition
    from doccontrol.organisation.models.people import Person
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
class AssignmentUse:
    """``last``: the day on which something was last signed by a signing assignment, by its primary
    key; None where nothing was."""

    name: str
    order: int
    last: Callable[[int], date | None]


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
class TextAct:
    """What can be done about a legal text, on its page. ``url`` is empty for whoever may not."""

    name: str
    order: int
    label: Callable[[LegalText], str]
    url: Callable[[LegalText, HttpRequest], str]


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
    """``owed``: which events of law a document, by its primary key, has to put into practice;
    ``open_on``: those of them whose duty nothing has ended by a day."""

    name: str
    order: int
    owed: Callable[[int], Q]
    open_on: Callable[[int, date], Q]


@dataclass(frozen=True)
class ChangeEffect:
    """``sentences``: what a change of these texts, written in this transaction and not committed
    yet, brings about on a day."""

    name: str
    order: int
    sentences: Callable[[Collection[int], date], list[str]]


@dataclass(frozen=True)
class CountingEffect:
    """``sentences``: what counting by so many months, with or without moving a last day from a day
    off, would do on a day."""

    name: str
    order: int
    sentences: Callable[[int, bool, date], list[str]]


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One thing that waits for a person: ``what`` kind of work, ``about`` in a sentence, ``due``
    the day by which where there is one, and the one button ``action`` that leads to ``url``."""

    what: str
    about: str
    action: str
    url: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for one person: ``lines`` are those that a list shows, ``count`` how many there
    are in all; ``url`` leads to the others."""

    lines: Sequence[WaitingLine]
    count: int
    url: str = ""


@dataclass(frozen=True)
class WorkItem:
    """One kind of work that waits for people. ``waiting`` says what waits for a person on a day, in
    constant queries however much waits; None for whoever is never given such work. ``number`` names
    the ``DeskNumber`` that counts the same work for the whole agency, if one does."""

    name: str
    order: int
    label: _StrPromise
    waiting: Callable[[Person, date], Work | None]
    number: str = ""


@dataclass(frozen=True)
class DeskNumber:
    """A number in the strip above the desk, of what the person may see on a day: by its ``name``
    the desk is filtered."""

    name: str
    order: int
    label: _StrPromise
    count: Callable[[Person, date], int]


@dataclass(frozen=True)
class DeskSection:
    """A part of the desk. ``template`` is drawn as ``shown`` with what ``context`` returns; None
    where the person sees nothing of it. ``context`` is given the request, the day and the name of
    the number by which the desk is filtered, "" for none; filtered by one of which nothing stands
    in ``numbers`` the section is left out. It reads rows, and nothing of the session or of the
    hour: the desk is kept (``access.say_own``). One of an order below 0 stands above the strip,
    filtered or not: what must be known before all else."""

    name: str
    order: int
    template: str
    context: Callable[[HttpRequest, date, str], dict[str, Any] | None]
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ComingLine:
    """What happens on ``day``, in words; ``url`` may be empty."""

    day: date
    about: str
    url: str = ""


@dataclass(frozen=True)
class ComingItem:
    """What is known to come, for a person on a day; the nearest first, and no more than a list
    shows."""

    name: str
    order: int
    coming: Callable[[Person, date], Sequence[ComingLine]]


@dataclass(frozen=True)
class DutyDays:
    """By document and event of law, both by primary key, the day by which the document must put it
    into practice; None where that day is not known. Of the given documents, in constant queries."""

    name: str
    order: int
    days: Callable[[Iterable[int]], Mapping[tuple[int, int], date | None]]


@dataclass(frozen=True)
class DocumentNote:
    """What people of the agency are told beside an edition that they read. ``template`` is drawn as
    ``shown`` with what ``context`` returns for the edition, the person and the day; None where
    there is nothing to tell."""

    name: str
    order: int
    template: str
    context: Callable[[Edition, Person, date], dict[str, Any] | None]


@dataclass(frozen=True)
class DraftNote:
    """What whoever judges a draft is told of it by other chapters. ``template`` is drawn as
    ``shown`` with what ``context`` returns for the document, the events of law that the draft
    names (both by primary key), the person and the day; None where there is nothing to tell."""

    name: str
    order: int
    template: str
    context: Callable[[int, frozenset[int], Person, date], dict[str, Any] | None]


@dataclass(frozen=True)
class Report:
    """A list under Reports of the administration. ``name`` names its address ``reports/<path>/``,
    ``label`` its place in the menu and its heading; nobody sees it without ``permission``
    (``doccontrol.reports`` gives it all of that)."""

    name: str
    order: int
    path: str
    label: _StrPromise
    icon: str
    permission: str
    view: type[ReportView]


class FinderUnavailable(Exception):
    """Raised by a finder that cannot answer now."""


@dataclass(frozen=True)
class DocumentFinder:
    """``find``: the editions in force on a day whose text resembles the words most, primary keys,
    the most alike first. Raises FinderUnavailable; then the next one is asked."""

    name: str
    order: int
    find: Callable[[str, date], list[int]]


assignment_uses: ExtensionPoint[AssignmentUse] = ExtensionPoint()
text_page_sections: ExtensionPoint[TextPageSection] = ExtensionPoint()
texts_in_use: ExtensionPoint[TextsInUse] = ExtensionPoint()
text_acts: ExtensionPoint[TextAct] = ExtensionPoint()
file_acts: ExtensionPoint[FileAct] = ExtensionPoint()
owed_events: ExtensionPoint[OwedEvents] = ExtensionPoint()
change_effects: ExtensionPoint[ChangeEffect] = ExtensionPoint()
counting_effects: ExtensionPoint[CountingEffect] = ExtensionPoint()
work_items: ExtensionPoint[WorkItem] = ExtensionPoint()
desk_numbers: ExtensionPoint[DeskNumber] = ExtensionPoint()
desk_sections: ExtensionPoint[DeskSection] = ExtensionPoint()
coming_items: ExtensionPoint[ComingItem] = ExtensionPoint()
duty_days: ExtensionPoint[DutyDays] = ExtensionPoint()
document_notes: ExtensionPoint[DocumentNote] = ExtensionPoint()
draft_notes: ExtensionPoint[DraftNote] = ExtensionPoint()
reports: ExtensionPoint[Report] = ExtensionPoint()
document_finders: ExtensionPoint[DocumentFinder] = ExtensionPoint()
