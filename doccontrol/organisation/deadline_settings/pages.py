"""By what deadlines are counted: how it was, how it is, and what another way would do, seen before
it is saved. Plain forms: works without scripts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from doccontrol.access import permitted, signed_in_person
from doccontrol.decisions.forms import reason_field
from doccontrol.extension_points import counting_effects
from doccontrol.organisation.deadline_settings.actions import LongerThanTheLaw, change_counting
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.counting_rules import MOST_MONTHS, CountingRule

CHANGES = "doccontrol.change_agencysettings"
MOST_RULES = 50


class CountingForm(forms.Form):
    """``seen`` says of which values the effect was shown: others are shown first."""

    months = forms.IntegerField(
        label=_("Months to update a document"),
        min_value=1,
        max_value=12,
        help_text=_("Decision 19/2014/QĐ-TTg, Article 4(4)(a): three months at the latest."),
    )
    roll_over = forms.BooleanField(
        label=_("A due date on a day off moves to the next working day"),
        required=False,
        help_text=_("Civil Code 91/2015/QH13, Article 148(5). Turn off to be stricter."),
    )
    reason = reason_field(_("Reason"), rows=2)
    longer = forms.BooleanField(
        label=_("The agency counts longer than the law's three months, and answers for it"),
        required=False,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_longer and "seen" in data and self.was_seen and not data.get("longer"):
            self.add_error("longer", str(LongerThanTheLaw()))
        return data

    @property
    def values(self) -> str:
        typed = self.cleaned_data
        return f"{typed.get('months')}-{typed.get('roll_over')}"

    @property
    def was_seen(self) -> bool:
        return bool(self.cleaned_data.get("seen") == self.values)

    @property
    def is_longer(self) -> bool:
        return bool((self.cleaned_data.get("months") or 0) > MOST_MONTHS)


@permitted(CHANGES)
@require_http_methods(["GET", "HEAD", "POST"])
def counting(request: HttpRequest) -> HttpResponse:
    settings = AgencySettings.load_default()
    if request.method != "POST":
        now = {"months": settings.clock_months, "roll_over": settings.roll_over}
        return _page(request, CountingForm(initial=now), None)
    form = CountingForm(request.POST)
    if not form.is_valid():
        return _page(request, form, _effects(form) if form.cleaned_data.get("months") else None)
    if request.POST.get("do") != "save" or not form.was_seen:
        return _page(request, form, _effects(form))
    typed = form.cleaned_data
    rule = change_counting(
        months=typed["months"],
        roll_over=typed["roll_over"],
        reason=typed["reason"],
        by=signed_in_person(request),
        on=timezone.localdate(),
        is_longer_confirmed=typed["longer"],
    )
    words = _now("Deadlines are counted anew.") if rule else _now("Nothing was changed.")
    messages.success(request, words)
    return redirect("counting")


def _effects(form: CountingForm) -> list[str]:
    """What these values would do to the deadlines, asked of whoever counts them."""
    months, roll_over = form.cleaned_data["months"], form.cleaned_data["roll_over"]
    on = timezone.localdate()
    return [
        sentence
        for effect in counting_effects
        for sentence in effect.sentences(months, roll_over, on)
    ]


def _page(request: HttpRequest, form: CountingForm, effects: list[str] | None) -> HttpResponse:
    if effects is not None:
        form.data = dict(form.data.items()) | {"seen": form.values}
    context = {
        "form": form,
        "effects": effects,
        "is_longer": effects is not None and form.is_longer,
        "now": AgencySettings.load_default(),
        "rules": CountingRule.objects.select_related("by")[:MOST_RULES],
        "header_title": _now("Counting of deadlines"),
        "header_icon": "time",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _now("Home")},
            {"url": "", "label": _now("Counting of deadlines")},
        ],
    }
    return render(request, "doccontrol/organisation/admin/counting.html", context)


def addresses() -> list[URLPattern]:
    return [path("counting/", counting, name="counting")]


class CountingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(CHANGES)
