"""The staff desk: what a person must read, decide, revise. Nothing here is for the public.

Each chapter registers what stands here (``extension_points.DeskSection`` and ``WorkItem``).
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from doccontrol.access import say_own, signed_in, signed_in_person
from doccontrol.extension_points import desk_sections, work_items
from doccontrol.organisation.people import name_on


@signed_in
def desk(request: HttpRequest) -> HttpResponse:
    person, on = signed_in_person(request), timezone.localdate()
    waiting = [(item, item.waiting(person, on)) for item in work_items]
    work = {item.name: waits for item, waits in waiting if waits is not None}
    sections: list[dict[str, Any]] = []
    above: list[dict[str, Any]] = []
    for section in desk_sections:
        shown = section.context(request, on, work)
        if shown is not None:
            place = above if section.order < 0 else sections
            place.append({"template": section.template, "shown": shown})
    context = {
        "named": name_on(person, on),
        "may_administer": person.has_perm("wagtailadmin.access_admin"),
        "summary": [
            {"anchor": item.anchor, "label": item.label, "work": work[item.name]}
            for item in work_items
            if item.name in work
        ],
        "above": above,
        "sections": sections,
    }
    response = render(request, "cms/desk.html", context)
    say_own(response)
    return response
