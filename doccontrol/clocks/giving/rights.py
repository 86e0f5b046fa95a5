"""Who gives a clock to whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from doccontrol.clocks.models import Clock
from doccontrol.documents.drafting.drafters import may_draft
from doccontrol.organisation.accounts.roles import Role, has_role
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.people import headed_units

if TYPE_CHECKING:
    from collections.abc import Iterable

WRITERS = (Role.SECRETARY, Role.WORKING_GROUP, Role.HEAD, Role.STAFF)


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
    """Those who may be given the clock, the unit's own people first."""
    unit = clock.document.owner_unit_id
    roles = Q(groups__name__in=[Role.SECRETARY, Role.WORKING_GROUP])
    people = Person.objects.filter(Q(posts__unit=unit) | roles, is_active=True).distinct()
    named: Iterable[Person] = people.order_by("last_name", "first_name", "pk")
    rows = [person for person in named if may_receive(person, clock, on)]
    own = set(people.filter(posts__unit=unit).values_list("pk", flat=True))
    return sorted(rows, key=lambda person: person.pk not in own)
