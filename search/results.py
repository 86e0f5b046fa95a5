"""One page of results as a reader sees it: what the engine found, told by the database.

The index may lag behind by seconds. What it found is shown only if the database, too, says that
this reader may see it and that it was in force on the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import TextChoices
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from doccontrol.documents.edition_models import Edition
from doccontrol.register.models import LegalText
from search.engine import get_engine
from search.engines.base import Hit, Query, Results
from search.indexing import LAW, edition_group, law_group

PER_PAGE = 20
# Nobody reads further; and each page costs the engine all pages before it.
LAST_PAGE = 500


class Shelf(TextChoices):
    """The tabs of the results page, in their order."""

    PROCEDURES = "procedures", _("Procedures")
    SYSTEM = "system", _("System documents")
    FORMS = "forms", _("Forms")
    LAWS = "laws", _("Laws")


KINDS: dict[str, frozenset[str]] = {
    Shelf.PROCEDURES: frozenset({"procedure"}),
    Shelf.SYSTEM: frozenset({"policy", "general", "announcement"}),
    Shelf.FORMS: frozenset({"form"}),
    Shelf.LAWS: frozenset({LAW}),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document the words stand. ``heading`` is empty for its head."""

    heading: str
    url: str
    snippet: SafeString


@dataclass(frozen=True, slots=True)
class Found:
    """One document or law with the places found in it. The state is that of today."""

    number: str
    title: str
    url: str
    unit: str
    edition: str
    state: str
    state_label: str
    is_law: bool
    places: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ResultsPage:
    found: list[Found]
    total: int
    relaxed: bool
    page: Page[int]


def is_staff(reader: Any) -> bool:
    """The same people as in ``EditionQuerySet.readable_by``."""
    return reader is not None and reader.is_authenticated and reader.is_active


def find(
    text: str, *, reader: Any, on: date, today: date, shelf: str = "", page: int = 1
) -> ResultsPage:
    """What ``reader`` may find: editions in force on ``on``, and texts of the register.

    ``shelf`` "" is all. A page beyond the last is the last. Raises SearchUnavailable.
    """
    kinds = KINDS.get(shelf, frozenset())
    public_only = not is_staff(reader)
    wanted = min(max(page, 1), LAST_PAGE)

    def ask(number: int) -> Results:
        offset = (number - 1) * PER_PAGE
        return get_engine().search(Query(text, on, public_only, kinds, PER_PAGE, offset))

    results = ask(wanted)
    shown = Paginator(range(results.total), PER_PAGE).get_page(wanted)
    if shown.number != wanted:
        results = ask(shown.number)
    found = _told_by_database(results.hits, reader, on, today)
    return ResultsPage(found, results.total, results.relaxed, shown)


def _told_by_database(hits: list[Hit], reader: Any, on: date, today: date) -> list[Found]:
    """Hits of one document together, in the order of its best."""
    rows = _editions(hits, reader, on, today) | _laws(hits, reader, today)
    found: dict[str, Found] = {}
    for hit in hits:
        if hit.group in rows:
            row = found.setdefault(hit.group, rows[hit.group])
            # The engine escapes the text and adds only <mark>.
            snippet = mark_safe(hit.snippet_html)  # noqa: S308
            row.places.append(Place(hit.heading, hit.url, snippet))
    return list(found.values())


def _editions(hits: list[Hit], reader: Any, on: date, today: date) -> dict[str, Found]:
    pks = _primary_keys(hits, "edition")
    allowed = Edition.objects.in_force(on).readable_by(reader).without_content()
    address = {hit.group: hit.url.partition("#")[0] for hit in hits}
    rows: dict[str, Found] = {}
    for edition in allowed.with_document().filter(pk__in=pks) if pks else ():
        state, group = edition.state(today), edition_group(edition.pk)
        rows[group] = Found(
            number=edition.code,
            title=edition.title,
            url=address[group],
            unit=edition.unit.name,
            edition=str(edition.number),
            state=str(state.value),
            state_label=str(state.label),
            is_law=False,
        )
    return rows


def _laws(hits: list[Hit], reader: Any, today: date) -> dict[str, Found]:
    """A law leads to its page in the register for those who may open it, else to its source."""
    pks = _primary_keys(hits, "law")
    source = {hit.group: hit.url for hit in hits}
    finder = AdminURLFinder(reader) if is_staff(reader) else None
    rows: dict[str, Found] = {}
    for text in LegalText.objects.with_type().with_effects().filter(pk__in=pks) if pks else ():
        status, group = text.status(today), law_group(text.pk)
        rows[group] = Found(
            number=text.number_raw,
            title=str(text),
            url=(finder and finder.get_edit_url(text)) or source[group],
            unit=text.issuer.name if text.issuer else "",
            edition="",
            state=str(status.value),
            state_label=str(status.label),
            is_law=True,
        )
    return rows


def _primary_keys(hits: Iterable[Hit], prefix: str) -> set[int]:
    parted = (hit.group.partition(":") for hit in hits)
    return {int(pk) for kind, _colon, pk in parted if kind == prefix}
