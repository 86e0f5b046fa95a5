"""By what the board is filtered, and its totals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters.widgets import SuffixedMultiWidget
from wagtail.admin.filters import WagtailFilterSet

from doccontrol.clocks.models import RANKED_STATES, Clock, ClockQuerySet
from doccontrol.clocks.rules import CLOSED, ClockState
from doccontrol.folding import fold
from doccontrol.lawtext.numbers import key_of
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.units import Unit
from doccontrol.typed.days import DAY, TYPED

GROUP_CHOICES = (("unit", _("By unit")), ("law", _("By law")), ("document", _("By document")))


class DayRange(SuffixedMultiWidget):
    """Two fields of text, as days are typed everywhere."""

    suffixes = ("from", "to")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        first = forms.DateInput(TYPED | {"aria-label": _("Date from")}, format=DAY)
        last = forms.DateInput(TYPED | {"aria-label": _("Date to")}, format=DAY)
        super().__init__((first, last), attrs)

    def decompress(self, value: slice | None) -> list[Any]:
        return [value.start, value.stop] if value else [None, None]


class ClockFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"),
        choices=ClockState.choices,
        method="in_states",
        widget=forms.CheckboxSelectMultiple,
    )
    unit = django_filters.ModelMultipleChoiceFilter(
        label=_("Unit"),
        field_name="document__owner_unit",
        queryset=Unit.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )
    law = django_filters.CharFilter(label=_("Law: number or subject"), method="of_law")
    document = django_filters.CharFilter(label=_("Document: code or title"), method="of_document")
    due = django_filters.DateFromToRangeFilter(label=_("Due, from day to day"), widget=DayRange)
    # Orders nothing itself; as a field of the form it survives a change of another filter.
    group = django_filters.ChoiceFilter(
        label=pgettext_lazy("filter", "Group"),
        choices=GROUP_CHOICES,
        method="grouped",
        empty_label=_("Most pressing first"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Clock
        fields: list[str] = []

    def in_states(self, clocks: ClockQuerySet, name: str, values: list[str]) -> ClockQuerySet:
        return clocks.in_states([ClockState(value) for value in values]) if values else clocks

    def of_law(self, clocks: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        """A whole number names its texts alone: 5/2024/QH15 is not 15/2024/QH15."""
        if number := key_of(value):
            return clocks.filter(event__acting__number=number)
        for word in fold(value).split():
            clocks = clocks.filter(event__acting__folded__contains=word)
        return clocks

    def of_document(self, clocks: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        return clocks.filter(
            Q(document__code__icontains=value) | Q(edition__title__icontains=value)
        )

    def grouped(self, clocks: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        return clocks


@dataclass(frozen=True, slots=True)
class Total:
    """How many clocks are in one state; ``url`` is the board with those alone."""

    state: ClockState
    count: int
    url: str
    is_current: bool


def totals(clocks: ClockQuerySet, on: date, query: QueryDict) -> list[Total]:
    """Of all open clocks that the person may see, whatever the filter. One query."""
    warning_days = AgencySettings.load_default().warning_days
    ranked = clocks.open(on).with_open_rank(on, warning_days=warning_days)
    rows = ranked.order_by().values("state_rank").annotate(count=Count("pk"))  # type: ignore[misc]
    counts = {RANKED_STATES[row["state_rank"]]: row["count"] for row in rows}
    return [
        Total(
            state=state,
            count=counts.get(state, 0),
            url=f"{reverse('clocks:index')}?{urlencode({'state': state.value})}",
            is_current=query.getlist("state") == [state.value],
        )
        for state in RANKED_STATES
        if state not in CLOSED
    ]
