"""The screens of this room, registered with Wagtail. Nothing is defined here."""

from __future__ import annotations

from wagtail import hooks

from doccontrol.clocks.pages import admin

hooks.register("register_admin_urls", admin.register_urls)
hooks.register("register_admin_menu_item", admin.menu_item)
hooks.register("construct_page_listing_buttons", admin.listing_badge)
hooks.register("register_page_header_buttons", admin.header_badge)
hooks.register("before_edit_page", admin.tell_in_editor)
hooks.register("insert_global_admin_css", admin.global_css)
