"""Who gives a clock to whom."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from doccontrol.clocks.models import Clock
from doccontrol.documents.drafting.drafters import may_draft
from doccontrol.organisation.accounts.roles import Role, has_role
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Post, Unit
from doccontrol.organisation.people import headed_units

FOR_EVERY_UNIT = (Role.SECRETARY, Role.WORKING_GROUP)
WRITERS = (*FOR_EVERY_UNIT, Role.HEAD, Role.STAFF)


def may_give(person: Person, clock: Clock, on: date) -> bool:
    """The secretary and the director for every document; the head for those of the own unit."""
    if has_role(person, Role.SECRETARY, Role.APPROVER):
        return True
    return clock.document.owner_unit_id in headed_units(person, on)


def may_receive(person: Person, clock: Clock, on: date) -> bool:
    """An active person in a role that writes, who drafts for the unit of the document."""
    if not person.is_active or not has_role(person, *WRITERS):
        return False
    return may_draft(person, clock.document.owner_unit_id, on)


def receivers(clock: Clock, on: date) -> list[Person]:
    """Those who ``may_receive`` the clock, the unit's own people first. Constant queries."""
    posts = Post.objects.held(on).filter(
        person=OuterRef("pk"), unit__in=_drafting_for(clock.document.owner_unit, on)
    )
    people = Person.objects.filter(is_active=True).annotate(is_of_unit=Exists(posts))
    writers = Q(groups__name__in=FOR_EVERY_UNIT) | Q(groups__name__in=WRITERS, is_of_unit=True)
    return list(
        people.filter(writers).distinct().order_by("-is_of_unit", "last_name", "first_name", "pk")
    )


def _drafting_for(owner: Unit, on: date) -> list[int]:
    """The unit, and whoever has succeeded it by ``on``: the other way round than
    ``drafters.drafting_units``."""
    units = [owner]
    while (after := units[-1].successor) and after not in units and _has_ended(units[-1], on):
        units.append(after)
    return [unit.pk for unit in units]


def _has_ended(unit: Unit, on: date) -> bool:
    return unit.valid_until is not None and unit.valid_until <= on
