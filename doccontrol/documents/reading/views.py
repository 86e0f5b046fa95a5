"""The pages on which people read controlled documents. Each asks only for what its reader may read:
what they may not is not found, and nothing of it is said, not even its title."""

from __future__ import annotations

from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from doccontrol.access import View, everybody, say_alike, signed_in
from doccontrol.documents.comparing.editions import Change, compare
from doccontrol.documents.issuing.freezing import check_content
from doccontrol.documents.models.answers import PageSide, answers
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Attachment, Edition
from doccontrol.documents.reading import banners, crumbs, draft_page
from doccontrol.documents.reading import edition_page as reading
from doccontrol.documents.reading.downloads import sent_as_frozen
from doccontrol.documents.refusals import ContentChanged
from doccontrol.documents.rules import EditionNumber, EditionState
from doccontrol.typed.days import typed_day

# How soon a reader may ask again for a PDF that is being made, in seconds.
RETRY_AFTER = 5


def only_what_was_approved(view: View) -> View:
    """Instead of a text or file that was changed since its approval, a page that says so."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **options)
        except ContentChanged as refusal:
            context = {"refusal": refusal}
            template = "doccontrol/documents/not_what_was_approved.html"
            return TemplateResponse(request, template, context, status=503)

    return guarded


@answers(PageSide.EDITION)
@everybody
@require_safe
@only_what_was_approved
def document_page(request: HttpRequest, page: ControlledDocument) -> HttpResponse:
    """The edition in force on ``?on=``, or today: what ``ControlledDocument.serve`` answers."""
    today = timezone.localdate()
    typed = request.GET.get("on", "")
    on, wrong_day = _asked_day(typed, today)
    in_force = Edition.objects.in_force(on).filter(document=page.pk)
    edition = in_force.readable_by(request.user).select_related("document", "pdf").first()
    if edition is None and in_force.exists():
        raise Http404
    if edition is None:
        return _nothing_in_force(request, page, on, today, [wrong_day] if wrong_day else [])
    return _edition_page(request, edition, on, today, [wrong_day] if wrong_day else [])


@everybody
@require_safe
@only_what_was_approved
def edition_page(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One edition for ever, past ones under their banner."""
    today = timezone.localdate()
    on, wrong_day = _asked_day(request.GET.get("on", ""), today)
    edition = _readable(request, slug, number)
    return _edition_page(request, edition, on, today, [wrong_day] if wrong_day else [])


@everybody
@require_safe
@only_what_was_approved
def pdf(request: HttpRequest, slug: str, number: str) -> HttpResponseBase:
    """The frozen PDF; while there is none, a page that says why (202)."""
    edition = _readable(request, slug, number)
    frozen = getattr(edition, "pdf", None)
    if frozen is not None:
        filename = f"{edition.code.replace('/', '-')}_{edition.number.slug}.pdf"
        return sent_as_frozen(frozen, filename, inline=True)
    context = {
        "page": edition.document,
        "edition": edition,
        "state": reading.pdf_state(edition),
        "edition_url": reading.edition_url(edition),
        "crumbs": crumbs.to_edition(edition, request.user, _("PDF")),
    }
    headers = {"Retry-After": str(RETRY_AFTER)}
    return TemplateResponse(
        request, "doccontrol/documents/pdf_being_made.html", context, status=202, headers=headers
    )


@everybody
@require_safe
@only_what_was_approved
def attachment(request: HttpRequest, slug: str, number: str, attachment: int) -> HttpResponseBase:
    """A file of an edition, as it was frozen."""
    edition = _readable(request, slug, number)
    file = get_object_or_404(Attachment, pk=attachment, edition=edition)
    return sent_as_frozen(file, file.filename)


