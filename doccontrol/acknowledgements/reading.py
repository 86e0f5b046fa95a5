"""What a person must read on a day, and has."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from doccontrol.acknowledgements.models import Acknowledgement
from doccontrol.documents.models.editions import Audience, Edition, EditionQuerySet
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.people import units_of


def must_read(person: Person, on: date) -> EditionQuerySet:
    """Editions in force on ``on`` that are addressed to all staff or to a unit in which the
    person holds a post that day. Somebody without a post has no such duty."""
    units = units_of(person, on)
    in_force = Edition.objects.in_force(on)
    if not units:
        return in_force.none()
    addressed = Edition.addressed_units.through.objects.filter(
        edition=OuterRef("pk"), unit__in=units
    )
    return in_force.filter(Q(audience=Audience.ALL_STAFF) | Exists(addressed))


def confirmed_by(person: Person) -> Exists:
    """For filtering editions: whether the person has confirmed the edition of the row."""
    return Exists(Acknowledgement.objects.filter(edition=OuterRef("pk"), person=person))
