"""What Wagtail may do to a page that is, or stands above, a controlled document.

One rule a person can read, for every door: the doors (addresses, permissions, signals) only ask.
A page is asked for as whatever Wagtail has in hand, the base ``Page`` or its own class.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from wagtail.models import Page, PagePermissionTester, Revision

from doccontrol.documents import refusals
from doccontrol.documents.drafting.drafters import drafting_units, drafts_for_all, may_draft
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Edition
from doccontrol.errors import Refused
from doccontrol.organisation.accounts.roles import Role, has_role
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Unit


class Action(StrEnum):
    """The ways in which Wagtail writes a page."""

    ADD = "add"  # a page below it
    EDIT = "edit"
    REVERT = "revert"  # without the editor
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"
    MOVE = "move"
    COPY = "copy"  # an alias is a copy
    TRANSLATE = "translate"  # a copy in another language
    DELETE = "delete"
    RESTRICT = "restrict"  # Wagtail's "privacy"


PUBLICATION = (Action.PUBLISH, Action.UNPUBLISH)


def refusal(action: Action, page: Page, person: Person, on: date) -> Refused | None:
    """Why ``person`` may not do it to ``page`` on ``on``; None where only Wagtail's own rights
    decide. Nobody is exempt; administrators draft and delete drafts for every unit."""
    if action is Action.RESTRICT:
        return refusal_to_restrict(page)
    if action is Action.TRANSLATE:
        return refusals.OneLanguage()
    if is_controlled(page):
        return _refusal_of_document(action, page, person, on)
    if action is Action.ADD and is_shelf(page.specific_class):
        has_unit = drafts_for_all(person) or drafting_units(person, on)
        return None if has_unit else refusals.DraftsForNoUnit()
    if action in (Action.EDIT, Action.PUBLISH):
        return _refusal_to_furnish(page, person)
    if action in (Action.UNPUBLISH, Action.MOVE, Action.COPY, Action.DELETE):
        return refusal_to_unsettle(page)
    return None


def _refusal_to_furnish(page: Page, person: Person) -> Refused | None:
    """The right to draft on a shelf is not the right to rewrite the shelf, nor any other page
    around the documents: whoever may publish it keeps it."""
    keeps_it = PagePermissionTester(person, page).can_publish()
    return None if keeps_it else refusals.PageIsKeptByOthers()


def _refusal_of_document(action: Action, page: Page, person: Person, on: date) -> Refused | None:
    if action in PUBLICATION:
        return refusals.NotThroughTheWorkflow()
    if action is Action.COPY:
        return refusals.CodeIsItsOwn()
    if action is Action.REVERT:
        return refusals.RevertedInTheEditor()
    if action is Action.ADD:
        return _refusal_to_draft(page, person, on)
    if action is Action.EDIT:
        refused = _refusal_to_draft(page, person, on)
        return None if refused is None or _is_asked_to_judge(page, person) else refused
    if has_editions(page):
        return refusals.IssuedIsNotDeleted() if action is Action.DELETE else refusals.IssuedStays()
    if page.workflow_in_progress:
        return refusals.BeingJudged()
    if action is Action.MOVE:
        return _refusal_to_draft(page, person, on)
    return _refusal_to_delete(page, person, on)


def _refusal_to_draft(page: Page, person: Person, on: date) -> Refused | None:
    unit = Unit.objects.get(documents=page.pk)
    return None if may_draft(person, unit.pk, on) else refusals.NotOfYourUnit(unit)


def _is_asked_to_judge(page: Page, person: Person) -> bool:
    task = page.current_workflow_task
    return task is not None and task.user_can_access_editor(page, person)


def _refusal_to_delete(page: Page, person: Person, on: date) -> Refused | None:
    """An unissued draft, with the drafts of forms below it, goes only by who wrote it or by the
    secretary. Somebody else's work is not thrown away."""
    if person.is_superuser or has_role(person, Role.SECRETARY):
        return None
    for draft in ControlledDocument.objects.filter(path__startswith=page.path):
        refused = _refusal_to_draft(draft, person, on)
        if refused is not None:
            return refused
        wrote = Revision.objects.for_instance(draft).filter(user=person).exists()
        if not wrote and draft.owner_id != person.pk:
            return refusals.NotYourDraft()
    return None


def refusal_to_restrict(page: Page) -> Refused | None:
    """A restriction holds at one of a document's many addresses only, so none is taken: who may
    read is a field of the document, asked by every reader's door."""
    kept = is_controlled(page) or may_hold_documents(page.specific_class)
    return refusals.ReadersAreNamedByTheDocument() if kept else None


def refusal_to_unsettle(page: Page) -> Refused | None:
    """What documents stand on stays where it is: their addresses begin with it."""
    return refusals.DocumentsStandOnIt() if holds_documents(page) else None


def is_controlled(page: Page) -> bool:
    return issubclass(page.specific_class or Page, ControlledDocument)


def holds_documents(page: Page) -> bool:
    below = ControlledDocument.objects.filter(path__startswith=page.path).exclude(pk=page.pk)
    return may_hold_documents(page.specific_class) and below.exists()


def has_editions(page: Page) -> bool:
    """Of its own or of a form below it."""
    return Edition.objects.filter(document__path__startswith=page.path).exists()


def is_shelf(model: Any) -> bool:
    """Whether every page that may be created below such a page is a controlled document."""
    below = model.creatable_subpage_models() if model else []
    return bool(below) and all(issubclass(kind, ControlledDocument) for kind in below)


@cache
def may_hold_documents(model: Any) -> bool:
    """Whether a controlled document may stand below a page of this class, at any depth."""
    reached: set[Any] = set()
    waiting = [model] if model else []
    while waiting:
        below = set(waiting.pop().allowed_subpage_models()) - reached
        reached |= below
        waiting.extend(below)
    return any(issubclass(kind, ControlledDocument) for kind in reached)
