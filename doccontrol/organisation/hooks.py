"""The screens of this room, registered with Wagtail. Nothing is defined here."""

from __future__ import annotations

from wagtail import hooks

from doccontrol.organisation import admin, announcing_days
from doccontrol.organisation.accounts import account_log_admin, people_admin, six_roles  # noqa: F401
from doccontrol.organisation.deadline_settings import pages as deadline_pages

hooks.register("register_admin_viewset", admin.OrganisationGroup)
hooks.register("register_admin_urls", deadline_pages.addresses)
hooks.register("register_admin_urls", announcing_days.addresses)
# After Wagtail's own, which it replaces.
hooks.register("register_bulk_action", six_roles.AssignRole, order=100)
hooks.register("register_user_listing_buttons", people_admin.link_button)
