"""The board: every clock the reader may see, overdue first, to filter, group and export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.views.reports import ReportView

from doccontrol.access import say_own, signed_in_person
from doccontrol.clocks.models import MOST_URGENT_FIRST, RANKED_STATES, Clock, ClockQuerySet
from doccontrol.clocks.pages.badges import days_in_words
from doccontrol.clocks.pages.closed_by import Closing, closings
from doccontrol.clocks.pages.in_hand import InHand, in_hand
from doccontrol.clocks.rights import visible_clocks
from doccontrol.clocks.rules import ClockState
from doccontrol.folding import fold
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.units import Unit

# What ?group= may ask for: what holds a group together, and the words of its heading.
GROUPS: dict[str, tuple[str, ...]] = {
    "unit": ("document__owner_unit__sort_order", "document__owner_unit__code"),
    "law": ("event__acting__sort_key", "event__acting"),
    "document": ("document__code", "document"),
}
GROUP_CHOICES = (("unit", _("By unit")), ("law", _("By law")), ("document", _("By document")))


def _law_heading(clock: Clock) -> str:
    text = clock.event.acting
    return f"{text.number_raw} · {text.subject}" if text.subject else text.number_raw


HEADINGS: dict[str, Callable[[Clock], str]] = {
    "unit": lambda clock: clock.document.owner_unit.name,
    "law": _law_heading,
    "document": lambda clock: f"{clock.document.code} · {clock.edition.title}",
}


@dataclass(frozen=True)
class BoardRow:
    """One clock in words, as the table and the spreadsheet show it."""

    clock: Clock
    on: date
    state: ClockState
    closing: Closing | None
    in_hand: InHand
    heading: str

    @property
    def state_label(self) -> str:
        return str(self.state.label)

    @property
    def code(self) -> str:
        return self.clock.document.code

    @property
    def title(self) -> str:
        return self.clock.edition.title

    @property
    def unit(self) -> str:
        return self.clock.document.owner_unit.name

    @property
    def law(self) -> str:
        return self.clock.event.acting.number_raw

    @property
    def law_title(self) -> str:
        return self.clock.event.acting.subject

    @property
    def kind(self) -> str:
        return self.clock.get_kind_display()

    @property
    def via(self) -> str:
        """Empty when the document cites the acting text itself."""
        return " → ".join(self.clock.via) if len(self.clock.via) > 1 else ""

    @property
    def days_left(self) -> int | None:
        """Below zero once it is overdue; None without a due date, and once it is closed."""
        if self.closing is not None or self.clock.due is None:
            return None
        return (self.clock.due - self.on).days

    @property
    def days(self) -> str:
        return "" if self.days_left is None else days_in_words(self.days_left)

    @property
    def holder(self) -> str:
        return ", ".join(part for part in (self.in_hand.words, self.in_hand.names) if part)

    @property
    def is_shifted(self) -> bool:
        return self.clock.due != self.clock.due_raw

    @property
    def closed_on(self) -> date | None:
        return self.closing.on if self.closing else None


def board_rows(clocks: Sequence[Clock], on: date, group: str = "") -> list[BoardRow]:
    """In the order given; rows from ``with_closing().with_rank().with_subject()``."""
    heading = HEADINGS.get(group, lambda clock: "")
    closed = closings(clocks, on)
    holders = in_hand([clock for clock in clocks if clock.pk not in closed], on)
    return [
        BoardRow(
            clock=clock,
            on=on,
            state=RANKED_STATES[clock.state_rank],  # type: ignore[attr-defined]
            closing=closed.get(clock.pk),
            in_hand=holders.get(clock.pk) or InHand(),
            heading=heading(clock),
        )
        for clock in clocks
    ]


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
    due = django_filters.DateFromToRangeFilter(label=_("Due"), widget=DateRangePickerWidget)
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
        for word in fold(value).split():
            clocks = clocks.filter(event__acting__folded__contains=word)
        return clocks

    def of_document(self, clocks: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        return clocks.filter(
            Q(document__code__icontains=value) | Q(edition__title__icontains=value)
        )

    def grouped(self, clocks: ClockQuerySet, name: str, value: str) -> ClockQuerySet:
        return clocks


class BoardView(ReportView):
    """A head of unit sees the own units' clocks, everybody else with the right sees all."""

    model = Clock
    template_name = "wagtailadmin/reports/base_report.html"
    results_template_name = "doccontrol/clocks/board_results.html"
    page_title = _("Clocks")
    header_icon = "time"
    verbose_name_plural = _("clocks")
    index_url_name = "clocks:index"
    index_results_url_name = "clocks:results"
    filterset_class = ClockFilterSet
    permission_policy = None
    export_headings = {
        "state_label": _("State"),
        "code": pgettext_lazy("document", "Code"),
        "title": _("Title of the document"),
        "unit": _("Unit"),
        "law": _("Law"),
        "law_title": _("Title of the law"),
        "kind": _("What the law does"),
        "via": _("Through"),
        "clock.effective": _("Effective on"),
        "clock.due": _("Due"),
        "clock.due_raw": _("Due by the calendar"),
        "days_left": _("Days left"),
        "holder": _("In hand"),
        "closed_on": _("Closed on"),
    }
    list_export = list(export_headings)

    @cached_property
    def on(self) -> date:
        return timezone.localdate()

    @cached_property
    def group(self) -> str:
        asked = self.request.GET.get("group", "")
        return asked if asked in GROUPS else ""

    def get_queryset(self) -> ClockQuerySet:
        warning_days = AgencySettings.load_default().warning_days
        clocks = (
            visible_clocks(signed_in_person(self.request), self.on)
            .standing_on(self.on)
            .with_closing()
            .with_rank(self.on, warning_days=warning_days)
            .with_subject()
        )
        return clocks.order_by(*GROUPS.get(self.group, ()), *MOST_URGENT_FIRST)

    def decorate_paginated_queryset(self, object_list: Any) -> list[BoardRow]:
        return board_rows(list(object_list), self.on, self.group)

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().render_to_response(context, **options)
        if not self.is_export:
            say_own(response)
        return response

    def get_filename(self) -> str:
        return f"nghia-vu-cap-nhat-{self.on.isoformat()}"

    def write_csv_response(self, queryset: Any) -> StreamingHttpResponse:
        response = super().write_csv_response(queryset)
        # Written now: when it is streamed the reader's language is no longer set.
        response.streaming_content = list(response.streaming_content)
        return response

    def get_context_data(self, *args: Any, **options: Any) -> dict[str, Any]:
        return super().get_context_data(*args, **options) | {"tabs": self._tabs()}

    def _tabs(self) -> list[dict[str, Any]]:
        kept = self.request.GET.copy()
        for name in ("group", "p", "export", "_w_filter_fragment"):
            kept.pop(name, None)
        tabs = []
        for group, label in (("", _("Most pressing first")), *GROUP_CHOICES):
            query = kept.copy()
            if group:
                query["group"] = group
            url = reverse("clocks:index") + (f"?{query.urlencode()}" if query else "")
            tabs.append({"label": label, "url": url, "is_current": group == self.group})
        return tabs
