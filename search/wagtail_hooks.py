"""Registration only."""

from __future__ import annotations

from wagtail import hooks

from search import log_admin, synonym_admin

hooks.register("register_admin_viewset", lambda: synonym_admin.viewset)

hooks.register("register_admin_urls", log_admin.report_urls)
hooks.register("register_reports_menu_item", log_admin.report_menu_item)
