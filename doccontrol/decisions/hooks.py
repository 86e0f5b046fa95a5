"""The screens of this room, registered with Wagtail. Nothing is defined here."""

from __future__ import annotations

from wagtail import hooks

from doccontrol.decisions import admin

hooks.register("register_admin_urls", admin.register_urls)
hooks.register("register_admin_menu_item", admin.menu_item)
