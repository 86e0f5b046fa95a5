"""Registration only: what the admin shows is decided in each chapter."""

from __future__ import annotations

from wagtail import hooks

from doccontrol.acknowledgements import admin as acknowledgements
from doccontrol.alerts import admin as alerts
from doccontrol.documents import admin as documents
from doccontrol.documents import basis_panel, guards, judging
from doccontrol.organisation import admin as organisation
from doccontrol.organisation import guards as people
from doccontrol.register import admin as register
from doccontrol.register.intake import refused

hooks.register("before_publish_page", guards.refuse_publishing)
hooks.register("before_unpublish_page", guards.refuse_publishing)
hooks.register("before_delete_page", guards.refuse_deleting)
hooks.register("before_copy_page", guards.refuse_copying)
hooks.register("construct_page_action_menu", guards.trim_menu)
hooks.register("construct_page_action_menu", judging.offer_judgement)
hooks.register("after_create_page", basis_panel.tell_after_saving)
hooks.register("after_edit_page", basis_panel.tell_after_saving)

hooks.register("register_admin_urls", acknowledgements.report_urls)
hooks.register("register_reports_menu_item", acknowledgements.report_menu_item)

hooks.register("register_admin_urls", documents.report_urls)
hooks.register("register_reports_menu_item", documents.report_menu_item)
hooks.register("construct_homepage_summary_items", documents.summary_item)

hooks.register("register_admin_urls", alerts.register_urls)
hooks.register("register_admin_menu_item", alerts.menu_item)
hooks.register("register_admin_menu_item", alerts.triage_menu_item)
hooks.register("construct_homepage_panels", alerts.add_home_panel)
hooks.register("construct_page_listing_buttons", alerts.listing_badge)
hooks.register("register_page_header_buttons", alerts.header_badge)
hooks.register("before_edit_page", alerts.tell_in_editor)
hooks.register("insert_global_admin_css", alerts.global_css)

hooks.register("register_admin_viewset", register.viewsets)
hooks.register("register_log_actions", refused.register_log_actions)

hooks.register("register_admin_viewset", organisation.OrganisationGroup)
hooks.register("before_delete_user", people.refuse_deleting_person)
hooks.register("before_bulk_action", people.refuse_deleting_people)
hooks.register("before_create_user", people.refuse_making_administrators)
hooks.register("before_edit_user", people.refuse_making_administrators)
