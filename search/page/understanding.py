"""A reader's question with all that narrows it: what was typed, what was chosen, who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from doccontrol.documents.models.editions import Edition
from doccontrol.register.models.issuers import LegalType
from search.engines.base import Facet, Filters, Query, State
from search.page.address import KINDS, Address
from search.queries.filters import TypedFilter
from search.queries.language import ParsedQuestion, read
from search.queries.names import KNOWN_NAMES, Names, with_names
from search.synonyms.table import current as current_synonyms


@dataclass(frozen=True)
class Understood:
    """``on`` is the day that states are about. ``within`` is all that this reader may find."""

    address: Address
    typed: ParsedQuestion
    on: date
    within: Filters

    @property
    def chosen(self) -> frozenset[Facet]:
        """The facets of which something was chosen beside the results, not asked for in words."""
        shelf = {Facet.KIND} if self.address.shelf and not self.typed.values(Facet.KIND) else set()
        return frozenset(shelf | {facet for facet, _value in self.address.chosen})

    @property
    def is_askable(self) -> bool:
        """Whether an engine could find anything. Filters without words list documents."""
        within = self.within
        chosen = within.kinds | within.units | within.fields | within.types | within.states
        return not self.typed.finds_nothing and bool(chosen or not self.typed.is_empty)

    @property
    def query(self) -> Query:
        return Query(
            self.typed.question,
            self.within,
            order=self.address.order,
            by_document=True,
            chosen=self.chosen,
        )

    def text_without(self, *facets: Facet) -> str:
        """What was typed, without filters by any of ``facets``."""
        text = self.typed.text
        for typed_filter in sorted(self.typed.filters, key=lambda part: -part.start):
            if _is_about(typed_filter, facets):
                text = f"{text[: typed_filter.start]} {text[typed_filter.end :]}"
        return " ".join(text.split())

    @property
    def bare(self) -> Address:
        """The words alone, without anything that narrows them but numbers."""
        return Address(self.text_without(*Facet))


def understand(address: Address, *, public_only: bool, today: date) -> Understood:
    """A kind that was typed stands above the tab. A day that is asked for asks for what was in
    force on it, laws too; without one, laws are found however they stand."""
    typed = read(address.text, current_synonyms(), _names(address.text, public_only))
    day = typed.on or address.on
    kinds, on_shelf = typed.values(Facet.KIND), KINDS.get(address.shelf, frozenset())
    states = typed.values(Facet.STATE) | address.values(Facet.STATE)
    if not states and address.past:
        states = frozenset(State)
    elif not states and day:
        states = frozenset({State.IN_FORCE})
    within = Filters(
        on=day or today,
        public_only=public_only,
        kinds=(kinds & on_shelf) or kinds or on_shelf,
        units=typed.values(Facet.UNIT) | address.values(Facet.UNIT),
        fields=typed.values(Facet.FIELD) | address.values(Facet.FIELD),
        types=typed.values(Facet.TYPE) | address.values(Facet.TYPE),
        states=frozenset(map(State, states)),
    )
    return Understood(address, typed, day or today, within)


def is_staff(reader: Any) -> bool:
    """The same people as in ``EditionQuerySet.readable_by``."""
    return reader is not None and reader.is_authenticated and reader.is_active


def _names(text: str, public_only: bool) -> Names:
    """What filters can choose by; asked of the database only where a filter may stand. Only what
    this reader may read has a name: a filter must not tell which fields of work are secret."""
    if ":" not in text:
        return KNOWN_NAMES
    editions = (Edition.objects.public() if public_only else Edition.objects.all()).order_by()
    unit_names, fields = set[tuple[str, str]](), set[str]()
    for code, name, field in editions.values_list("unit__code", "unit__name", "field").distinct():
        unit_names |= {(code, name)}
        fields |= {field}
    units = [(code, named) for code, name in sorted(unit_names) for named in (name, code)]
    types = LegalType.objects.filter(texts__isnull=False).order_by("name").distinct()
    return with_names(
        {
            Facet.UNIT: units,
            Facet.FIELD: [(field, field) for field in sorted(fields) if field],
            Facet.TYPE: [
                (name, known)
                for name, abbreviation in types.values_list("name", "abbreviation")
                for known in (name, abbreviation)
                if known
            ],
        }
    )


def _is_about(typed: TypedFilter, facets: tuple[Facet, ...]) -> bool:
    if typed.number is not None:
        return False
    return typed.facet in facets or (Facet.STATE in facets and typed.on is not None)
