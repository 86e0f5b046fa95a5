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
    page, request = _page(context), context.get("request")
    user = getattr(request, "user", None)
    if not isinstance(page, Page) or user is None or not user.is_authenticated:
        return ""
    may = user.has_perm("wagtailadmin.access_admin") and page.permissions_for_user(user).can_edit()
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if may else ""


def _page(context: dict[str, Any]) -> Any:
    """The page itself; of an edition at its own address the document whose it is."""
    edition = getattr(context.get("shown"), "edition", None)
    return edition.document if edition is not None else context.get("page")
