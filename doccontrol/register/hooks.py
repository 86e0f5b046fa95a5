"""The screens of this room, registered with Wagtail. Nothing is defined here."""

from __future__ import annotations

from wagtail import hooks

from doccontrol.register.intake import refused
from doccontrol.register.pages import admin

hooks.register("register_admin_viewset", admin.viewsets)
hooks.register("register_log_actions", refused.register_log_actions)
