"""How a person is named on a day, for signatures that must outlive every change of post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from doccontrol.asked_once import asked_once
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


@asked_once
def _posts_of(person: Person, on: date) -> tuple[tuple[int, bool], ...]:
    """Unit and whether as its head, of each post that the person holds on ``on``."""
    posts = Post.objects.held(on).filter(person=person)
    return tuple(posts.values_list("unit_id", "is_head"))


def units_of(person: Person, on: date) -> list[int]:
    """Primary keys of the units in which the person holds a post on ``on``."""
    return [unit for unit, _is_head in _posts_of(person, on)]


def headed_units(person: Person, on: date) -> list[int]:
    """Primary keys of the units that the person heads on ``on``."""
    return [unit for unit, is_head in _posts_of(person, on) if is_head]


def heads_of(unit: Unit, on: date) -> list[Person]:
    return [post.person for post in Post.objects.heads_of(unit, on).select_related("person")]
