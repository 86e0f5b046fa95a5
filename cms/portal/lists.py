"""The portal's lists: what is in force on the day asked for, and what this reader may see of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from wagtail.models import Page

from cms.portal.days import AskedDay, asked_day
from cms.portal.listing import APART, DocumentFilter, Group, Row, as_row, by_field, light
from doccontrol.access import signed_in_person
from doccontrol.clocks.pages.badges import BadgeInfo, most_pressing
from doccontrol.document_kinds import ANNOUNCEMENT, POLICY, PROCEDURE, DocumentKind
from doccontrol.documents.drafting.drafters import drafted_by
from doccontrol.documents.issuing.freezing import check_content
from doccontrol.documents.models.editions import Edition, EditionQuerySet
from doccontrol.documents.refusals import ContentChanged
from doccontrol.documents.richtext.plain_text import lines_of
from doccontrol.folding import fold
from doccontrol.organisation.models.agency import AgencySettings

PROCEDURES_SHELF = "quy-trinh"
PER_FIELD = 4
NEWEST = 6
PER_PAGE = 50
EXCERPT_WORDS = 45


def readable(request: HttpRequest, day: AskedDay) -> EditionQuerySet:
    """Editions in force that day which this reader may see; the day never widens who may."""
    return Edition.objects.in_force(day.on).readable_by(request.user).without_content()


def home_context(request: HttpRequest, shelves: Iterable[Page]) -> dict[str, Any]:
    day = asked_day(request)
    editions = list(readable(request, day).exclude(kind__in=APART).with_document())
    procedures = [edition for edition in editions if edition.kind == PROCEDURE.key]
    rows = _rows(procedures, request, day)
    newest = sorted(editions, key=lambda e: (e.in_force_from, e.issued_at), reverse=True)[:NEWEST]
    policy = _newest_of(POLICY, editions)
    announcement = _newest_of(ANNOUNCEMENT, editions)
    return {
        "day": day,
        "policy": as_row(policy, request, day.query) if policy else None,
        "policy_excerpt": excerpt(policy) if policy else "",
        "announcement": as_row(announcement, request, day.query) if announcement else None,
        "fields": by_field(rows, PER_FIELD),
        "units": _by_unit(procedures),
        "procedure_count": len(procedures),
        "newest": [as_row(edition, request, day.query) for edition in newest],
        "procedures_url": _procedures_url(request, shelves),
    }


def _newest_of(kind: DocumentKind, editions: list[Edition]) -> Edition | None:
    of_kind = [edition for edition in editions if edition.kind == kind.key]
    return max(of_kind, key=lambda edition: (edition.in_force_from, edition.pk), default=None)


def excerpt(edition: Edition) -> str:
    """The first words of the first section that has any; one query for the frozen content. None of
    what is not as it was approved: the page of the edition says so."""
    try:
        check_content(edition)
    except ContentChanged:
        return ""
    for section in edition.content["sections"]:
        text = " ".join(lines_of(section["html"]))
        if text:
            return Truncator(text).words(EXCERPT_WORDS, truncate=" …")
    return ""


def _by_unit(procedures: list[Edition]) -> list[Group]:
    """In the order that the agency gives its units."""
    units = {edition.unit_id: edition.unit for edition in procedures}
    counts = Counter(edition.unit_id for edition in procedures)
    ordered = sorted(units.values(), key=lambda unit: (unit.sort_order, fold(unit.name)))
    return [Group(unit.name, str(unit.pk), counts[unit.pk], []) for unit in ordered]


def _procedures_url(request: HttpRequest, shelves: Iterable[Page]) -> str:
    shelf = next((s for s in shelves if s.slug == PROCEDURES_SHELF), None)
    return (shelf.get_url(request) if shelf else "") or "/"


def index_context(request: HttpRequest, shelf: Page) -> dict[str, Any]:
    day = asked_day(request)
    below = readable(request, day).filter(document__path__startswith=shelf.path)
    on_shelf = light(below)
    narrowing = DocumentFilter(request.GET, on_shelf)
    page = Paginator(narrowing.matching_keys(), PER_PAGE).get_page(request.GET.get("page"))
    shown = below.filter(pk__in=list(page.object_list)).with_document()
    return {
        "day": day,
        "filter": narrowing,
        "is_narrowed": any(request.GET.get(name) for name in narrowing.fields if name != "on"),
        "page_obj": page,
        "groups": by_field(_rows(shown, request, day)),
        "shelf_count": len(on_shelf),
    }


def _rows(editions: Iterable[Edition], request: HttpRequest, day: AskedDay) -> list[Row]:
    """People of the agency also see the most pressing clock of each document."""
    listed = list(editions)
    badges: dict[int, BadgeInfo] = {}
    drafted: set[int] = set()
    if request.user.is_authenticated:
        warning_days = AgencySettings.for_request(request).warning_days
        keys = [edition.document_id for edition in listed]
        badges = most_pressing(keys, day.on, warning_days=warning_days)
        documents = [edition.document for edition in listed]
        drafted = drafted_by(signed_in_person(request), documents, timezone.localdate())
    return [
        as_row(edition, request, day.query, **_for_staff(edition.document_id, badges, drafted))
        for edition in listed
    ]


def _for_staff(
    document: int, badges: Mapping[int, BadgeInfo], drafted: Collection[int]
) -> dict[str, str]:
    more = {}
    if badge := badges.get(document):
        more = {"state": badge.state, "state_label": badge.label}
    if document in drafted:
        more["draft_url"] = reverse("wagtailadmin_pages:edit", args=[document])
    return more
