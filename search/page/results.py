"""One page of results as a reader sees it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator

from search.engine import get_engine
from search.engines.base import Query, Results
from search.page import narrowing
from search.page.address import KINDS, LAST_PAGE, Address, Shelf
from search.page.result_rows import ResultRow, checked_rows
from search.page.understanding import Understood, is_staff, understand
from search.page.ways_on import WaysOn, ways_on

__all__ = ["KINDS", "Address", "ResultsPage", "Shelf", "find", "is_staff"]

PER_PAGE = 20


@dataclass(frozen=True)
class ResultsPage:
    """``total`` counts places, of which a document may have many. ``fallback`` is for staff."""

    question: Understood
    rows: list[ResultRow]
    total: int
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
    if results.relaxed or not results.total:
        further = ways_on(understood, results, today)
    return ResultsPage(
        question=understood,
        rows=checked_rows(results.hits, reader, understood.within, today),
        total=results.total,
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
    )


def _ask(question: Understood, page: int) -> Results:
    offset = (page - 1) * PER_PAGE
    query = Query(question.typed.question, question.within, PER_PAGE, offset, facets=True)
    return get_engine().search(replace(query, order=question.address.order))
