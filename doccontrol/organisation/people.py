"""How a person is named on a day, for signatures that must outlive every change of post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Post, Unit


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Frozen as text: name, title and unit as they were that day."""

    name: str
    title: str
    unit: str


def name_on(person: Person, on: date) -> NamedPerson:
    """The name with the post held on ``on``: the one as head first, else the newest."""
    post = (
        Post.objects.filter(person=person, held_from__lte=on)
        .exclude(held_until__lte=on)
        .select_related("unit")
        .order_by("-is_head", "-held_from", "-pk")
        .first()
    )
    if post is None:
        return NamedPerson(str(person), "", "")
    return NamedPerson(str(person), post.title, post.unit.name)


def units_of(person: Person, on: date) -> list[int]:
    """Primary keys of the units in which the person holds a post on ``on``."""
    return list(Post.objects.held(on).filter(person=person).values_list("unit_id", flat=True))


def headed_units(person: Person, on: date) -> list[int]:
    """Primary keys of the units that the person heads on ``on``."""
    heads = Post.objects.held(on).filter(person=person, is_head=True)
    return list(heads.values_list("unit_id", flat=True))


def heads_of(unit: Unit, on: date) -> list[Person]:
    return [post.person for post in Post.objects.heads_of(unit, on).select_related("person")]
