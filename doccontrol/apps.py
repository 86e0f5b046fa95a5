from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocControlConfig(AppConfig):
    name = "doccontrol"
    verbose_name = _("Document control")
