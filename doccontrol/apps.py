from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocControlConfig(AppConfig):
    name = "doccontrol"
    verbose_name = _("Document control")

    def ready(self) -> None:
        # They declare the jobs that they do, the events that they hear, the decisions they take.
        from doccontrol.alerts import deciding, handlers, triage_actions  # noqa: F401
        from doccontrol.documents import pdf  # noqa: F401
        from doccontrol.documents.ending import actions  # noqa: F401
        from doccontrol.register import child_answers  # noqa: F401
        from doccontrol.register.intake import inbox, jobs, pictures  # noqa: F401
