"""Units, posts and holidays in the admin, in one menu with the agency's settings and its people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.contrib.settings.registry import SettingMenuItem

from doccontrol.base_admin import RecordedViewSet
from doccontrol.organisation.models import (
    AgencySettings,
    Holiday,
    Post,
    PostQuerySet,
    Unit,
)


class UnitViewSet(RecordedViewSet):
    model = Unit
    icon = "group"
    menu_label = _("Units")
    list_display = ["code", "name", "valid_from", "valid_until", "successor"]
    list_filter = ["valid_until"]
    search_fields = ["code", "name"]
    ordering = ["sort_order", "code"]
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("sort_order")]),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
        FieldPanel("successor"),
    ]


class PostIndexView(generic.IndexView):
    def get_base_queryset(self) -> PostQuerySet:
        return super().get_base_queryset().with_names()


class PostViewSet(RecordedViewSet):
    model = Post
    icon = "user"
    menu_label = _("Posts")
    index_view_class = PostIndexView
    list_display = [
        "person",
        "title",
        "unit",
        BooleanColumn("is_head", label=_("Head of the unit"), sort_key="is_head"),
        "held_from",
        "held_until",
    ]
    list_filter = ["unit", "is_head", "held_until"]
    search_fields = ["person__last_name", "person__first_name", "title"]
    panels = [
        FieldPanel("person"),
        FieldPanel("unit"),
        FieldRowPanel([FieldPanel("title"), FieldPanel("is_head")]),
        FieldRowPanel([FieldPanel("held_from"), FieldPanel("held_until")]),
    ]


class HolidayForm(WagtailAdminModelForm):
    """A day saved by a person is the agency's: computing holidays leaves it alone."""

    def save(self, commit: bool = True) -> Holiday:
        self.instance.source = Holiday.Source.AGENCY
        return super().save(commit)


class HolidayDeleteView(generic.DeleteView):
    """A computed day would be back after the next computing, so it is switched off instead."""

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        if self.object.source == Holiday.Source.COMPUTED:
            messages.error(
                request,
                _(
                    "This day is computed and would come back. If the agency works on it, untick "
                    "“day off” and save."
                ),
            )
            return redirect(reverse("holidays:edit", args=[self.object.pk]))
        return super().dispatch(request, *args, **options)


class HolidayViewSet(RecordedViewSet):
    model = Holiday
    icon = "calendar-alt"
    menu_label = _("Holidays")
    delete_view_class = HolidayDeleteView
    list_display = [
        "day",
        "name",
        BooleanColumn("is_day_off", label=_("Day off"), sort_key="is_day_off"),
        "source",
    ]
    list_filter = ["day", "is_day_off", "source"]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("day"), FieldPanel("is_day_off")]),
            FieldPanel("name"),
        ],
        base_form_class=HolidayForm,
    )


class PeopleMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("doccontrol.change_person")


class OrganisationGroup(ViewSetGroup):
    menu_label = _("Organisation")
    menu_icon = "site"
    menu_order = 300
    items = (UnitViewSet("units"), PostViewSet("posts"), HolidayViewSet("holidays"))

    def get_submenu_items(self) -> list[MenuItem]:
        return [
            *super().get_submenu_items(),
            PeopleMenuItem(
                _("People"),
                reverse_lazy("wagtailusers_users:index"),
                name="people",
                icon_name="user",
                order=400,
            ),
            SettingMenuItem(AgencySettings, icon="cog", order=500),
        ]
