"""What Wagtail's own screens may not do to people, said in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from doccontrol.errors import Refused
from doccontrol.organisation.models import Person


class PeopleAreNotDeleted(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "People are not deleted: signatures and decisions name them. Untick “active” "
                "instead; the account can then no longer log in."
            )
        )


class OnlyAdministratorsMakeAdministrators(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("Only an administrator may change an administrator's account or make a new one.")
        )


def refuse_deleting_person(request: HttpRequest, person: Person) -> None:
    """Hook before_delete_user."""
    raise PeopleAreNotDeleted


def refuse_deleting_people(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> None:
    """Hook before_bulk_action. Other bulk actions, and deleting other things, go on."""
    if action_type == "delete" and issubclass(action.model, Person):
        raise PeopleAreNotDeleted


def refuse_making_administrators(request: HttpRequest, person: Person | None = None) -> None:
    """Hooks before_create_user and before_edit_user: the right to keep accounts is not the right
    to become administrator, nor to take an administrator's password."""
    if request.method != "POST" or request.user.is_superuser:
        return
    if request.POST.get("is_superuser") or (person is not None and person.is_superuser):
        raise OnlyAdministratorsMakeAdministrators
