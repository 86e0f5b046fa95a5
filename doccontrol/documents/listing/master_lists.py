"""The master lists: which documents and forms are controlled, each in its editions.

Source: ISO 9001:2015, 7.5.3.2 (distribution, access and changes are controlled).
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

import django_filters
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Page

from doccontrol.access import signed_in_person
from doccontrol.calendar import add_months
from doccontrol.document_kinds import DOCUMENT_KINDS, FORM, kind_of
from doccontrol.documents.drafting.drafters import drafted_by
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Edition, EditionQuerySet
from doccontrol.extension_points import Report, reports
from doccontrol.organisation.models.units import Unit
from doccontrol.reports import ExportedAsShown

PERMISSION = "wagtailadmin.access_admin"


class Standing(models.TextChoices):
    """Which editions are listed; without a choice those in force and those approved for later."""

    IN_FORCE = "in-force", _("In force")
    NOT_YET = "not-yet", _("Approved, not yet in force")
    ENDED = "ended", _("No longer in force, or revoked")


def standing(editions: EditionQuerySet, choice: str, on: date) -> EditionQuerySet:
    if choice == Standing.IN_FORCE:
        return editions.in_force(on)
    has_ended = Q(ends_on__lte=on) | Q(revoked_on__isnull=False)
    if choice == Standing.ENDED:
        return editions.filter(has_ended)
    if choice == Standing.NOT_YET:
        return editions.exclude(has_ended).filter(in_force_from__gt=on)
    return editions.exclude(has_ended)


def next_review(edition: Edition) -> date | None:
    """The end of the interval that the document states, counted from the approval of its text;
    None for a form, which is looked through with its procedure, and once an end is set."""
    if edition.ends_on is not None or edition.kind == FORM.key:
        return None
    return add_months(edition.approved_on, edition.document.review_months)


def address(edition: Edition) -> str:
    return reverse(
        "documents:edition", kwargs={"slug": edition.document.slug, "number": edition.number.slug}
    )


def kind_label(edition: Edition) -> str:
    kind = kind_of(edition.kind)
    return str(kind.label) if kind else edition.kind


def state_label(edition: Edition) -> str:
    return str(edition.state(timezone.localdate()).label)


def file_names(edition: Edition) -> str:
    return ", ".join(attachment.filename for attachment in edition.attachments.all())


def draft_address(edition: Edition) -> str | None:
    """Needs a row of a page of the list, not of an export."""
    document = edition.document_id
    return reverse("wagtailadmin_pages:edit", args=[document]) if edition.next_draft else None  # type: ignore[attr-defined]


# For whoever may write it.
NEXT_DRAFT = TitleColumn("next_draft", label=_("Amendment"), get_url=draft_address)


class EditionFilterSet(WagtailFilterSet):
    word = django_filters.CharFilter(label=_("Code or title"), method="by_word")
    standing = django_filters.ChoiceFilter(
        label=_("State"),
        choices=Standing.choices,
        method="by_standing",
        empty_label=_("In force or approved for later"),
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        choices=[(kind.key, kind.label) for kind in DOCUMENT_KINDS if kind is not FORM],
    )
    unit = django_filters.ModelChoiceFilter(label=_("Owner unit"), queryset=Unit.objects.all())

    class Meta:
        model = Edition
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        editions = super().filter_queryset(queryset)
        return standing(editions, self.form.cleaned_data["standing"], timezone.localdate())

    def by_word(self, editions: EditionQuerySet, name: str, value: str) -> EditionQuerySet:
        return editions.filter(Q(code__icontains=value) | Q(title__icontains=value))

    def by_standing(self, editions: EditionQuerySet, name: str, value: str) -> EditionQuerySet:
        return editions  # also without a choice: see filter_queryset


class FormFilterSet(EditionFilterSet):
    kind = None


class EditionsReport(ExportedAsShown):
    """The spreadsheet has every column; the page leaves out those ``only_exported``."""

    all_columns: list[Column]
    only_exported: frozenset[str] = frozenset()

    @cached_property
    def columns(self) -> list[Column]:
        if self.is_export:
            return self.all_columns
        return [*(c for c in self.all_columns if c.name not in self.only_exported), NEXT_DRAFT]

    def decorate_paginated_queryset(self, object_list: Any) -> list[Edition]:
        editions = list(object_list)
        person, on = signed_in_person(self.request), timezone.localdate()
        drafted = drafted_by(person, [edition.document for edition in editions], on)
        for edition in editions:
            edition.next_draft = (
                gettext("Draft an amendment") if edition.document_id in drafted else ""
            )
        return editions


class MasterList(EditionsReport):
    """Documents that are not forms, by code, the latest edition first."""

    filterset_class = EditionFilterSet
    export_filename = "danh-muc-tai-lieu"
    only_exported = frozenset({"kind", "approved_on", "ends_on", "field"})
    all_columns = [
        TitleColumn("code", label=pgettext_lazy("document", "Code"), get_url=address, width="15%"),
        Column("title", label=_("Title"), width="35%"),
        Column("kind", label=_("Kind"), accessor=kind_label),
        Column("number", label=_("Issue/revision")),
        Column("approved_on", label=_("Approved on")),
        Column("in_force_from", label=_("In force from")),
        Column("ends_on", label=_("Ends on")),
        Column("unit", label=_("Owner unit"), accessor="unit.name"),
        Column("field", label=_("Field of work")),
        Column("review", label=_("Next review"), accessor=next_review),
        Column("state", label=_("State"), accessor=state_label),
    ]

    def get_queryset(self) -> EditionQuerySet:
        return _in_order(Edition.objects.exclude(kind=FORM.key))


class MasterListOfForms(EditionsReport):
    """Forms, by code, each with the document below which it stands and its files."""

    filterset_class = FormFilterSet
    export_filename = "danh-muc-bieu-mau"
    only_exported = frozenset({"approved_on", "ends_on", "unit"})
    all_columns = [
        TitleColumn("code", label=pgettext_lazy("document", "Code"), get_url=address, width="18%"),
        Column("title", label=_("Title"), width="35%"),
        Column("document", label=_("Belongs to"), accessor="belongs_to"),
        Column("number", label=_("Issue/revision")),
        Column("approved_on", label=_("Approved on")),
        Column("in_force_from", label=_("In force from")),
        Column("ends_on", label=_("Ends on")),
        Column("unit", label=_("Owner unit"), accessor="unit.name"),
        Column("files", label=_("File"), accessor=file_names),
        Column("state", label=_("State"), accessor=state_label),
    ]

    def get_queryset(self) -> EditionQuerySet:
        return _in_order(Edition.objects.filter(kind=FORM.key)).prefetch_related("attachments")

    def decorate_paginated_queryset(self, object_list: Any) -> list[Edition]:
        forms: list[Any] = super().decorate_paginated_queryset(object_list)
        parents = {form.document.path[: -Page.steplen] for form in forms}
        documents = ControlledDocument.objects.filter(path__in=parents)
        codes = dict(documents.values_list("path", "code"))
        for form in forms:
            form.belongs_to = codes.get(form.document.path[: -Page.steplen], "")
        return forms


def _in_order(editions: EditionQuerySet) -> EditionQuerySet:
    listed = editions.with_document().without_content()
    return listed.order_by("code", "-issue_no", "-revision_no", "pk")


for order, name, path, label, view in (
    (400, "master_list", "master-list", _("Master list of documents"), MasterList),
    (410, "master_list_of_forms", "forms", _("Master list of forms"), MasterListOfForms),
):
    reports.register(
        Report(
            name=name,
            order=order,
            path=path,
            label=label,
            icon="doc-full-inverse",
            permission=PERMISSION,
            view=view,
        )
    )
