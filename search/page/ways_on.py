"""Where to go when nothing was found, or nothing had all the words: only where something is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from django.utils.translation import gettext as _

from search.engine import get_engine
from search.engines.base import Facet, Results, State
from search.page.address import Address
from search.page.narrowing import FACET_NAMES, STATE_NAMES
from search.page.understanding import Understood, understand
from search.queries.language import ChipKind
from search.queries.spelling import suggestion
from search.synonyms.table import current as current_synonyms

# Each way is a search of its own.
MOST_WAYS = 3
_MOST_TRIED = 6
_QUOTES = re.compile('["“”„«»]')


@dataclass(frozen=True, slots=True)
class Way:
    """A search that finds ``total`` documents."""

    label: str
    url: str
    total: int


@dataclass(frozen=True, slots=True)
class WaysOn:
    """``meant`` is the question in other spelling, "" if there is none that finds more."""

    meant: str = ""
    meant_url: str = ""
    wider: list[Way] = field(default_factory=list)


def ways_on(question: Understood, results: Results, today: date) -> WaysOn:
    """A spelling is offered for words that this reader finds nothing with, if it finds something;
    wider searches only where nothing at all was found. Raises SearchUnavailable."""
    if question.typed.is_empty:
        return WaysOn()

    def total(address: Address) -> int:
        public_only = question.within.public_only
        wider = understand(address, public_only=public_only, today=today)
        if not wider.is_askable:
            return 0
        return get_engine().search(replace(wider.query, limit=1)).total

    meant = _meant(question)
    if meant and not total(question.address.but(text=meant)):
        meant = ""
    wider = [] if results.total else _wider(question, total)
    return WaysOn(meant, _link(question, meant), wider)


def _meant(question: Understood) -> str:
    """Judged by what stands within all that the reader asked for and may see."""

    def occurrences(words: Sequence[str]) -> Sequence[int]:
        return get_engine().occurrences(words, question.within)

    return suggestion(question.typed, occurrences, current_synonyms()) or ""


def _link(question: Understood, meant: str) -> str:
    return question.address.but(text=meant).link if meant else ""


def _wider(question: Understood, total: Callable[[Address], int]) -> list[Way]:
    """Narrowings taken away one by one; all of them only if no single one is in the way."""
    widest = question.bare.but(text=_words_alone(question, question.bare.text), past=True)
    if widest == question.address.but() or not total(widest):
        return []
    ways = []
    for label, address in islice(_one_by_one(question), _MOST_TRIED):
        if hits := total(address):
            ways.append(Way(label, address.link, hits))
            if len(ways) == MOST_WAYS:
                break
    return ways or [Way(_("Everywhere, in any words"), widest.link, total(widest))]


def _one_by_one(question: Understood) -> Iterator[tuple[str, Address]]:
    address = question.address
    if address.shelf:
        yield _("In everything"), address.but(shelf="")
    for chip in question.typed.chips:
        if chip.kind in (ChipKind.FILTER, ChipKind.WITHOUT):
            yield _("Without “%(filter)s”") % {"filter": chip.label}, address.but(text=chip.without)
    for facet, value in address.chosen:
        name = STATE_NAMES[State(value)] if facet is Facet.STATE else FACET_NAMES[facet]
        label = _("Without “%(filter)s”") % {"filter": name}
        yield label, address.without_value(facet, value)
    if address.on:
        yield _("On any day"), address.but(on=None, past=True)
    if (unquoted := _QUOTES.sub(" ", address.text)) != address.text:
        yield _("Without quotation marks"), address.but(text=" ".join(unquoted.split()))
    if not question.within.states:
        yield _("Also in past and coming editions"), address.but(past=True)


def _words_alone(question: Understood, text: str) -> str:
    for chip in question.typed.chips:
        if chip.kind is ChipKind.WITHOUT:
            text = " ".join(word for word in text.split() if word != f"-{chip.label}")
    return " ".join(_QUOTES.sub(" ", text).split())
