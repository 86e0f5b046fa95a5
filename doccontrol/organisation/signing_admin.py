"""By which decisions people sign for the agency: recorded once, ended, never rewritten."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.forms import BaseModelForm
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from django_filters import DateFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.widgets import AdminDateInput

from doccontrol.base_admin import RecordedViewSet
from doccontrol.organisation.actions import end_signing_assignment
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.signing_assignments import (
    SigningAssignment,
    SigningAssignmentQuerySet,
)


class SigningAssignmentFilters(WagtailFilterSet):
    on = DateFilter(label=_("Held on"), method="held_on", widget=AdminDateInput)

    def held_on(self, rows: SigningAssignmentQuerySet, name: str, on: Any) -> Any:
        return rows.held(on)

    class Meta:
        model = SigningAssignment
        fields = ["capacity"]


class SigningAssignmentIndexView(generic.IndexView):
    def get_base_queryset(self) -> SigningAssignmentQuerySet:
        return super().get_base_queryset().with_names()


class SigningAssignmentViewSet(RecordedViewSet):
    model = SigningAssignment
    icon = "edit"
    restore_enabled = False
    menu_label = _("Signing assignments")
    index_view_class = SigningAssignmentIndexView
    list_display = [
        "person",
        "capacity",
        "title",
        "decision_number",
        "decided_on",
        "held_from",
        "held_until",
    ]
    filterset_class = SigningAssignmentFilters
    search_fields = ["person__last_name", "person__first_name", "title", "decision_number"]
    panels = [
        FieldPanel("person"),
        FieldPanel("capacity"),
        FieldRowPanel([FieldPanel("on_behalf_of"), FieldPanel("title")]),
        FieldRowPanel([FieldPanel("decision_number"), FieldPanel("decided_on")]),
        FieldRowPanel([FieldPanel("held_from"), FieldPanel("held_until")]),
        FieldPanel("scope"),
    ]

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        ending = ObjectList([FieldPanel("held_until")]).bind_to_model(self.model)
        form = {"panel": ending, "form_class": ending.get_form_class()}
        return super().get_edit_view_kwargs(**form, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "restore"]

    def change(self, form: BaseModelForm, *, by: Person, reason: str) -> Model:
        """Raises EndsOnlyEarlier, SignedByItSince, AccountRefused."""
        until = form.cleaned_data["held_until"]
        return end_signing_assignment(form.instance.pk, until=until, by=by, reason=reason)