@signed_in
@require_safe
@only_what_was_approved
def comparison(request: HttpRequest, slug: str) -> HttpResponse:
    """Two editions of a document side by side in one text: ``?tu=01-00&den=01-01``."""
    editions = list(
        Edition.objects.filter(document__slug=slug)
        .readable_by(request.user)
        .with_document()
        .newest_first()
    )
    if len({edition.document_id for edition in editions}) != 1:
        raise Http404
    by_number = {edition.number.slug: edition for edition in editions}
    old, new = (by_number.get(request.GET.get(name, "")) for name in ("tu", "den"))
    context: dict[str, Any] = {
        "page": editions[0].document,
        "editions": editions,
        "edition": editions[0],
        "old": old,
        "new": new,
        "crumbs": crumbs.to_edition(editions[0], request.user, _("Compare editions")),
    }
    if old is not None and new is not None and old != new:
        check_content(old)
        check_content(new)
        sections = compare(old.content, new.content)
        context["changed"] = [s for s in sections if s.change != Change.UNCHANGED]
        same = [s for s in sections if s.change == Change.UNCHANGED]
        context["unchanged"] = [s for s in same if s.blocks or s.table]
    elif "tu" in request.GET or "den" in request.GET:
        context["problem"] = _("Choose two different editions of this document.")
    return TemplateResponse(request, "doccontrol/documents/comparison.html", context)


@answers(PageSide.DRAFT)
@signed_in
def draft_preview(request: HttpRequest, page: ControlledDocument) -> HttpResponse:
    """What ``ControlledDocument.serve_preview`` answers: the draft as if it were issued today."""
    shown = draft_page.preview(page, timezone.localdate())
    context = {
        "page": page,
        "shown": shown,
        "crumbs": [crumbs.Crumb(page.code)],
        "printed_on": shown.on,
    }
    return TemplateResponse(request, "doccontrol/documents/edition.html", context)


def _asked_day(typed: str, today: date) -> tuple[date, banners.Banner | None]:
    """The day asked for; today with a banner if it is no day of the calendar."""
    if not typed:
        return today, None
    on = typed_day(typed)
    return (on, None) if on else (today, banners.bad_day(typed, today))


def _readable(request: HttpRequest, slug: str, number: str) -> Edition:
    try:
        parsed = EditionNumber.from_slug(number)
    except ValueError as error:
        raise Http404 from error
    readable = Edition.objects.readable_by(request.user).select_related("document", "unit", "pdf")
    named = readable.filter(document__slug=slug, issue_no=parsed.issue, revision_no=parsed.revision)
    try:
        return named.get()
    # Two documents of one slug: better none than the wrong one.
    except (Edition.DoesNotExist, Edition.MultipleObjectsReturned) as error:
        raise Http404 from error


def _edition_page(
    request: HttpRequest, edition: Edition, on: date, today: date, notices: list[banners.Banner]
) -> HttpResponse:
    check_content(edition)
    person = getattr(request, "user", AnonymousUser())
    shown = reading.edition_page(edition, reader=person, on=on, today=today)
    context = {
        "page": edition.document,  # for Wagtail's user bar
        "shown": shown,
        "notices": notices,
        "is_past_or_future": shown.state != EditionState.IN_FORCE,
        "crumbs": crumbs.to_edition(edition, person, str(edition.number)),
        "printed_on": today,
    }
    response = TemplateResponse(request, "doccontrol/documents/edition.html", context)
    # Whether there is a PDF the database tells; how far the worker has come, only people signed in.
    say_alike(response)
    return response


def _nothing_in_force(
    request: HttpRequest,
    document: ControlledDocument,
    on: date,
    today: date,
    notices: list[banners.Banner],
) -> HttpResponse:
    """No edition binds that day: says so, and what the reader can turn to."""
    editions = reading.readable_editions(document, request.user)
    if not editions:
        raise Http404
    bound = [e for e in editions if e.revoked_on is None]
    ended = [e for e in bound if e.ends_on is not None and e.ends_on <= on]
    coming = [e for e in bound if e.in_force_from > on]
    context = {
        "page": document,
        "edition": editions[0],
        "on": on,
        "notices": notices,
        "last": max(ended, key=lambda e: e.in_force_from, default=None),
        "next": min(coming, key=lambda e: e.in_force_from, default=None),
        "archive": reading.archive_rows(editions, today),
        "crumbs": crumbs.to_document(editions[0], request.user),
    }
    response = TemplateResponse(request, "doccontrol/documents/nothing_in_force.html", context)
    say_alike(response)
    return response
