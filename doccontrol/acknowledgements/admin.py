"""The secretary's report: who must read which edition in force today, and who has not yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from doccontrol.acknowledgements.models import Acknowledgement
from doccontrol.documents.models.editions import Audience, Edition
from doccontrol.extension_points import Report, reports
from doccontrol.organisation.models.units import Post, Unit

URL_NAME = "acknowledgements_report"
PERMISSION = "doccontrol.view_acknowledgement"


class ReadingState(models.TextChoices):
    MISSING = "missing", _("Not yet confirmed")
    DONE = "done", _("Confirmed")


@dataclass(frozen=True, slots=True)
class Duty:
    """One person who must read one edition; ``confirmed_on`` None while it is owed."""

    edition: Edition
    code: str
    title: str
    number: str
    person: str
    post: str
    unit: str
    in_force_from: date
    confirmed_on: date | None
    state: str


def duties(on: date) -> list[Duty]:
    """Every reader of every edition in force on ``on``, by code and name; four queries in all.

    Somebody with posts in two units is one reader, named by the post that comes first.
    """
    editions = Edition.objects.in_force(on).exclude(audience=Audience.NOBODY).without_content()
    posts = list(Post.objects.held(on).with_names().order_by("person", "-is_head", "pk"))
    done = {
        (edition, person): confirmed_on
        for edition, person, confirmed_on in Acknowledgement.objects.filter(
            edition__in=editions
        ).values_list("edition_id", "person_id", "acknowledged_on")
    }
    rows = []
    for edition in editions.prefetch_related("addressed_units").order_by("code"):
        for post in _readers(edition, posts):
            rows.append(_duty(edition, post, done.get((edition.pk, post.person_id))))
    return sorted(rows, key=lambda duty: (duty.code, duty.unit, duty.person))


def _readers(edition: Edition, posts: list[Post]) -> list[Post]:
    units = {unit.pk for unit in edition.addressed_units.all()}
    everybody = edition.audience == Audience.ALL_STAFF
    first: dict[int, Post] = {}
    for post in posts:
        if everybody or post.unit_id in units:
            first.setdefault(post.person_id, post)
    return list(first.values())


def _duty(edition: Edition, post: Post, confirmed_on: date | None) -> Duty:
    state = ReadingState.MISSING if confirmed_on is None else ReadingState.DONE
    return Duty(
        edition=edition,
        code=edition.code,
        title=edition.title,
        number=str(edition.number),
        person=str(post.person),
        post=post.title,
        unit=post.unit.name,
        in_force_from=edition.in_force_from,
        confirmed_on=confirmed_on,
        state=state.value,
    )


class DutyFilterSet(WagtailFilterSet):
    """Narrows a list of duties: they are derived, so there is no table to ask."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ReadingState.choices, method="by_state"
    )
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"), queryset=Unit.objects.all(), method="by_unit"
    )
    code = django_filters.CharFilter(label=pgettext_lazy("document", "Code"), method="by_code")

    class Meta:
        model = Acknowledgement
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    def by_state(self, rows: list[Duty], name: str, value: str) -> list[Duty]:
        return [duty for duty in rows if duty.state == value]

    def by_unit(self, rows: list[Duty], name: str, value: Unit) -> list[Duty]:
        return [duty for duty in rows if duty.unit == value.name]

    def by_code(self, rows: list[Duty], name: str, value: str) -> list[Duty]:
        return [duty for duty in rows if value.strip().lower() in duty.code.lower()]


class AcknowledgementsReport(ReportView):
    filterset_class = DutyFilterSet
    export_filename = "xac-nhan-da-doc"
    columns = [
        Column("code", label=pgettext_lazy("document", "Code")),
        Column("title", label=_("Title")),
        Column("number", label=_("Issue/revision")),
        Column("unit", label=_("Unit")),
        Column("person", label=_("Person")),
        Column("post", label=_("Post")),
        Column("confirmed_on", label=_("Confirmed on"), accessor=lambda duty: day(duty)),
    ]
    list_export = [
        "code",
        "title",
        "number",
        "in_force_from",
        "unit",
        "person",
        "post",
        "confirmed_on",
    ]
    export_headings = {
        "code": pgettext_lazy("document", "Code"),
        "title": _("Title"),
        "number": _("Issue/revision"),
        "in_force_from": _("In force from"),
        "unit": _("Unit"),
        "person": _("Person"),
        "post": _("Post"),
        "confirmed_on": _("Confirmed on"),
    }

    def get_filtered_queryset(self) -> Any:
        return self.filter_queryset(duties(timezone.localdate()))


def day(duty: Duty) -> str:
    if duty.confirmed_on is None:
        return str(ReadingState.MISSING.label)
    return f"{duty.confirmed_on:%d/%m/%Y}"


reports.register(
    Report(
        name=URL_NAME,
        order=450,
        path="acknowledgements",
        label=_("Acknowledgements"),
        icon="success",
        permission=PERMISSION,
        view=AcknowledgementsReport,
    )
)
