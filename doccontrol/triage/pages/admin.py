"""The room for new legal texts in the Wagtail admin: addresses and the menu item."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from doccontrol.register.intake.models import IncomingFile
from doccontrol.triage.mistakes.pages import mistake_page
from doccontrol.triage.pages import room, views
from doccontrol.triage.pages.waiting_files import VIEW

triage_urls = [
    path("", room.index, name="index"),
    path("not-relevant/", room.set_aside, name="set_aside"),
    path("<int:pk>/", views.file_page, name="file"),
    path("<int:pk>/decide/", views.decide, name="decide"),
    path("mistake/<int:pk>/", mistake_page, name="mistake"),
]


def register_urls() -> list[URLPattern | URLResolver]:
    return [
        path("triage/", include((triage_urls, "triage"))),
        path("incoming/", room.old_address, name="old_incoming"),
    ]


class TriageMenuItem(MenuItem):
    """Says how many new texts wait for a decision."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(VIEW)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if waiting := IncomingFile.objects.for_triage().count():
            label = gettext("Reception: %(count)d")
            component.label = label % {"count": waiting}
        return component


def menu_item() -> MenuItem:
    return TriageMenuItem(
        _("Reception of new legal texts"),
        reverse("triage:index"),
        name="triage",
        icon_name="mail",
        order=2,
    )
