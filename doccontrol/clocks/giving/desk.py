"""On the desk of whoever a clock was given to, until a draft of theirs is begun."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.clocks.giving.models import Assignment
from doccontrol.clocks.models import Clock
from doccontrol.clocks.pages.in_hand import drafts_of
from doccontrol.documents.judging.turns import all_turns
from doccontrol.extension_points import WaitingLine, Work, WorkItem, work_items

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person


def given_to(person: Person, on: date) -> Work:
    """Clocks that are open on ``on``. Where a draft names the change of law, somebody has begun;
    what is being judged is with somebody else: both are left out. Constant queries; of most people
    one, as nothing was given to them and whether clocks are open is dear to ask."""
    given = Assignment.objects.current().filter(person=person)
    keys = list(given.values_list("clock", flat=True))
    if not keys:
        return Work([], 0)
    steps, _judges = all_turns(on)
    rows = (
        given.filter(clock__in=Clock.objects.filter(pk__in=keys).open(on))
        .exclude(clock__document__in={step.document for step in steps})
        .select_related("given_by", "clock__edition", "clock__event__acting", "clock__document")
        .order_by("finish_by", "pk")
    )
    begun = drafts_of([row.clock for row in rows])
    lines = [_line(row) for row in rows if not _is_begun(row.clock, begun)]
    return Work(lines, len(lines))


def _is_begun(clock: Clock, begun: Mapping[int, tuple[list[int], Person | None]]) -> bool:
    return clock.document_id in begun and clock.event_id in begun[clock.document_id][0]


def _line(row: Assignment) -> WaitingLine:
    values = {
        "code": row.clock.document.code,
        "title": row.clock.edition.title,
        "law": row.clock.event.acting.number_raw,
        "person": row.given_by,
    }
    about = _("%(code)s “%(title)s”, to be updated after %(law)s. Given by %(person)s") % values
    return WaitingLine(
        what=_("To be updated by you"),
        about=f"{about}: {row.note}" if row.note else f"{about}.",
        action=_("Look and begin"),
        url=reverse("clocks:clock", args=[row.clock_id]),
        due=row.finish_by,
    )


work_items.register(WorkItem("given_clocks", 350, gettext_lazy("Given to you"), given_to))
