"""Registration only: what the admin shows is decided in each chapter."""

from __future__ import annotations

from wagtail import hooks

from doccontrol.acknowledgements import admin as acknowledgements
from doccontrol.documents import admin as documents
from doccontrol.documents import guards

hooks.register("before_publish_page", guards.refuse_publishing)
hooks.register("before_unpublish_page", guards.refuse_publishing)
hooks.register("before_delete_page", guards.refuse_deleting)
hooks.register("before_copy_page", guards.refuse_copying)
hooks.register("construct_page_action_menu", guards.trim_menu)

hooks.register("register_admin_urls", acknowledgements.report_urls)
hooks.register("register_reports_menu_item", acknowledgements.report_menu_item)

hooks.register("register_admin_urls", documents.report_urls)
hooks.register("register_reports_menu_item", documents.report_menu_item)
hooks.register("construct_homepage_summary_items", documents.summary_item)
