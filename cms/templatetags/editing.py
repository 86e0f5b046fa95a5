"""The way from a page of the portal to its draft, for whoever may write there."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from wagtail.models import Page

register = template.Library()


@register.simple_tag(takes_context=True)
def edit_address(context: dict[str, Any]) -> str:
    """The address of the editor of the page that is shown; "" for whoever may not edit it."""
    page, request = context.get("page"), context.get("request")
    user = getattr(request, "user", None)
    if not isinstance(page, Page) or user is None or not user.is_authenticated:
        return ""
    may = user.has_perm("wagtailadmin.access_admin") and page.permissions_for_user(user).can_edit()
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if may else ""
