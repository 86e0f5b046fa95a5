"""On the desk of whoever a clock was given to, until a draft of theirs is begun."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.clocks.giving.models import Assignment
from doccontrol.clocks.models import Clock
from doccontrol.documents.judging.turns import all_turns
from doccontrol.extension_points import WaitingLine, Work, WorkItem, work_items

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person


def given_to(person: Person, on: date) -> Work:
    """Clocks that are open on ``on``. A draft of the person's own stands among their drafts, one
    that is being judged is with somebody else: both are left out. Two queries; of most people
    one, as nothing was given to them and whether clocks are open is dear to ask."""
    given = Assignment.objects.current().filter(person=person)
    keys = list(given.values_list("clock", flat=True))
    if not keys:
        return Work([], 0)
    steps, _judges = all_turns(on)
    rows = (
        given.filter(clock__in=Clock.objects.filter(pk__in=keys).open(on))
        .exclude(clock__document__in={step.document for step in steps})
        .exclude(
            clock__document__latest_revision__user=person,
            clock__document__has_unpublished_changes=True,
        )
        .select_related("given_by", "clock__edition", "clock__event__acting")
        .order_by("finish_by", "pk")
    )
    lines = [_line(row) for row in rows.annotate(code=F("clock__document__code"))]
    return Work(lines, len(lines))


def _line(row: Assignment) -> WaitingLine:
    values = {
        "code": row.code,  # type: ignore[attr-defined]
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
