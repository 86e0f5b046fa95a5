"""The room in which new texts come in: files are handed in above, and wait below to be decided."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from doccontrol.access import permitted, say_own, signed_in_person
from doccontrol.decisions.forms import focused_on_error
from doccontrol.decisions.waiting import page_of_all
from doccontrol.errors import Refused
from doccontrol.register.intake.forms import UploadForm
from doccontrol.register.intake.listing import IncomingRow, listed_files
from doccontrol.register.intake.models import IncomingFile
from doccontrol.triage.actions import set_all_not_relevant
from doccontrol.triage.forms.as_read import statements_of
from doccontrol.triage.forms.facts import SetAsideForm
from doccontrol.triage.models import Triage
from doccontrol.triage.pages.file_page import unsure
from doccontrol.triage.pages.waiting_files import DECIDE, VIEW, RankedFile, ranked_files
from doccontrol.typed.keys import keys_in

PER_PAGE = 30
# The parameter that names the files ticked.
TICKED = "file"
MOST_UNREAD = 20
HAND_IN, SORT_OUT = "doccontrol.add_incomingfile", "doccontrol.change_incomingfile"
State = IncomingFile.State


@permitted(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    response = _room(request, SetAsideForm(), frozenset())
    say_own(response)
    return response


@permitted(DECIDE)
@require_POST
def set_aside(request: HttpRequest) -> HttpResponse:
    """Several texts are not relevant, for one reason: all that are ticked, or none."""
    form = SetAsideForm(request.POST)
    ticked = set(keys_in(request.POST, TICKED))
    if not form.is_valid() or not ticked:
        return _room(request, focused_on_error(form), ticked, nothing=not ticked)
    person, on = signed_in_person(request), timezone.localdate()
    reason = form.cleaned_data["not_relevant_reason"]
    try:
        said = statements_of(ticked, on)
        triages = set_all_not_relevant(said, reason=reason, by=person, on=on)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _room(request, form, ticked)
    _tell(request, triages)
    return redirect("triage:index")


def _tell(request: HttpRequest, triages: list[Triage]) -> None:
    waiting = [triage for triage in triages if triage.is_waiting]
    if aside := len(triages) - len(waiting):
        words = ngettext(
            "%(count)d text is put aside: no document in force rests on it.",
            "%(count)d texts are put aside: no document in force rests on them.",
            aside,
        )
        messages.success(request, words % {"count": aside})
    if waiting:
        words = ngettext(
            "%(count)d text is registered, and “not relevant” is proposed for its clocks.",
            "%(count)d texts are registered, and “not relevant” is proposed for their clocks.",
            len(waiting),
        )
        answer = messages.button(page_of_all(waiting[0]), _("Open the proposal"))
        second = _("A second person must approve.")
        words = f"{words % {'count': len(waiting)}} {second}"
        messages.success(request, words, buttons=[answer])


def _room(
    request: HttpRequest, form: SetAsideForm, ticked: Collection[int], *, nothing: bool = False
) -> HttpResponse:
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
        "set_aside": form,
        "ticked": ticked,
        "nothing_ticked": nothing,
    }
    return render(request, "doccontrol/triage/index.html", context | _unread())


@permitted(VIEW)
@require_safe
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
