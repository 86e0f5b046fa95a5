from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        # They register themselves.
        from search.asked_log import actions  # noqa: F401
        from search.keeping import draft_pages, handlers, receivers, roundabout  # noqa: F401
