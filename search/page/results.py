"""One page of results as a reader sees it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator

from search.engine import get_engine
from search.engines.base import Results
from search.page import narrowing
from search.page.address import KINDS, LAST_PAGE, Address, Shelf
from search.page.asked_articles import MissingArticle, missing_article
from search.page.result_rows import ResultRow, checked_rows
from search.page.understanding import Understood, is_staff, understand
from search.page.ways_on import WaysOn, ways_on
from search.queries.spelling import leftover_keys

__all__ = ["KINDS", "Address", "ResultsPage", "Shelf", "find", "is_staff"]

PER_PAGE = 10


@dataclass(frozen=True)
class ResultsPage:
    """``total`` counts documents, ``places`` the places found in them. ``fallback`` is for
    staff."""

    question: Understood
    rows: list[ResultRow]
    total: int
    places: int
    page: Page[int]
    relaxed: bool = False
    best_of: bool = False
    fallback: bool = False
    tabs: list[narrowing.Tab] = field(default_factory=list)
    facets: list[narrowing.FacetList] = field(default_factory=list)
    chips: list[narrowing.Chip] = field(default_factory=list)
    synonyms: list[narrowing.Chip] = field(default_factory=list)
    orders: list[narrowing.Tab] = field(default_factory=list)
    ways_on: WaysOn = field(default_factory=WaysOn)
    # The question as typed, where another is answered: keys of Telex or VNI were left in it.
    instead_of: Address | None = None
    missing_article: MissingArticle | None = None


def find(address: Address, *, reader: Any, today: date) -> ResultsPage:
    """What ``reader`` may find. A page beyond the last is the last. Raises SearchUnavailable."""
    understood = understand(address, public_only=not is_staff(reader), today=today)
    results = _ask(understood, address.page) if understood.is_askable else Results()
    # What lies deeper than the last page is counted but not reached.
    reachable = min(results.total, LAST_PAGE * PER_PAGE)
    shown = Paginator(range(reachable), PER_PAGE).get_page(address.page)
    if shown.number != address.page and results.total:
        results = _ask(understood, shown.number)
    further = WaysOn()
    has_keys = not address.as_typed and leftover_keys(understood.typed.text)
    if results.relaxed or not results.total or has_keys:
        further = ways_on(understood, results, today)
    if further.meant and has_keys:
        meant = replace(address, text=further.meant, as_typed=True)
        literally = replace(address, as_typed=True, page=1)
        answered = find(meant, reader=reader, today=today)
        return replace(answered, instead_of=literally, ways_on=further)
    return ResultsPage(
        question=understood,
        rows=checked_rows(results, reader, understood, today),
        total=results.total,
        places=results.places,
        page=shown,
        relaxed=results.relaxed,
        best_of=results.best_of,
        fallback=results.fallback and is_staff(reader),
        tabs=narrowing.tabs(understood, results.counts),
        facets=narrowing.facets(understood, results.counts),
        chips=narrowing.chips(understood, results.counts),
        synonyms=narrowing.synonyms(understood),
        orders=narrowing.orders(understood, results.total),
        ways_on=further,
        missing_article=missing_article(understood, results.hits, reader, today),
    )


def _ask(question: Understood, page: int) -> Results:
    offset = (page - 1) * PER_PAGE
    query = replace(question.query, limit=PER_PAGE, offset=offset, facets=True)
    return get_engine().search(query)
