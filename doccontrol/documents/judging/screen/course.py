"""What was done to a document, by whom and when: each saving, submission, step and publication.

For whoever writes, judges or oversees it; an inspector asks for this first.
Source: ISO 9001:2015, 7.5.3.2 c) (control of changes).
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import PageLogEntry

from doccontrol.access import signed_in
from doccontrol.documents.drafting.draft_files import may_see
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.reading.crumbs import Crumb

PER_PAGE = 50


@signed_in
@require_safe
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """Newest first. A deleted account is still named by what the entry kept of it."""
    document = get_object_or_404(ControlledDocument, pk=pk)
    if not may_see(request.user, document):
        raise PermissionDenied
    entries = PageLogEntry.objects.filter(page=pk).select_related("user")
    listed = Paginator(entries.order_by("-timestamp", "-pk"), PER_PAGE)
    screen = Crumb(document.code, reverse("judging:screen", args=[pk]))
    context = {
        "document": document,
        "page_obj": listed.get_page(request.GET.get("page")),
        "crumbs": [screen, Crumb(_("What was done"))],
    }
    return render(request, "doccontrol/documents/judging/course.html", context)
