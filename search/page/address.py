"""What the address of a results page asks for; what cannot be understood is as if not there, and
of a day, which people type, the page says so.

The same words are kept for a saved search, so that it can be asked again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from doccontrol.document_kinds import SearchShelf, kinds_on
from doccontrol.typed.characters import without_controls
from doccontrol.typed.days import typed_day
from search.engines.base import Facet, Order, State

# A longer question is a pasted page: its beginning says what it is about.
LONGEST_QUESTION = 300
# So much of it is given back in the box, to be shortened by whoever typed it.
LONGEST_TYPED = 1_000
# Of one facet; nobody chooses more by hand.
_MOST_VALUES, _LONGEST_VALUE = 20, 100
LONGEST_DAY = 20
# Nobody reads further, and each page costs the engine all pages before it.
LAST_PAGE = 500


class Shelf(TextChoices):
    """The tabs of the results page, in their order."""

    PROCEDURES = SearchShelf.PROCEDURES.value, _("Procedures")
    SYSTEM = SearchShelf.SYSTEM.value, _("System documents")
    FORMS = SearchShelf.FORMS.value, _("Forms")
    LAWS = "laws", _("Laws")


KINDS: dict[str, frozenset[str]] = {
    **{shelf.value: kinds_on(shelf.value) for shelf in Shelf},
    Shelf.LAWS: frozenset({"law"}),
}
# Facets that are chosen from a list beside the results; kinds are the tabs.
CHOSEN = (Facet.STATE, Facet.UNIT, Facet.FIELD, Facet.TYPE)


@dataclass(frozen=True)
class Address:
    """``on`` None is today. ``past`` asks for editions of all days, ``chosen`` holds what was
    chosen of each facet, in an order that does not depend on the order of choosing."""

    text: str = ""
    was_cut: bool = False
    shelf: str = ""
    on: date | None = None
    past: bool = False
    chosen: tuple[tuple[Facet, str], ...] = ()
    order: Order = Order.RELEVANCE
    page: int = 1
    # Look for the words as they stand, whatever keys were left in them.
    as_typed: bool = False
    # What was typed for a day and is none; it narrows nothing.
    day_not_read: str = field(default="", compare=False)
    # All that was typed, where it was longer than is read.
    whole: str = field(default="", compare=False)

    @property
    def in_the_box(self) -> str:
        return self.whole or self.text

    @classmethod
    def read(cls, get: QueryDict) -> Self:
        text = " ".join(get.get("q", "").replace("\x00", " ").split())
        day = get.get("on", "").strip()
        on = typed_day(day)
        shelf, page = get.get("kind", ""), get.get("page", "1")
        is_number = page.isascii() and page.isdecimal() and len(page) < 5
        chosen = {(facet, value) for facet in CHOSEN for value in _values(get, facet)}
        return cls(
            text=text[:LONGEST_QUESTION].rstrip(),
            was_cut=len(text) > LONGEST_QUESTION,
            shelf=shelf if shelf in Shelf.values else "",
            on=on,
            past=get.get("past") == "1",
            chosen=tuple(sorted(chosen)),
            order=Order.NEWEST if get.get("order") == Order.NEWEST else Order.RELEVANCE,
            page=min(max(int(page), 1), LAST_PAGE) if is_number else 1,
            whole=text[:LONGEST_TYPED] if len(text) > LONGEST_QUESTION else "",
            as_typed=get.get("typed") == "1",
            day_not_read="" if on else without_controls(day[:LONGEST_DAY]),
        )

    def values(self, facet: Facet) -> frozenset[str]:
        return frozenset(value for chosen_facet, value in self.chosen if chosen_facet is facet)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.shelf or self.on or self.chosen)

    @property
    def is_bare(self) -> bool:
        """Whether there is a question and nothing else: somebody has just asked it."""
        return self == Address(self.text, self.was_cut)

    @property
    def query(self) -> str:
        """As it stands after "?", always in one order; empty values are left out."""
        query = QueryDict(mutable=True)
        query["q"] = self.text
        for name, value in self.hidden_fields:
            query.appendlist(name, value)
        if self.on:
            query["on"] = self.on.isoformat()
        if self.past:
            query["past"] = "1"
        if self.as_typed:
            query["typed"] = "1"
        if self.page > 1:
            query["page"] = str(self.page)
        return query.urlencode()

    @property
    def link(self) -> str:
        return f"?{self.query}"

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """What a form has to carry on that shows question and day only."""
        shelf = [("kind", self.shelf)] if self.shelf else []
        order = [("order", self.order.value)] if self.order is not Order.RELEVANCE else []
        return shelf + [(facet.value, value) for facet, value in self.chosen] + order

    def but(self, **changed: object) -> Address:
        """Another address, from its first page."""
        return replace(self, **{"page": 1, "was_cut": False} | changed)  # type: ignore[arg-type]

    def with_value(self, facet: Facet, value: str) -> Address:
        return self.but(chosen=tuple(sorted({*self.chosen, (facet, value)})))

    def without_value(self, facet: Facet, value: str) -> Address:
        return self.but(chosen=tuple(choice for choice in self.chosen if choice != (facet, value)))

    @property
    def anywhere(self) -> Address:
        """The question alone."""
        return Address(self.text)


def _values(get: QueryDict, facet: Facet) -> list[str]:
    values = [value for value in get.getlist(facet.value) if value and "\x00" not in value]
    if facet is Facet.STATE:
        values = [value for value in values if value in set(State)]
    return [value[:_LONGEST_VALUE] for value in values[:_MOST_VALUES]]
