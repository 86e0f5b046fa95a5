"""The screens of this room, registered with Wagtail. Nothing is defined here."""

from __future__ import annotations

from wagtail import hooks

from doccontrol.evidence import panel

hooks.register("construct_homepage_panels", panel.add_home_panel)
