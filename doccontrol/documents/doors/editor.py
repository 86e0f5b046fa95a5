"""What the editor of a controlled document offers, and says, before and after a saving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import Page

from doccontrol.documents.doors.page_rules import is_controlled
from doccontrol.documents.drafting.basis import findings
from doccontrol.documents.drafting.basis_panel import sentences
from doccontrol.documents.models.editions import Edition
from doccontrol.documents.refusals import NotThroughTheWorkflow


def begin_from_issued(request: HttpRequest, page: Page) -> None:
    """Hook before_edit_page: going back to an issued version brings its text, not what described
    that edition."""
    revision = request.resolver_match and request.resolver_match.kwargs.get("revision_id")
    if revision and is_controlled(page) and Edition.objects.filter(page_revision=revision).exists():
        page.begin_next_draft()


def tell_not_published(request: HttpRequest, page: Page, *_rest: Any) -> None:
    """Hook after_edit_page and after_create_page: no button asks for it, but a request may. The
    draft is saved, and nothing else."""
    if "action-publish" in request.POST and is_controlled(page):
        messages.error(request, str(NotThroughTheWorkflow()))


def tell_after_saving(request: HttpRequest, page: Page) -> None:
    """Hook after_edit_page and after_create_page: one sentence a finding, after a person's save."""
    if not is_controlled(page) or not request.accepts("text/html"):
        return
    remarks = sentences(findings(page, timezone.localdate()))
    if remarks:
        messages.warning(request, " ".join([gettext("Legal basis:"), *remarks]))
