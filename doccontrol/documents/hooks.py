"""The screens of this room, registered with Wagtail. Nothing is defined here."""

from __future__ import annotations

from wagtail import hooks

from doccontrol.documents.doors import editor
from doccontrol.documents.drafting import discarding, draft_file_views, draft_views
from doccontrol.documents.ending import views as editions
from doccontrol.documents.judging import buttons, steps, submitting
from doccontrol.documents.listing import master_lists  # noqa: F401  (registers its reports)

hooks.register("construct_page_action_menu", buttons.offer_judgement)
hooks.register("register_admin_viewset", steps.ControlledDocuments)
hooks.register("before_edit_page", submitting.edit_under_lock, order=-1)
hooks.register("before_create_page", submitting.create_under_lock, order=-1)
hooks.register("before_edit_page", editor.begin_from_issued)
hooks.register("after_create_page", editor.tell_not_published)
hooks.register("after_edit_page", editor.tell_not_published)
hooks.register("after_create_page", editor.tell_after_saving)
hooks.register("after_edit_page", editor.tell_after_saving)
hooks.register("register_admin_urls", draft_file_views.admin_urls)
hooks.register("register_admin_urls", draft_views.admin_urls)
hooks.register("register_log_actions", discarding.register_log_actions)
hooks.register("register_admin_urls", editions.register_urls)
hooks.register("register_page_header_buttons", editions.header_button)
