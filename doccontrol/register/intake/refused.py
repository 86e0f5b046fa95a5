"""One refused file: why, and what a person may do about it: have it read again, or let it go."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from doccontrol.access import permitted
from doccontrol.organisation.models.people import Person
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.register.intake.actions import LET_GO, begin_again, let_go
from doccontrol.register.intake.models import IncomingFile

CHANGE = "doccontrol.change_incomingfile"
# What the box on the page sends: nothing is let go by a click that slipped.
SURE = "sure"


@permitted(CHANGE)
@require_safe
def refused(request: HttpRequest, pk: int) -> HttpResponse:
    row = _refused(pk)
    context = {
        "file": row,
        "reason": Unreadable(row.refusal).sentence,
        "page_title": _now("Refused file"),
        "page_subtitle": row.name,
        "header_icon": "download",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _now("Home")},
            {"url": reverse("incoming:index"), "label": _now("All files that came in")},
            {"url": "", "label": _now("Refused file")},
        ],
    }
    return render(request, "doccontrol/register/intake/refused.html", context)


@permitted(CHANGE)
@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """As if it had come in anew: other limits, a quieter machine or a better reader may read it."""
    row = _refused(pk)
    try:
        begin_again(row)
    except FileNotFoundError:
        messages.error(request, _now("The bytes of “%(name)s” are lost.") % {"name": row.name})
    else:
        messages.success(request, _now("“%(name)s” will be read again.") % {"name": row.name})
    return redirect("incoming:index")


@permitted(CHANGE)
@require_POST
def let_go_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Raises NotLetGo."""
    row = get_object_or_404(IncomingFile, pk=pk)
    if SURE not in request.POST:
        messages.error(request, _now("Nothing was deleted: tick the box if you are sure."))
        return redirect("incoming:refused", pk)
    let_go(row, by=cast(Person, request.user))
    words = _now("The file “%(name)s” is deleted. The list keeps its name and the reason.")
    messages.success(request, words % {"name": row.name})
    return redirect("incoming:index")


def register_log_actions(actions: Any) -> None:
    """Hook register_log_actions."""
    actions.register_action(LET_GO, _("Delete a refused file"), _("Refused file deleted"))


def _refused(pk: int) -> IncomingFile:
    """Of which the bytes are here; 404 for any other."""
    files = IncomingFile.objects.filter(state=IncomingFile.State.REFUSED).exclude(file="")
    return get_object_or_404(files.defer("reading"), pk=pk)
