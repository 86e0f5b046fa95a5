"""The screens of this room, registered with Wagtail. Nothing is defined here."""

from __future__ import annotations

from doccontrol.acknowledgements import admin  # noqa: F401  (its report registers itself)
