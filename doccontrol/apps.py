from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocControlConfig(AppConfig):
    name = "doccontrol"
    verbose_name = _("Document control")

    def ready(self) -> None:
        # They declare the jobs that they do, the events that they hear, what they refuse.
        from doccontrol import characters  # noqa: F401
        from doccontrol.alerts import handlers  # noqa: F401
        from doccontrol.documents import pdf  # noqa: F401
        from doccontrol.documents.doors import floor  # noqa: F401
        from doccontrol.register.intake import inbox, jobs, pictures  # noqa: F401
