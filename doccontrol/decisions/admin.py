"""Decisions in the administration: their addresses and their place in the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from doccontrol.decisions import views
from doccontrol.decisions.batches import views as batches
from doccontrol.decisions.kinds import SEES
from doccontrol.decisions.waiting import count_waiting_for

decision_urls = [
    path("", views.index, name="index"),
    path("<str:kind>/together/<uuid:batch>/", batches.batch_page, name="batch"),
    path("<str:kind>/together/<uuid:batch>/approve/", batches.approve, name="approve_batch"),
    path("<str:kind>/together/<uuid:batch>/refuse/", batches.refuse, name="refuse_batch"),
    path("<str:kind>/together/<uuid:batch>/take-back/", batches.take_back, name="take_back_batch"),
    path("<str:kind>/<int:pk>/", views.decision_page, name="decision"),
    path("<str:kind>/<int:pk>/approve/", views.approve, name="approve"),
    path("<str:kind>/<int:pk>/refuse/", views.refuse, name="refuse"),
    path("<str:kind>/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("<str:kind>/<int:pk>/reopen/", views.reopen, name="reopen"),
]


def register_urls() -> list[URLPattern | URLResolver]:
    """Hook register_admin_urls."""
    return [path("decisions/", include((decision_urls, "decisions")))]


class DecisionsMenuItem(MenuItem):
    """Says how many wait for this person."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(SEES)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if waiting := count_waiting_for(request.user, timezone.localdate()):  # type: ignore[arg-type]
            component.label = gettext("Decisions (%(count)d)") % {"count": waiting}
        return component


def menu_item() -> MenuItem:
    """Hook register_admin_menu_item."""
    return DecisionsMenuItem(
        _("Decisions"), reverse("decisions:index"), name="decisions", icon_name="check", order=3
    )
