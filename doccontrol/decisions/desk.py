"""On the desk: the proposals that a person may answer, and those of theirs that were refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from doccontrol.decisions.kinds import SEES
from doccontrol.decisions.waiting import ListedDecision, refused_lately, waiting_for
from doccontrol.extension_points import WaitingLine, Work, WorkItem, work_items

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

MOST_WORDS = 10


def to_answer(person: Person, on: date) -> Work | None:
    if not person.has_perm(SEES):
        return None
    rows = waiting_for(person, on)
    return Work([_line(row) for row in rows], len(rows), reverse("decisions:index"))


def _line(row: ListedDecision) -> WaitingLine:
    decision = row.decision
    about = _now("%(decision)s. Proposed by %(person)s on %(day)s: %(reason)s") % {
        "decision": row.name,
        "person": decision.proposed_by,
        "day": f"{decision.proposed_on:%d/%m/%Y}",
        "reason": Truncator(decision.reason).words(MOST_WORDS),
    }
    return WaitingLine(
        what=str(row.kind.label),
        about=about,
        action=_now("Look and answer"),
        url=row.url,
        due=row.due,
    )


def refused_to_you(person: Person, on: date) -> Work | None:
    """Told until it is proposed anew, or for thirty days."""
    if not person.has_perm(SEES):
        return None
    rows = refused_lately(person, on)
    return Work([_refused_line(row) for row in rows], len(rows), reverse("decisions:index"))


def _refused_line(row: ListedDecision) -> WaitingLine:
    decision = row.decision
    about = _now("%(decision)s. Refused by %(person)s on %(day)s: %(reason)s") % {
        "decision": row.name,
        "person": decision.refused_by,
        "day": f"{decision.refused_on:%d/%m/%Y}",
        "reason": Truncator(decision.refusal_reason).words(MOST_WORDS),
    }
    what = _now("Your proposal was refused")
    return WaitingLine(what=what, about=about, action=_now("Look"), url=row.url)


work_items.register(
    WorkItem("refused_decisions", 360, _("Proposals of yours that were refused"), refused_to_you)
)
work_items.register(WorkItem("decisions", 300, _("Decisions waiting for you"), to_answer))
