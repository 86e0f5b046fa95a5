from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class DocControlConfig(AppConfig):
    name = "doccontrol"
    verbose_name = _("Document control")

    def ready(self) -> None:
        # They declare the jobs that they do, the events that they hear, the decisions they take,
        # the proofs they check, what they hold.
        from doccontrol.acknowledgements import proof as acknowledgement_proof  # noqa: F401
        from doccontrol.alerts import deciding, handlers, triage_actions  # noqa: F401
        from doccontrol.documents import pdf, proof, revisions  # noqa: F401
        from doccontrol.documents.ending import actions  # noqa: F401
        from doccontrol.evidence import jobs as evidence_jobs  # noqa: F401
        from doccontrol.evidence.rows import guard_what_is_linked
        from doccontrol.evidence.triggers import after_migrate, before_migrate
        from doccontrol.register import child_answers  # noqa: F401
        from doccontrol.register.intake import inbox, jobs, pictures  # noqa: F401

        pre_migrate.connect(before_migrate, sender=self, dispatch_uid="evidence")
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="evidence")
        guard_what_is_linked()
