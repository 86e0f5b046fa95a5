"""Who may see a clock, and who may answer it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from doccontrol.clocks.models import Clock, ClockQuerySet
from doccontrol.documents.drafting.drafters import drafting_units
from doccontrol.organisation.accounts.roles import Role, has_role
from doccontrol.organisation.people import headed_units

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

SEES = "doccontrol.view_clock"
SEEING_ALL = (Role.SECRETARY, Role.WORKING_GROUP, Role.APPROVER, Role.AUDITOR)


def sees_only_own_units(person: Person) -> bool:
    """A head of unit or an official who has no other role with a view of the whole agency."""
    return (
        not person.is_superuser
        and has_role(person, Role.HEAD, Role.STAFF)
        and not has_role(person, *SEEING_ALL)
    )


def visible_clocks(person: Person, on: date) -> ClockQuerySet:
    """The clocks that a person with ``view_clock`` may see on ``on``; none without it."""
    if not person.has_perm(SEES):
        return Clock.objects.none()
    if sees_only_own_units(person):
        return Clock.objects.in_unit(sorted(drafting_units(person, on)))
    return Clock.objects.all()


def may_propose(person: Person, clock: Clock, on: date) -> bool:
    """The secretary for every document; the head on ``on`` for those of the own unit."""
    if not person.has_perm("doccontrol.propose_decision"):
        return False
    if has_role(person, Role.SECRETARY):
        return True
    return clock.document.owner_unit_id in headed_units(person, on)
