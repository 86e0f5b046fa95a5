from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        # They register themselves.
        from search import (  # noqa: F401
            consequences,
            draft_pages,
            handlers,
            question_log,
            receivers,
        )
