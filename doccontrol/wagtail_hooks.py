"""Registration only: what the admin shows is decided in each chapter."""

from __future__ import annotations

from wagtail import hooks

from doccontrol import reports
from doccontrol.acknowledgements import admin as acknowledgements  # noqa: F401  (its report)
from doccontrol.clocks.pages import admin as clocks
from doccontrol.decisions import admin as decisions
from doccontrol.documents.doors import editor
from doccontrol.documents.drafting import draft_file_views
from doccontrol.documents.ending import views as editions
from doccontrol.documents.judging import buttons, steps, submitting, waiting
from doccontrol.evidence import panel as evidence
from doccontrol.jobs import admin as jobs
from doccontrol.organisation import admin as organisation
from doccontrol.organisation.accounts import account_log_admin, people_admin  # noqa: F401
from doccontrol.register.intake import refused
from doccontrol.register.pages import admin as register
from doccontrol.triage.pages import admin as triage

hooks.register("construct_page_action_menu", buttons.offer_judgement)
hooks.register("register_admin_viewset", steps.ControlledDocuments)
hooks.register("before_edit_page", submitting.edit_under_lock, order=-1)
hooks.register("before_create_page", submitting.create_under_lock, order=-1)
hooks.register("construct_homepage_panels", waiting.show_waiting)
hooks.register("before_edit_page", editor.begin_from_issued)
hooks.register("after_create_page", editor.tell_not_published)
hooks.register("after_edit_page", editor.tell_not_published)
hooks.register("after_create_page", editor.tell_after_saving)
hooks.register("after_edit_page", editor.tell_after_saving)

hooks.register("register_admin_urls", reports.addresses)
hooks.register("construct_reports_menu", reports.offer)

hooks.register("register_admin_urls", draft_file_views.admin_urls)
hooks.register("register_admin_urls", jobs.retry_urls)
hooks.register("construct_homepage_summary_items", jobs.summary_item)

hooks.register("register_admin_urls", decisions.register_urls)
hooks.register("register_admin_menu_item", decisions.menu_item)
hooks.register("register_admin_urls", editions.register_urls)
hooks.register("register_page_header_buttons", editions.header_button)

hooks.register("register_admin_urls", clocks.register_urls)
hooks.register("register_admin_menu_item", clocks.menu_item)
hooks.register("construct_homepage_panels", clocks.add_home_panel)
hooks.register("construct_page_listing_buttons", clocks.listing_badge)
hooks.register("register_page_header_buttons", clocks.header_badge)
hooks.register("before_edit_page", clocks.tell_in_editor)
hooks.register("insert_global_admin_css", clocks.global_css)

hooks.register("register_admin_urls", triage.register_urls)
hooks.register("register_admin_menu_item", triage.menu_item)

hooks.register("construct_homepage_panels", evidence.add_home_panel)

hooks.register("register_admin_viewset", register.viewsets)
hooks.register("register_log_actions", refused.register_log_actions)

hooks.register("register_admin_viewset", organisation.OrganisationGroup)
hooks.register("register_user_listing_buttons", people_admin.link_button)
