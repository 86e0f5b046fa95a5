"""By what results can be narrowed, and by what they are: tabs, facets and chips, each a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.organisation.models.units import Unit
from search.engines.base import Counts, Facet, Order, State
from search.page.address import CHOSEN, KINDS, Shelf
from search.page.understanding import Understood
from search.queries.language import ChipKind

# So many values stand open under a facet; the rest is one click away.
OPEN_VALUES = 6
FACET_NAMES = {
    Facet.STATE: gettext_lazy("State"),
    Facet.UNIT: gettext_lazy("Owner unit"),
    Facet.FIELD: gettext_lazy("Field of work"),
    Facet.TYPE: gettext_lazy("Type of law"),
}
STATE_NAMES = {
    State.IN_FORCE: gettext_lazy("In force"),
    State.UPCOMING: gettext_lazy("Not yet in force"),
    State.PAST: gettext_lazy("Ended"),
    State.UNKNOWN: gettext_lazy("Effective date unknown"),
}
ORDER_NAMES = {
    Order.RELEVANCE: gettext_lazy("Best first"),
    Order.NEWEST: gettext_lazy("Newest first"),
}
_CHIPS_SHOWN = (ChipKind.FILTER, ChipKind.PINPOINT, ChipKind.WITHOUT)


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet; the link chooses it or, if it is chosen, lets it go."""

    label: str
    url: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetList:
    facet: str
    name: str
    open: list[Choice]
    more: list[Choice]


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that narrows the results; the link is the same search without it."""

    label: str
    url: str


def tabs(question: Understood, counts: Counts) -> list[Tab]:
    """With how many documents each lists; "everything" has them all."""
    by_kind = counts.get(Facet.KIND, {})
    kinds = question.within.kinds
    # A kind that was typed gives way to the tab that is chosen now.
    address = question.address.but(text=question.text_without(Facet.KIND))
    listed = [Tab(_("Everything"), address.but(shelf="").link, sum(by_kind.values()), not kinds)]
    for shelf in Shelf:
        count = sum(by_kind.get(kind, 0) for kind in KINDS[shelf])
        url = address.but(shelf=shelf.value).link
        listed.append(Tab(str(shelf.label), url, count, kinds == KINDS[shelf]))
    return listed


def facets(question: Understood, counts: Counts) -> list[FacetList]:
    """Those between whose values there is something to choose."""
    names = _unit_names(counts.get(Facet.UNIT, {}))
    listed = []
    for facet in CHOSEN:
        chosen = question.address.values(facet)
        counted = counts.get(facet, {})
        order = list(State) if facet is Facet.STATE else [*sorted(chosen), *counted]
        shown = {
            value: counted.get(value, 0)
            for value in order
            if value and (value in chosen or value in counted)
        }
        if len(shown) < 2 and not chosen:
            continue
        choices = [
            Choice(
                label=_label(facet, value, names),
                url=(
                    question.address.without_value(facet, value)
                    if value in chosen
                    else question.address.with_value(facet, value)
                ).link,
                count=count,
                is_chosen=value in chosen,
            )
            for value, count in shown.items()
        ]
        if facet is not Facet.STATE:
            choices.sort(key=lambda choice: (not choice.is_chosen, -choice.count, choice.label))
        first = max(OPEN_VALUES, len(chosen))
        listed.append(
            FacetList(facet.value, str(FACET_NAMES[facet]), choices[:first], choices[first:])
        )
    return listed


def orders(question: Understood, total: int) -> list[Tab]:
    """Nothing to choose where there is nothing to order."""
    if total < 2:
        return []
    address = question.address
    return [
        Tab(str(name), address.but(order=order).link, total, address.order is order)
        for order, name in ORDER_NAMES.items()
    ]


def chips(question: Understood, counts: Counts) -> list[Chip]:
    address = question.address
    listed = [
        Chip(_chip_label(chip.kind, chip.label), address.but(text=chip.without).link)
        for chip in question.typed.chips
        if chip.kind in _CHIPS_SHOWN
    ]
    if address.on:
        day = _("In force on %(day)s") % {"day": f"{address.on:%d/%m/%Y}"}
        listed.append(Chip(day, address.but(on=None).link))
    if address.past:
        listed.append(Chip(_("Also past and coming editions"), address.but(past=False).link))
    names = _unit_names(counts.get(Facet.UNIT, {})) if address.values(Facet.UNIT) else {}
    for facet, value in address.chosen:
        label = f"{FACET_NAMES[facet]}: {_label(facet, value, names)}"
        listed.append(Chip(label, address.without_value(facet, value).link))
    return listed


def synonyms(question: Understood) -> list[Chip]:
    """Terms that were looked for in other words too; the link looks for them only as typed."""
    return [
        Chip(chip.label, question.address.but(text=chip.without).link)
        for chip in question.typed.chips
        if chip.kind is ChipKind.SYNONYM
    ]


def _chip_label(kind: ChipKind, label: str) -> str:
    return _("Without: %(words)s") % {"words": label} if kind is ChipKind.WITHOUT else label


def _label(facet: Facet, value: str, unit_names: Mapping[str, str]) -> str:
    if facet is Facet.STATE:
        return str(STATE_NAMES[State(value)])
    return unit_names.get(value, value) if facet is Facet.UNIT else value


def _unit_names(counts: Mapping[str, int]) -> dict[str, str]:
    """Only of units of which this reader finds something: an address can name any."""
    if not counts:
        return {}
    return dict(Unit.objects.filter(code__in=list(counts)).values_list("code", "name"))
