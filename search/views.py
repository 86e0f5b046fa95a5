"""The results page: plain links and forms, for everybody."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from doccontrol.access import everybody
from search.engines.base import IndexMissing, SearchUnavailable
from search.results import Shelf, find

logger = logging.getLogger(__name__)
# A longer question is a pasted page: its beginning says what it is about.
LONGEST_QUESTION = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what cannot be understood is as if it were not there."""

    text: str
    was_cut: bool
    on: date
    is_today: bool
    shelf: str
    page: int

    @classmethod
    def read(cls, get: QueryDict, today: date) -> Asked:
        text = " ".join(get.get("q", "").split())
        on = _day(get.get("on", "")) or today
        shelf = get.get("kind", "")
        page = get.get("page", "1")
        return cls(
            text=text[:LONGEST_QUESTION].rstrip(),
            was_cut=len(text) > LONGEST_QUESTION,
            on=on,
            is_today=on == today,
            shelf=shelf if shelf in Shelf.values else "",
            page=int(page) if page.isdecimal() and len(page) < 5 else 1,
        )


@everybody
def results_page(request: HttpRequest) -> HttpResponse:
    """Staff find what staff may read, everybody else only what is public.

    503 while the index is missing or broken: the page says so and the rest of the site works.
    """
    today = timezone.localdate()
    asked = Asked.read(request.GET, today)
    context: dict[str, Any] = {"asked": asked, "shelves": _shelves(request, asked)}
    status = HTTPStatus.OK
    if asked.text:
        try:
            context["results"] = find(
                asked.text,
                reader=request.user,
                on=asked.on,
                today=today,
                shelf=asked.shelf,
                page=asked.page,
            )
        except SearchUnavailable as reason:
            logger.warning("Search is unavailable: %s", reason)
            context["unavailable"] = "missing" if isinstance(reason, IndexMissing) else "broken"
            status = HTTPStatus.SERVICE_UNAVAILABLE
    return render(request, "search/results.html", context, status=status)


def _shelves(request: HttpRequest, asked: Asked) -> list[dict[str, Any]]:
    """The tabs: each keeps the question and the day, and begins at the first page."""
    shelves = []
    for value, label in [("", _("Everything")), *Shelf.choices]:
        query = request.GET.copy()
        for name in ("kind", "page"):
            query.pop(name, None)
        if value:
            query["kind"] = value
        query["q"] = asked.text
        shelves.append(
            {"url": f"?{query.urlencode()}", "label": label, "current": asked.shelf == value}
        )
    return shelves


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
