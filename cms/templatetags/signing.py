"""How a signature is written on a page."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from doccontrol.organisation.signing_titles import titles

register = template.Library()


@register.filter
def signing_titles(signature: Mapping[str, str]) -> list[str]:
    """The lines above a frozen signature that was given in a capacity."""
    return titles(
        signature.get("capacity", ""),
        signature.get("on_behalf_of", ""),
        signature.get("title", ""),
    )
