"""Clocks in the Wagtail admin: addresses, the menu item, badges on pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from doccontrol.access import permitted, signed_in_person
from doccontrol.clocks.giving import views as giving
from doccontrol.clocks.models import ClockQuerySet
from doccontrol.clocks.pages import views
from doccontrol.clocks.pages.badges import BadgeInfo, most_pressing
from doccontrol.clocks.pages.board import BoardView
from doccontrol.clocks.pages.together import propose_together_view
from doccontrol.clocks.rights import visible_clocks
from doccontrol.documents.models.controlled import ControlledDocument

PERMISSION = "doccontrol.view_clock"
# Whoever has more overdue needs no number to know it.
MOST_COUNTED = 99
_board = permitted(PERMISSION)

clock_urls = [
    path("", _board(BoardView.as_view()), name="index"),
    path("results/", _board(BoardView.as_view(results_only=True)), name="results"),
    path("propose/", propose_together_view, name="propose_together"),
    path("<int:pk>/", views.clock_page, name="clock"),
    path("<int:pk>/give/", giving.give_view, name="give"),
    path("<int:pk>/take-back/", giving.take_back_view, name="take_back"),
    path("<int:pk>/remind/", giving.remind_view, name="remind"),
    path("<int:pk>/propose/", views.propose_view, name="propose"),
    path("<int:pk>/decisions/<int:decision_pk>/approve/", views.approve_view, name="approve"),
    path("<int:pk>/decisions/<int:decision_pk>/refuse/", views.refuse_view, name="refuse"),
    path("<int:pk>/draft/", views.draft_view, name="draft"),
    path("<int:pk>/withdraw/", views.withdraw_view, name="withdraw"),
]


def register_urls() -> list[URLPattern | URLResolver]:
    return [path("clocks/", include((clock_urls, "clocks")))]


def overdue_clocks(request: HttpRequest, on: date) -> ClockQuerySet:
    """The overdue clocks the person may see."""
    return visible_clocks(signed_in_person(request), on).standing_on(on).overdue(on)


class ClocksMenuItem(MenuItem):
    """Says how many are overdue, wherever in the admin one is: so it counts no further than a
    reader would."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        overdue = (
            overdue_clocks(request, timezone.localdate()).order_by()[: MOST_COUNTED + 1].count()
        )
        if overdue:
            count = f"{MOST_COUNTED}+" if overdue > MOST_COUNTED else str(overdue)
            component.label = gettext("Clocks (%(count)s overdue)") % {"count": count}
        return component


def menu_item() -> MenuItem:
    return ClocksMenuItem(
        _("Clocks"), reverse("clocks:index"), name="clocks", icon_name="time", order=1
    )


def _badge_button(badge: BadgeInfo) -> Button:
    return Button(
        badge.words,
        url=reverse("clocks:clock", args=[badge.clock]),
        icon_name="time",
        classname=f"clock-badge clock-badge--{badge.state}",
        priority=1,
    )


def _badges(person: Any, pages: list[int]) -> dict[int, BadgeInfo]:
    if not person.has_perm(PERMISSION):
        return {}
    on = timezone.localdate()
    return most_pressing(pages, on, clocks=visible_clocks(person, on))


def listing_badge(buttons: list[Any], page: Page, user: Any, context: Any = None) -> None:
    """Hook construct_page_listing_buttons. One look for the whole listing, kept on the request."""
    request = context["request"] if context else None
    if request is None or not issubclass(page.specific_class or Page, ControlledDocument):
        return
    known = getattr(request, "_clock_badges", None)
    if known is None or page.pk not in known:
        table = context.get("table")
        shown = {row.pk for row in table.data} | {page.pk} if table else {page.pk}
        found = _badges(user, list(shown))
        known = (known or {}) | {pk: found.get(pk) for pk in shown}
        request._clock_badges = known
    if badge := known[page.pk]:
        buttons.insert(0, _badge_button(badge))


def header_badge(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Hook register_page_header_buttons."""
    if page.pk and issubclass(page.specific_class or Page, ControlledDocument):
        badge = _badges(user, [page.pk]).get(page.pk)
        if badge:
            yield _badge_button(badge)


def tell_in_editor(request: HttpRequest, page: Page) -> None:
    """Hook before_edit_page: whoever opens the editor learns what the document still owes."""
    if request.method != "GET" or not issubclass(page.specific_class or Page, ControlledDocument):
        return
    badge = _badges(request.user, [page.pk]).get(page.pk)
    if badge is None:
        return
    open_clocks = ngettext("%(count)d open clock.", "%(count)d open clocks.", badge.open_count) % {
        "count": badge.open_count
    }
    url = reverse("clocks:clock", args=[badge.clock])
    messages.warning(
        request,
        f"{open_clocks} {badge.words}",
        buttons=[messages.button(url, gettext("Open the clock"))],
    )


def global_css() -> str:
    """Hook insert_global_admin_css."""
    return format_html(
        '<link rel="stylesheet" href="{}">',
        staticfiles_storage.url("doccontrol/clocks/clocks.css"),
    )
