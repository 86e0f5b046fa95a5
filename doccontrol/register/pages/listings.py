"""Columns and filters of the register's lists, shared by the admin and the chooser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn

from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.register.deriving.status_query import in_status, with_status
from doccontrol.register.models.issuers import Issuer, LegalType
from doccontrol.register.models.ordering import NEWEST_FIRST
from doccontrol.register.models.texts import LegalRelation, LegalText, LegalTextQuerySet
from doccontrol.register.rules import TextStatus

SUBJECT_LETTERS = 90
FEW = 500
# How long a check of the source is taken to hold.
CHECK_HOLDS = timedelta(days=365)


class TextColumn(Column):
    """Plain text. A template for each cell took half the time of the list's page."""

    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        value = self.get_value(instance)
        return format_html("<td>{}</td>", "" if value is None else value)


def listed_texts(on: date) -> QuerySet[LegalText]:
    """Texts with what a row shows; newest first, unknown days last."""
    texts = with_status(LegalText.objects.with_type(), on)
    return texts.order_by(*NEWEST_FIRST)


def with_words(texts: LegalTextQuerySet, words: str) -> LegalTextQuerySet:
    """``texts`` that match ``words``. Where they are few, they are found once and then named by
    their keys, so that counting and sorting them does not read the register again."""
    keys = list(
        LegalText.objects.matching(words).order_by().values_list("pk", flat=True)[: FEW + 1]
    )
    return texts.filter(pk__in=keys) if len(keys) <= FEW else texts.matching(words)


def subject_of(text: LegalText) -> str:
    return Truncator(text.subject).chars(SUBJECT_LETTERS)


def status_words(text: Any) -> str:
    """Of a text from ``listed_texts``."""
    return str(TextStatus(text.status_on_day).label)


def status_column() -> StatusTagColumn:
    return StatusTagColumn(
        "status",
        label=_("Status today"),
        accessor=status_words,
        primary=lambda text: text.status_on_day == TextStatus.IN_FORCE,
    )


def day_of(name: str) -> Callable[[LegalText], str]:
    """The day in full: "4 months ago" is no date of a law."""
    return lambda text: date_format(day) if (day := getattr(text, name)) else ""


def plain_columns() -> list[BaseColumn]:
    """What follows the number in the admin's list and in the chooser."""
    return [
        TextColumn("type", label=_("Type of text")),
        TextColumn("subject", label=_("Subject of the text"), accessor=subject_of),
    ]


class LegalTextFilterSet(WagtailFilterSet):
    type = django_filters.ModelChoiceFilter(
        label=_("Type of text"), queryset=LegalType.objects.all()
    )
    issuer = django_filters.ModelChoiceFilter(
        label=_("Issuer"), queryset=Issuer.objects.all(), method="of_issuer"
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Status today"),
        choices=TextStatus.choices,
        widget=CheckboxSelectMultiple,
        method="of_status",
    )
    effective = django_filters.DateFromToRangeFilter(
        label=_("Effective"), widget=DateRangePickerWidget
    )
    look_at = django_filters.ChoiceFilter(
        label=_("To be looked at"),
        choices=[
            ("no-date", _("effect date unknown")),
            ("unchecked", _("not checked for 12 months")),
        ],
        method="to_be_looked_at",
    )

    class Meta:
        model = LegalText
        fields: list[str] = []

    def of_issuer(self, texts: QuerySet[LegalText], name: str, issuer: Issuer) -> QuerySet:
        return texts.filter(Q(issuer=issuer) | Q(pk__in=issuer.joint_texts.values("pk")))

    def of_status(self, texts: QuerySet[LegalText], name: str, chosen: list[str]) -> QuerySet:
        return in_status(texts, chosen, timezone.localdate()) if chosen else texts

    def to_be_looked_at(self, texts: QuerySet[LegalText], name: str, what: str) -> QuerySet:
        if what == "no-date":
            return texts.filter(effective__isnull=True)
        oldest = timezone.localdate() - CHECK_HOLDS
        return texts.filter(Q(as_at__isnull=True) | Q(as_at__lt=oldest))


class LegalRelationFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("What it does"), choices=RelationKind.choices)
    target = django_filters.ChoiceFilter(
        label=_("Target"),
        choices=[("missing", _("not registered yet"))],
        method="of_target",
    )

    class Meta:
        model = LegalRelation
        fields: list[str] = []

    def of_target(self, relations: QuerySet, name: str, what: str) -> QuerySet:
        return relations.filter(target__isnull=True)
