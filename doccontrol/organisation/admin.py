"""Units, posts and holidays in the admin, in one menu with the agency's settings and its people."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date

from django.db.models import Model
from django.forms import BaseModelForm
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import BooleanFilter, DateFilter, NumberFilter
from reversion.models import Version
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets import AdminDateInput
from wagtail.contrib.settings.registry import SettingMenuItem

from doccontrol.base_admin import RecordedViewSet
from doccontrol.organisation.actions import check_move
from doccontrol.organisation.deadline_settings.pages import CountingMenuItem
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.holidays import Holiday, HolidayQuerySet
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Post, PostQuerySet, Unit, UnitQuerySet
from doccontrol.organisation.signing_admin import SigningAssignmentViewSet


class UnitFilters(WagtailFilterSet):
    on = DateFilter(label=_("Existing on"), method="existing_on", widget=AdminDateInput)

    def existing_on(self, units: UnitQuerySet, name: str, on: date) -> UnitQuerySet:
        return units.existing(on)

    class Meta:
        model = Unit
        fields: list[str] = []


class UnitIndexView(generic.IndexView):
    def get_base_queryset(self) -> UnitQuerySet:
        return super().get_base_queryset().select_related("successor")


class UnitViewSet(RecordedViewSet):
    model = Unit
    icon = "group"
    menu_label = _("Units")
    index_view_class = UnitIndexView
    list_display = ["code", "name", "valid_from", "valid_until", "successor"]
    filterset_class = UnitFilters
    search_fields = ["code", "name"]
    ordering = ["sort_order", "code"]
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("sort_order")]),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
        FieldPanel("successor"),
        # Whoever heads it signs for the agency: an administrator decides.
        FieldPanel("is_leadership", permission="superuser"),
    ]

    def add(self, form: BaseModelForm, *, by: Person) -> Model:
        return super().add(_as_sent(form, "is_leadership"), by=by)

    def change(self, form: BaseModelForm, *, by: Person, reason: str) -> Model:
        return super().change(_as_sent(form, "is_leadership"), by=by, reason=reason)


def _as_sent(form: BaseModelForm, name: str) -> BaseModelForm:
    """A tick that was sent in without being offered comes before the guard."""
    if name not in form.fields and form.data.get(name):
        setattr(form.instance, name, True)
    return form


class PostFilters(WagtailFilterSet):
    on = DateFilter(label=_("Held on"), method="held_on", widget=AdminDateInput)

    def held_on(self, posts: PostQuerySet, name: str, on: date) -> PostQuerySet:
        return posts.held(on)

    class Meta:
        model = Post
        fields = ["unit", "is_head"]


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
    filterset_class = PostFilters
    search_fields = ["person__last_name", "person__first_name", "title"]
    panels = [
        FieldPanel("person"),
        FieldPanel("unit"),
        # Whoever heads a unit reviews its drafts: an administrator decides.
        FieldRowPanel([FieldPanel("title"), FieldPanel("is_head", permission="superuser")]),
        FieldRowPanel([FieldPanel("held_from"), FieldPanel("held_until")]),
    ]

    def add(self, form: BaseModelForm, *, by: Person) -> Model:
        return super().add(_as_sent(form, "is_head"), by=by)

    def change(self, form: BaseModelForm, *, by: Person, reason: str) -> Model:
        return super().change(_as_sent(form, "is_head"), by=by, reason=reason)


class HolidayFilters(WagtailFilterSet):
    year = NumberFilter(
        label=_("Year"),
        field_name="day",
        lookup_expr="year",
        min_value=MINYEAR,
        max_value=MAXYEAR,
        decimal_places=0,
    )

    expected = BooleanFilter(label=_("Only expected"), method="filter_expected")

    class Meta:
        model = Holiday
        fields = ["is_day_off", "source"]

    def filter_expected(self, days: HolidayQuerySet, name: str, value: bool) -> HolidayQuerySet:
        return days.expected() if value else days.exclude(announced_by="")


WORKED = _(
    "Untick for a weekend day worked in exchange, and for a computed day from Monday to Friday "
    "that is worked after all."
)


class HolidayViewSet(RecordedViewSet):
    """A day saved by a person is the agency's: computing holidays leaves it alone. What is not off
    after all is said so, and stays: a computed day that was gone would be computed again."""

    model = Holiday
    icon = "calendar-alt"
    menu_label = _("Holidays")
    list_display = [
        "day",
        "name",
        BooleanColumn("is_day_off", label=_("Day off"), sort_key="is_day_off"),
        Column("standing", label=pgettext_lazy("day off", "Announced by"), sort_key="announced_by"),
        "source",
    ]
    filterset_class = HolidayFilters
    search_fields = ["name"]
    panels = [
        FieldRowPanel([FieldPanel("day"), FieldPanel("is_day_off", help_text=WORKED)]),
        FieldPanel("name"),
        FieldPanel("announced_by"),
    ]

    def change(self, form: BaseModelForm, *, by: Person, reason: str) -> Model:
        check_move(form.initial["day"], form.instance.day)
        form.instance.source = Holiday.Source.AGENCY
        return super().change(form, by=by, reason=reason)

    def restore(self, record: Holiday, version: Version, *, by: Person, reason: str) -> None:
        check_move(record.day, version.field_dict["day"])
        record.source = Holiday.Source.AGENCY
        super().restore(record, version, by=by, reason=reason)


class PeopleMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("doccontrol.change_person")


class OrganisationGroup(ViewSetGroup):
    menu_label = _("Organisation")
    menu_icon = "site"
    menu_order = 300
    items = (
        UnitViewSet("units"),
        PostViewSet("posts"),
        SigningAssignmentViewSet("signing_assignments"),
        HolidayViewSet("holidays"),
    )

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
            CountingMenuItem(
                _("Counting of deadlines"),
                reverse_lazy("counting"),
                name="counting",
                icon_name="time",
                order=450,
            ),
            SettingMenuItem(AgencySettings, icon="cog", order=500),
        ]
