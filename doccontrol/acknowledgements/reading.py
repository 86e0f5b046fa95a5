"""Who must read which edition on a day, and who has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from doccontrol.acknowledgements.models import Acknowledgement
from doccontrol.documents.edition_models import Audience, Edition, EditionQuerySet
from doccontrol.organisation.models import Person, Post
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


def readers_of(edition: Edition, on: date) -> QuerySet[Person]:
    """The people who must read the edition on ``on``; nobody when it is not in force."""
    posts = Post.objects.held(on)
    if not edition.is_in_force(on) or edition.audience == Audience.NOBODY:
        return Person.objects.none()
    if edition.audience != Audience.ALL_STAFF:
        posts = posts.filter(unit__in=edition.addressed_units.all())
    return Person.objects.filter(Exists(posts.filter(person=OuterRef("pk"))))


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of those who must read an edition have confirmed it."""

    done: int
    missing: int


def progress(edition: Edition, on: date) -> Progress:
    """Confirmations of people without the duty do not count towards it."""
    readers = readers_of(edition, on)
    confirmed = Acknowledgement.objects.filter(edition=edition, person__in=readers).count()
    return Progress(done=confirmed, missing=readers.count() - confirmed)
