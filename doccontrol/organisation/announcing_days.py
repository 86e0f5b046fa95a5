"""Days off that were expected, compared with the announcement of the year and confirmed together.
A plain form: works without scripts."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from doccontrol.access import permitted, signed_in_person
from doccontrol.organisation.actions import announce_days
from doccontrol.organisation.desk import KEEPS
from doccontrol.organisation.models.holidays import Holiday

# Said of one that somebody else has confirmed, too.
NOT_EXPECTED = _(
    "A day that was chosen is not among the expected days of this year any more: compare the days "
    "that are left, and confirm them."
)


class AnnouncementForm(forms.Form):
    """Which of the expected days of a year were announced as they stand, and by what."""

    announcement = forms.CharField(
        label=pgettext_lazy("day off", "Announced by"),
        max_length=200,
        help_text=_("Number, day and issuer of the announcement or decision."),
        error_messages={"required": _("Write by what these days were announced.")},
    )
    days = forms.ModelMultipleChoiceField(
        label=_("Days announced as they stand here"),
        queryset=Holiday.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick the days that were announced as they stand here."),
            "invalid_choice": NOT_EXPECTED,
            "invalid_pk_value": NOT_EXPECTED,
        },
    )

    def __init__(self, year: int, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        days = Holiday.objects.expected().filter(day__year=year)
        choice = self.fields["days"]
        choice.queryset = days  # type: ignore[attr-defined]
        choice.initial = [day.pk for day in days]
        choice.label_from_instance = _day_in_words  # type: ignore[attr-defined]


@permitted(KEEPS)
@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: HttpRequest, year: int) -> HttpResponse:
    if not MINYEAR <= year <= MAXYEAR:
        raise Http404
    days_url = f"{reverse('holidays:index')}?year={year}"
    form = AnnouncementForm(year, request.POST or None)
    if request.method == "POST" and form.is_valid():
        days, announcement = form.cleaned_data["days"], form.cleaned_data["announcement"]
        count = announce_days(
            [day.pk for day in days], announcement=announcement, by=signed_in_person(request)
        )
        words = ngettext("%(count)d day is confirmed.", "%(count)d days are confirmed.", count)
        messages.success(request, words % {"count": count})
        return redirect(days_url)
    title = _now("Days off of %(year)s") % {"year": year}
    context = {
        "form": form,
        "is_empty": not form.fields["days"].queryset.exists(),  # type: ignore[attr-defined]
        "days_url": days_url,
        "header_title": title,
        "header_icon": "calendar-alt",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _now("Home")},
            {"url": reverse("holidays:index"), "label": _now("Holidays")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "doccontrol/organisation/admin/announced_days.html", context)


def _day_in_words(day: Holiday) -> str:
    return str(day) if day.is_day_off else _now("%(day)s (worked)") % {"day": day}


def addresses() -> list[URLPattern]:
    return [path("days-off/<int:year>/", announce, name="announce_days")]
