"""The page "Today" of each person of the agency: what waits, what burns, what is to come. Nothing
here is for the public.

Each chapter registers what stands here (``doccontrol.extension_points``).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from cms.todays_work import coming, number_names, todays_work
from doccontrol.access import say_own, signed_in, signed_in_person
from doccontrol.clocks.pages.badges import days_in_words
from doccontrol.clocks.rights import sees_only_own_units
from doccontrol.extension_points import DeskSection, WaitingLine, desk_sections
from doccontrol.organisation.people import name_on

TODAY = pgettext_lazy("desk", "Today")
# The parameter by whose value the page is filtered.
FILTER = "show"


@signed_in
def desk(request: HttpRequest) -> HttpResponse:
    person, on = signed_in_person(request), timezone.localdate()
    typed = request.GET.get(FILTER, "")
    chosen = typed if typed in number_names() else ""
    work = todays_work(person, on, chosen)
    context = {
        "on": on,
        "named": name_on(person, on),
        "is_of_own_units": sees_only_own_units(person),
        "may_administer": person.has_perm("wagtailadmin.access_admin"),
        "work": work,
        "chosen": next((number for number in work.numbers if number.name == chosen), None),
        "unknown": typed if typed != chosen else "",
        "waiting": [_with_days(line, on) for line in work.waiting],
        "coming": [] if chosen else coming(person, on),
        "above": _sections(request, on, chosen, above=True),
        "sections": _sections(request, on, chosen, above=False),
    }
    response = render(request, "cms/desk.html", context)
    say_own(response)
    return response


def _with_days(line: WaitingLine, on: date) -> dict[str, Any]:
    is_overdue = line.due is not None and line.due < on
    days = days_in_words((line.due - on).days) if line.due else ""
    return {"line": line, "days": days, "is_overdue": is_overdue}


def _sections(request: HttpRequest, on: date, chosen: str, *, above: bool) -> list[dict[str, Any]]:
    """What stands above the strip is shown whatever the filter."""
    drawn = []
    for section in desk_sections:
        if (section.order < 0) != above or not (above or _is_shown(section, chosen)):
            continue
        shown = section.context(request, on, chosen)
        if shown is not None:
            drawn.append({"template": section.template, "shown": shown, "order": section.order})
    return drawn


def _is_shown(section: DeskSection, chosen: str) -> bool:
    return not chosen or chosen in section.numbers


@signed_in
@require_safe
def to_desk(request: HttpRequest) -> HttpResponse:
    """In the place of the first page of Wagtail's administration."""
    return HttpResponseRedirect(reverse("desk"))


def menu_item() -> MenuItem:
    return MenuItem(TODAY, reverse("desk"), name="today", icon_name="calendar", order=0)
