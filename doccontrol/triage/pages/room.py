"""The room in which new texts come in: files are handed in above, and wait below to be decided."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from doccontrol.access import permitted, say_own
from doccontrol.register.intake.forms import UploadForm
from doccontrol.register.intake.listing import IncomingRow, listed_files
from doccontrol.register.intake.models import IncomingFile
from doccontrol.triage.pages.file_page import unsure
from doccontrol.triage.pages.waiting_files import DECIDE, VIEW, RankedFile, ranked_files

PER_PAGE = 30
MOST_UNREAD = 20
HAND_IN, SORT_OUT = "doccontrol.add_incomingfile", "doccontrol.change_incomingfile"
State = IncomingFile.State


@permitted(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    on = timezone.localdate()
    page = Paginator(ranked_files(on), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "header_title": _("Reception of new legal texts"),
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Reception of new legal texts")},
        ],
        "rows": [_row(row) for row in page.object_list],
        "page_obj": page,
        "form": UploadForm() if request.user.has_perm(HAND_IN) else None,
        "may_change": request.user.has_perm(SORT_OUT),
        "may_decide": request.user.has_perm(DECIDE),
    }
    response = render(request, "doccontrol/triage/index.html", context | _unread())
    say_own(response)
    return response


@permitted(VIEW)
def old_address(request: HttpRequest) -> HttpResponse:
    """Where files were handed in before both doors became one."""
    return redirect("triage:index", permanent=True)


def _row(row: RankedFile) -> dict[str, Any]:
    return {
        "file": row.file,
        "fields": row.fields,
        "warnings": row.warnings,
        "clocks": row.clocks,
        "waited": row.waited,
        "unsure": unsure(list(row.fields.values())),
    }


def _unread() -> dict[str, Any]:
    """What came in and cannot be decided on yet: being read, or somebody has to see to it."""
    is_stuck = Q(state=State.UNREAD) | (Q(state=State.REFUSED) & ~Q(file=""))
    waits = Q(state__in=[State.WAITING, State.READING])
    files = list(listed_files().filter(waits | is_stuck)[: MOST_UNREAD + 1])
    return {
        "unread": [IncomingRow(file, []) for file in files[:MOST_UNREAD]],
        "has_more_unread": len(files) > MOST_UNREAD,
        "being_read": any(file.state in (State.WAITING, State.READING) for file in files),
    }
