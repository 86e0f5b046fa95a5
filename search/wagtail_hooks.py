"""Registration only."""

from __future__ import annotations

from wagtail import hooks

from search.asked_log import admin  # noqa: F401  (its report registers itself)
from search.synonyms import admin as synonym_admin

hooks.register("register_admin_viewset", lambda: synonym_admin.viewset)
