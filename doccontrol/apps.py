from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class DocControlConfig(AppConfig):
    default = True
    name = "doccontrol"
    verbose_name = _("Document control")

    def ready(self) -> None:
        # They declare the jobs that they do and the events that they hear, or guard.
        from doccontrol.alerts import handlers  # noqa: F401
        from doccontrol.documents import pdf  # noqa: F401
        from doccontrol.organisation import role_guards, telling  # noqa: F401
        from doccontrol.register.intake import inbox, jobs, pictures  # noqa: F401


class PeopleConfig(WagtailUsersAppConfig):
    """Wagtail's screens of users and groups, as ours: see ``organisation.people_admin``."""

    user_viewset = "doccontrol.organisation.people_admin.PeopleViewSet"
    group_viewset = "doccontrol.organisation.roles_admin.RolesViewSet"

    def ready(self) -> None:
        super().ready()
        from wagtail.users.views.bulk_actions import DeleteBulkAction

        # Nobody is deleted, so it is not offered among what is done to several people at once.
        DeleteBulkAction.models = []
