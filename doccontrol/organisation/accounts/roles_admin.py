"""Wagtail's screens of groups, as ours: the six roles keep their names and are not deleted, and
what a role may do on pages and collections is written down too."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from wagtail.users.forms import GroupForm
from wagtail.users.views.groups import CreateView, EditView, GroupViewSet

from doccontrol.organisation.accounts.account_log import AccountChange, Facts, note
from doccontrol.organisation.accounts.guards import check_rights
from doccontrol.organisation.accounts.roles import Role


def rights_on_places(group: Any) -> Facts:
    """On which pages, collections and sites the group may do what; Wagtail writes these rows in
    bulk, past every signal."""
    kinds = {
        "pages": (group.page_permissions, "page"),
        "collections": (group.collection_permissions, "collection"),
        "sites": (group.site_permissions, "site"),
    }
    return {
        name: sorted(
            f"{getattr(row, place)}: {row.permission.codename}"
            for row in rows.select_related(place, "permission")
        )
        for name, (rows, place) in kinds.items()
    }


class _WritesDownPlaces:
    """The form and its panels in one transaction, with what they change on pages."""

    def process_form(self) -> HttpResponse:
        with transaction.atomic():
            group = self.object  # type: ignore[attr-defined]
            before: Facts = rights_on_places(group) if group.pk else {}
            response: HttpResponse = super().process_form()  # type: ignore[misc]
            group = self.object  # type: ignore[attr-defined]
            after = rights_on_places(group) if group.pk else before
            changed = [name for name in after if after[name] != before.get(name, [])]
            if changed:
                facts = [{name: side.get(name, []) for name in changed} for side in (before, after)]
                check_rights(group, *facts)
                note(AccountChange.What.RIGHTS, group.name, before=facts[0], after=facts[1])
        return response


class RoleCreateView(_WritesDownPlaces, CreateView):
    pass


class RoleEditView(_WritesDownPlaces, EditView):
    def get_delete_url(self) -> str | None:
        return None if self.object.name in set(Role) else super().get_delete_url()


class RoleForm(GroupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.name in set(Role):
            self.fields["name"].widget.attrs["readonly"] = True

    def clean_permissions(self) -> Any:
        """With those that the form does not offer: Wagtail takes them off and gives them back,
        which would stand in the log as two changes."""
        chosen = self.cleaned_data["permissions"]
        if self.instance.pk is None:
            return chosen
        kept = self.instance.permissions.exclude(pk__in=self.registered_permissions)
        return Permission.objects.filter(Q(pk__in=chosen) | Q(pk__in=kept))


class RolesViewSet(GroupViewSet):
    add_view_class = RoleCreateView
    edit_view_class = RoleEditView

    def get_form_class(self, for_update: bool = False) -> type[RoleForm]:
        return RoleForm
