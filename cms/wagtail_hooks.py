"""The admin wears the colours of the portal. Registration only."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms import desk


@hooks.register("insert_global_admin_css")
def admin_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/css/admin.css"))


hooks.register("register_admin_menu_item", desk.menu_item)


@hooks.register("register_account_menu_item")
def own_password(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("password_change"),
        "label": _("Change password"),
        "help_text": _("Asks for the old password first."),
    }


@hooks.register("construct_main_menu")
def without_help_for_builders(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's own help is in English, and about building sites."""
    items[:] = [item for item in items if item.name != "help"]
