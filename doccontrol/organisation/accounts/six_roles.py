"""Where Wagtail lets one choose among all groups: only the six roles are offered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.users.views.bulk_actions.assign_role import AssignRoleBulkAction
from wagtail.users.views.users import UserFilterSet

from doccontrol.organisation.accounts.roles import Role


def six_roles() -> Any:
    return Group.objects.filter(name__in=Role).order_by("name")


class RoleForm(forms.Form):
    role = forms.ModelChoiceField(label=_("Role"), queryset=Group.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = six_roles()  # type: ignore[attr-defined]


class AssignRole(AssignRoleBulkAction):
    """Takes the place of Wagtail's, by its name."""

    form_class = RoleForm


class PeopleFilterSet(UserFilterSet):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["group"].queryset = six_roles()
        self.filters["group"].label = _("Role")

    class Meta(UserFilterSet.Meta):
        pass
