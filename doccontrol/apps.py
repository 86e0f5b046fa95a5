from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class DocControlConfig(AppConfig):
    default = True
    name = "doccontrol"
    verbose_name = _("Document control")

    def import_models(self) -> None:
        """The tables named in ``doccontrol.models``, and those of every chapter."""
        from doccontrol.chapters import load

        super().import_models()
        load("models")

    def ready(self) -> None:
        # They declare the jobs that they do, the events that they hear, the decisions they take,
        # the proofs they check, what they guard and refuse, what they answer for a document, what
        # they show on the desk and beside an edition.
        from doccontrol.chapters import load
        from doccontrol.evidence.rows import guard_what_is_linked
        from doccontrol.evidence.triggers import after_migrate, before_migrate
        from doccontrol.typed import clean_rows  # noqa: F401

        load("registering")
        pre_migrate.connect(before_migrate, sender=self, dispatch_uid="evidence")
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="evidence")
        guard_what_is_linked()


class PeopleConfig(WagtailUsersAppConfig):
    """Wagtail's screens of users and groups, as ours (``organisation.accounts.people_admin``)."""

    user_viewset = "doccontrol.organisation.accounts.people_admin.PeopleViewSet"
    group_viewset = "doccontrol.organisation.accounts.roles_admin.RolesViewSet"

    def ready(self) -> None:
        super().ready()
        from wagtail.users.views.bulk_actions import DeleteBulkAction

        # Nobody is deleted, so it is not offered among what is done to several people at once.
        DeleteBulkAction.models = []
