"""Who drafts which documents: a unit's documents are written by its own people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from wagtail.permission_policies.pages import PagePermissionPolicy

from doccontrol.organisation.accounts.roles import Role, has_role
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Unit
from doccontrol.organisation.people import units_of


class OwnedByUnit(Protocol):
    """A controlled document, or what names one."""

    pk: Any
    owner_unit_id: int


def drafts_for_all(person: Person) -> bool:
    """The secretary and the working group write for every unit; an administrator may."""
    return person.is_superuser or has_role(person, Role.SECRETARY, Role.WORKING_GROUP)


def drafting_units(person: Person, on: date) -> set[int]:
    """The units whose documents ``person`` writes on ``on``: those in which a post is held, and
    those that have ended by then and were succeeded, in however many steps, by one of them."""
    known: dict[date, set[int]] = person.__dict__.setdefault("_drafting_units", {})
    if on not in known:  # asked for every row of a list of pages
        own = newest = set(units_of(person, on))
        while newest:
            ended = Unit.objects.filter(successor__in=newest, valid_until__lte=on)
            newest = set(ended.values_list("pk", flat=True)) - own
            own = own | newest
        known[on] = own
    return known[on]


def may_draft(person: Person, unit_id: int | None, on: date) -> bool:
    """Whether ``person`` may write a document of the unit on ``on``; that the role lets them
    into the editor at all is Wagtail's to say."""
    return drafts_for_all(person) or unit_id in drafting_units(person, on)


def drafted_by(person: Person, documents: Iterable[OwnedByUnit], on: date) -> set[int]:
    """Of the documents, by primary key, those whose next draft ``person`` may write on ``on``: of
    their units, and Wagtail lets the person into the editor. Constant queries; while a draft is
    judged nobody writes it, which is not asked here."""
    policy = PagePermissionPolicy()
    return {
        document.pk
        for document in documents
        if may_draft(person, document.owner_unit_id, on)
        and policy.user_has_permission_for_instance(person, "change", document)
    }
