from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class DocControlConfig(AppConfig):
    default = True
    name = "doccontrol"
    verbose_name = _("Document control")

    def ready(self) -> None:
        # They declare the jobs that they do, the events that they hear, the decisions they take,
        # the proofs they check, what they guard and refuse, what they answer for a document, what
        # they show on the desk and beside an edition.
        from doccontrol import characters  # noqa: F401
        from doccontrol.acknowledgements import desk as acknowledgement_desk  # noqa: F401
        from doccontrol.acknowledgements import proof as acknowledgement_proof  # noqa: F401
        from doccontrol.clocks import deciding, handlers  # noqa: F401
        from doccontrol.clocks.pages import desk as clocks_desk  # noqa: F401
        from doccontrol.decisions import desk as decisions_desk  # noqa: F401
        from doccontrol.documents import resting_on_texts  # noqa: F401
        from doccontrol.documents.doors import floor, permissions  # noqa: F401
        from doccontrol.documents.drafting import revisions  # noqa: F401
        from doccontrol.documents.ending import actions  # noqa: F401
        from doccontrol.documents.issuing import proof  # noqa: F401
        from doccontrol.documents.judging import desk as drafts_desk  # noqa: F401
        from doccontrol.documents.printing import pdf  # noqa: F401
        from doccontrol.documents.reading import views  # noqa: F401
        from doccontrol.evidence import desk as evidence_desk  # noqa: F401
        from doccontrol.evidence import jobs as evidence_jobs  # noqa: F401
        from doccontrol.evidence.rows import guard_what_is_linked
        from doccontrol.evidence.triggers import after_migrate, before_migrate
        from doccontrol.organisation import holidays_ahead  # noqa: F401
        from doccontrol.organisation.accounts import role_guards, telling  # noqa: F401
        from doccontrol.register.implementing import answers  # noqa: F401
        from doccontrol.register.intake import inbox, jobs, pictures  # noqa: F401
        from doccontrol.triage import actions as triage_actions  # noqa: F401
        from doccontrol.triage.pages import desk as triage_desk  # noqa: F401

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
