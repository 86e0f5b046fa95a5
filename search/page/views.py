"""The results page, and what is suggested as somebody types: for everybody."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from doccontrol.access import Alike, everybody, say_alike
from search.asked_log.actions import write_down
from search.engine import engine_version, get_engine
from search.engines.base import Filters, IndexMissing, SearchUnavailable
from search.page.address import Address
from search.page.result_rows import KIND_NAMES, checked_suggestions
from search.page.results import ResultsPage, find
from search.page.understanding import is_staff
from search.saved.models import SavedSearch

logger = logging.getLogger(__name__)

LONGEST_BEGINNING = 100
MOST_SUGGESTIONS = 8
# How long a browser may show the same suggestions again, in seconds.
SUGGESTIONS_KEPT = 60


@everybody
@require_safe
def results_page(request: HttpRequest) -> HttpResponse:
    """Staff find what staff may read, everybody else only what is public.

    503 while the index is missing or broken: the page says so and the rest of the site works.
    """
    address = Address.read(request.GET)
    context: dict[str, Any] = {"address": address, "is_staff": is_staff(request.user)}
    if not (address.text or address.chosen):
        response = render(request, "search/results.html", context)
        say_alike(response)
        return response
    version = engine_version()
    try:
        page = find(address, reader=request.user, today=timezone.localdate())
    except SearchUnavailable as reason:
        logger.warning("Search is unavailable: %s", reason)
        context["unavailable"] = "missing" if isinstance(reason, IndexMissing) else "broken"
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return render(request, "search/results.html", context, status=status)
    context["results"] = page
    if is_staff(request.user):
        mine = SavedSearch.objects.of(request.user)
        context["saved"] = mine.filter(query=address.but().query).first()
    html = render_to_string("search/results.html", context, request)
    response = HttpResponse(html)
    is_counted = address.is_bare and request.method == "GET"
    put_down = _putting_down(page, by_staff=is_staff(request.user)) if is_counted else tuple
    put_down()
    if version is not None and not page.fallback:
        say_alike(response, Alike(engine_version, version, put_down))
    return response


@everybody
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Documents that go on as ``?q=`` begins, as JSON; none while search does not answer."""
    typed = " ".join(request.GET.get("q", "")[:LONGEST_BEGINNING].split())
    today = timezone.localdate()
    within = Filters(today, public_only=not is_staff(request.user))
    try:
        suggested = get_engine().suggest(typed, within, MOST_SUGGESTIONS) if typed else []
    except SearchUnavailable as reason:
        logger.warning("Search is unavailable: %s", reason)
        return JsonResponse({"suggestions": []}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    listed = [
        {
            "number": suggestion.number,
            "title": suggestion.title,
            "url": suggestion.url,
            "kind": str(KIND_NAMES.get(suggestion.kind, "")),
        }
        for suggestion in checked_suggestions(suggested, request.user, today)
    ]
    response = JsonResponse({"suggestions": listed})
    response.headers["Cache-Control"] = f"private, max-age={SUGGESTIONS_KEPT}"
    return response


def _putting_down(page: ResultsPage, *, by_staff: bool) -> Callable[[], object]:
    """What counts the question once more; holds nothing of the page."""
    places = 0 if page.relaxed else page.places
    text, today = page.question.address.text, timezone.localdate()
    return partial(write_down, text, is_staff=by_staff, places=places, on=today)
