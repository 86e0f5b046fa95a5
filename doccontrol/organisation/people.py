"""How a person is named on a day, for signatures that must outlive every change of post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from doccontrol.asked_once import asked_once
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Post, Unit


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Frozen as text: name, title and unit as they were that day."""

    name: str
    title: str
    unit: str


class HeldPost(NamedTuple):
    unit: int
    unit_name: str
    title: str
    is_head: bool
    is_in_use: bool


@asked_once
def _posts_of(person: Person, on: date) -> tuple[HeldPost, ...]:
    """The posts that the person holds on ``on``: the one as head first, else the newest. Who has
    left since held them all the same; whoever asks who may act asks for accounts in use."""
    posts = Post.objects.filter(person=person, held_from__lte=on).exclude(held_until__lte=on)
    rows = posts.order_by("-is_head", "-held_from", "-pk").values_list(
        "unit_id", "unit__name", "title", "is_head", "person__is_active"
    )
    return tuple(HeldPost(*row) for row in rows)


def name_on(person: Person, on: date) -> NamedPerson:
    """The name with the post held on ``on``: the one as head first, else the newest."""
    post = next(iter(_posts_of(person, on)), None)
    if post is None:
        return NamedPerson(str(person), "", "")
    return NamedPerson(str(person), post.title, post.unit_name)


def units_of(person: Person, on: date) -> list[int]:
    """Primary keys of the units in which the person holds a post on ``on``."""
    return [post.unit for post in _posts_of(person, on) if post.is_in_use]


def headed_units(person: Person, on: date) -> list[int]:
    """Primary keys of the units that the person heads on ``on``."""
    return [post.unit for post in _posts_of(person, on) if post.is_in_use and post.is_head]


def heads_of(unit: Unit, on: date) -> list[Person]:
    return [post.person for post in Post.objects.heads_of(unit, on).select_related("person")]
