"""The page of one file that came in, and the decision about it.

Plain forms and links: everything works without scripts, which only save a reload.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from doccontrol.access import permitted, signed_in_person
from doccontrol.clocks.models import Clock
from doccontrol.decisions.forms import focused_on_error
from doccontrol.errors import Refused
from doccontrol.register.intake.models import IncomingFile
from doccontrol.triage.actions import confirm, set_not_relevant
from doccontrol.triage.forms.facts import SetAsideForm
from doccontrol.triage.forms.together import Desk
from doccontrol.triage.models import Triage
from doccontrol.triage.outlook import outlook
from doccontrol.triage.pages.file_page import decided_context, first_desk, page_context, titles
from doccontrol.triage.pages.picture import sheet_of
from doccontrol.triage.pages.waiting_files import DECIDE, VIEW
from doccontrol.triage.read_values import field_places

SET_ASIDE = "not-relevant"


@permitted(VIEW)
def file_page(request: HttpRequest, pk: int) -> HttpResponse:
    file, triage = _file(pk)
    if request.GET.get("part") == "sheet":
        return render(request, "doccontrol/triage/_sheet.html", _viewer(request, file))
    if triage is not None and not (triage.text_id is None and "again" in request.GET):
        context = decided_context(triage, signed_in_person(request), timezone.localdate())
        return _show(request, file, "decided", context)
    return _show(request, file, "file", page_context(file, *first_desk(file, timezone.localdate())))


@permitted(DECIDE)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Preview, confirm or put aside, by the button that was pressed. What was typed stays on the
    page whenever the answer is not a decision."""
    file, triage = _file(pk)
    if triage is not None and triage.text_id is not None:
        messages.info(request, _("It was decided about this file already."))
        return redirect("triage:file", pk)
    on = timezone.localdate()
    desk = Desk(file, on, request.POST)
    step = {"confirm": _confirm, SET_ASIDE: _set_aside}.get(request.POST.get("do", ""))
    if step is not None:
        try:
            answer = step(request, file, desk)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            if answer is not None:
                return answer
    ahead = outlook(desk.statement(), on)
    return _show(request, file, "file", page_context(file, desk, ahead, []))


def _confirm(request: HttpRequest, file: IncomingFile, desk: Desk) -> HttpResponse | None:
    """None if something is to be corrected first."""
    if not desk.is_valid():
        messages.error(request, _("Nothing was saved yet: correct what is marked below."))
        return None
    statement = desk.statement()
    assert statement is not None  # noqa: S101  the forms are valid
    reason = desk.reasons.cleaned_data["reason"]
    person, on = signed_in_person(request), timezone.localdate()
    triage = confirm(file, statement, reason=reason, by=person, on=on)
    clocks = Clock.objects.filter(event__acting=triage.text).count()
    text = str(triage.text)
    if clocks:
        words = ngettext(
            "%(text)s is registered; %(count)d clock runs for it.",
            "%(text)s is registered; %(count)d clocks run for it.",
            clocks,
        ) % {"text": text, "count": clocks}
    else:
        words = _("%(text)s is registered; no document in force rests on it.") % {"text": text}
    messages.success(request, words)
    return redirect("triage:file", file.pk)


def _set_aside(request: HttpRequest, file: IncomingFile, desk: Desk) -> HttpResponse | None:
    """None if something is to be corrected first. Without a number nobody can tell what rests on
    it: it is put aside as it is."""
    form = _set_aside_form(request)
    if not form.is_valid():
        return None
    is_known = bool(desk.facts["number"].value())
    if is_known and not desk.is_valid():
        messages.error(request, _("Nothing was saved yet: correct what is marked below."))
        return None
    statement = desk.statement() if is_known else None
    person, on = signed_in_person(request), timezone.localdate()
    reason = form.cleaned_data["not_relevant_reason"]
    triage = set_not_relevant(file, statement, reason=reason, by=person, on=on)
    if triage.text is None:
        words = _("Filed as not relevant: no document in force is based on this text.")
    else:
        words = _(
            "%(text)s is registered, and “not relevant” is proposed for each of its clocks. A "
            "second person must approve."
        ) % {"text": triage.text}
    messages.success(request, words)
    return redirect("triage:file", file.pk)


def _set_aside_form(request: HttpRequest) -> SetAsideForm:
    """As typed; with its error, and the page open there, only where this answer was given."""
    if request.POST.get("do") == SET_ASIDE:
        return focused_on_error(SetAsideForm(request.POST))
    typed = request.POST.get("not_relevant_reason", "")
    return SetAsideForm(initial={"not_relevant_reason": typed})


def _file(pk: int) -> tuple[IncomingFile, Triage | None]:
    """A file that was read; there is nothing to look at of any other."""
    readable = IncomingFile.objects.filter(state=IncomingFile.State.READ)
    file = get_object_or_404(readable.select_related("text__type", "received_by"), pk=pk)
    triages = Triage.objects.current().with_people().select_related("text__type")
    return file, triages.filter(file=file).first()


def _viewer(request: HttpRequest, file: IncomingFile) -> dict[str, Any]:
    places = field_places(file.reading)
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isdecimal() else 0
    return {
        "file": file,
        "sheet": sheet_of(file, places, show=request.GET.get("show", ""), number=number),
    }


def _show(
    request: HttpRequest, file: IncomingFile, template: str, context: dict[str, Any]
) -> HttpResponse:
    title = titles(file, context["triage"].text if "triage" in context else file.text)
    furniture = {
        "header_title": title,
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("triage:index"), "label": _("Reception of new legal texts")},
            {"url": "", "label": title},
        ],
        "may_decide": request.user.has_perm(DECIDE),
        "set_aside": _set_aside_form(request),
    }
    return render(
        request,
        f"doccontrol/triage/{template}.html",
        furniture | _viewer(request, file) | context,
    )
