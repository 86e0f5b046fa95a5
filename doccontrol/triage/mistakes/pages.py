"""The page on which somebody proposes that a text was registered by mistake, the way to it from
the page of the text, and what stands there afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.access import permitted, signed_in_person
from doccontrol.decisions.forms import focused_on_error, reason_field
from doccontrol.decisions.waiting import page_of
from doccontrol.errors import Refused
from doccontrol.extension_points import TextAct, TextPageSection, text_acts, text_page_sections
from doccontrol.register.models.texts import LegalText
from doccontrol.triage.mistakes.deciding import obstacle_to, propose_mistake
from doccontrol.triage.mistakes.facts import mistake_facts
from doccontrol.triage.mistakes.models import RegisteredByMistake
from doccontrol.triage.pages.waiting_files import DECIDE, VIEW


class MistakeForm(forms.Form):
    reason = reason_field(gettext_lazy("Why it should not be in the register"), rows=4)


@permitted(DECIDE)
def mistake_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what would follow; proposes it with the reason that was written."""
    text = get_object_or_404(LegalText.objects.with_type(), pk=pk)
    current = RegisteredByMistake.objects.current().filter(text=text).first()
    if current is not None:
        return redirect(page_of(current))
    on = timezone.localdate()
    form = MistakeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        person, reason = signed_in_person(request), form.cleaned_data["reason"]
        try:
            mistake = propose_mistake(text, reason=reason, by=person, on=on)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("“%(what)s” waits for a second person's approval.")
            messages.success(request, words % {"what": mistake})
            return redirect(page_of(mistake))
    context = {"text": text, "form": focused_on_error(form), "shown": mistake_facts(text, on)}
    # Not where something was typed: the refusal stands beside it, and nothing is lost.
    context["obstacle"] = "" if form.is_bound else obstacle_to(text, on)
    return render(request, "doccontrol/triage/mistake.html", context | _furniture(text))


def _furniture(text: LegalText) -> dict[str, Any]:
    title = _("%(text)s: registered by mistake?") % {"text": text}
    return {
        "header_title": title,
        "header_icon": "bin",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("legal_texts:index"), "label": _("Legal texts")},
            {"url": reverse("legal_texts:inspect", args=[text.pk]), "label": str(text)},
            {"url": "", "label": title},
        ],
    }


def mistakes_of(text: LegalText, on: date) -> dict[str, Any]:
    """All that was proposed and answered of the text, newest first."""
    rows = RegisteredByMistake.objects.filter(text=text).with_people()
    return {"mistakes": rows.select_related("text__type")}


def _label(text: LegalText) -> str:
    return _("Registered by mistake") if text.mistaken_on else _("Registered by mistake?")


def _address(text: LegalText, request: HttpRequest) -> str:
    """Of a text that has left the register, the decision about it."""
    if text.mistaken_on is None:
        may_propose = request.user.has_perm(DECIDE)
        return reverse("triage:mistake", args=[text.pk]) if may_propose else ""
    if not request.user.has_perm(VIEW):
        return ""
    return page_of(RegisteredByMistake.objects.standing().get(text=text))


text_page_sections.register(
    TextPageSection("mistakes", 150, "doccontrol/triage/_mistakes.html", mistakes_of)
)
text_acts.register(TextAct("mistake", 100, _label, _address))
