"""Registration only."""

from __future__ import annotations

from wagtail import hooks

from search.asked_log import admin as log_admin
from search.synonyms import admin as synonym_admin

hooks.register("register_admin_viewset", lambda: synonym_admin.viewset)

hooks.register("register_admin_urls", log_admin.report_urls)
hooks.register("register_reports_menu_item", log_admin.report_menu_item)
