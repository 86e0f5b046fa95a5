"""The screens of this room, registered with Wagtail. Nothing is defined here."""

from __future__ import annotations

from wagtail import hooks

from doccontrol.jobs import admin

hooks.register("register_admin_urls", admin.retry_urls)
