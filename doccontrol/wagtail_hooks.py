"""Registration only: what the admin shows is decided in each chapter (``hooks``)."""

from __future__ import annotations

from wagtail import hooks

from doccontrol import chapters, reports

chapters.load("hooks")
hooks.register("register_admin_urls", reports.addresses)
hooks.register("construct_reports_menu", reports.offer)
