"""The board: every clock the reader may see, overdue first, to filter, group and export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Min, Window
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports import ReportView

from doccontrol.access import say_own, signed_in_person
from doccontrol.clocks.models import MOST_URGENT_FIRST, RANKED_STATES, Clock, ClockQuerySet
from doccontrol.clocks.pages.badges import days_in_words
from doccontrol.clocks.pages.board_filters import GROUP_CHOICES, ClockFilterSet, totals
from doccontrol.clocks.pages.closed_by import Closing, closings
from doccontrol.clocks.pages.in_hand import InHand, in_hand
from doccontrol.clocks.pages.offered_steps import OfferedStep, steps_of
from doccontrol.clocks.rights import visible_clocks
from doccontrol.clocks.rules import CLOSED, ClockState
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.people import Person

# What ?group= may ask for: what holds a group together. The group of the most urgent clock comes
# first.
GROUPS: dict[str, tuple[str, ...]] = {
    "unit": ("document__owner_unit",),
    "law": ("event__acting",),
    "document": ("document",),
}


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
    in_group: int
    offered: OfferedStep | None

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
    def target(self) -> str:
        """What the law acts on, where that is another one and the chain has further steps."""
        return " → ".join(self.clock.via[1:])

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
    def due_note(self) -> str:
        return gettext("provisional") if self.clock.is_tentative else ""

    @property
    def is_shifted(self) -> bool:
        return self.clock.due != self.clock.due_raw

    @property
    def closed_on(self) -> date | None:
        return self.closing.on if self.closing else None


def board_rows(
    clocks: Sequence[Clock], on: date, group: str = "", person: Person | None = None
) -> list[BoardRow]:
    """In the order given; rows from ``with_closing().with_rank().with_subject()``. With ``person``
    each open one has the step that this person is offered."""
    heading = HEADINGS.get(group, lambda clock: "")
    closed = closings(clocks, on)
    still_open = [clock for clock in clocks if clock.pk not in closed]
    holders = in_hand(still_open, on)
    steps = steps_of(still_open, holders, person, on) if person is not None else {}
    return [
        BoardRow(
            clock=clock,
            on=on,
            state=RANKED_STATES[clock.state_rank],  # type: ignore[attr-defined]
            closing=closed.get(clock.pk),
            in_hand=holders.get(clock.pk) or InHand(),
            heading=heading(clock),
            in_group=getattr(clock, "in_group", 0),
            offered=steps.get(clock.pk),
        )
        for clock in clocks
    ]


class BoardView(ReportView):
    """A head of unit sees the own units' clocks, everybody else with the right sees all."""

    model = Clock
    template_name = "doccontrol/clocks/board.html"
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
        "due_note": _("Standing of the due date"),
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

    @cached_property
    def person(self) -> Person:
        return signed_in_person(self.request)

    @cached_property
    def all_clocks(self) -> ClockQuerySet:
        """Those the person may see."""
        return visible_clocks(self.person, self.on).standing_on(self.on)

    @cached_property
    def asks_for_closed(self) -> bool:
        """Open ones alone are shown unless somebody asks for others."""
        return bool(CLOSED & set(self.request.GET.getlist("state")))

    def get_queryset(self) -> ClockQuerySet:
        warning_days = AgencySettings.load_default().warning_days
        if self.asks_for_closed:
            clocks = self.all_clocks.with_closing().with_rank(self.on, warning_days=warning_days)
        else:
            still_open = self.all_clocks.open(self.on)
            clocks = still_open.with_open_rank(self.on, warning_days=warning_days)
        return _in_groups(clocks.with_subject(), self.group)

    def decorate_paginated_queryset(self, object_list: Any) -> list[BoardRow]:
        person = None if self.is_export else self.person
        return board_rows(list(object_list), self.on, self.group, person)

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
        context: dict[str, Any] = super().get_context_data(*args, **options)
        # Wagtail's own places for them are two icons deep.
        filters, context["filters"], context["header_buttons"] = context["filters"], None, []
        return context | {
            "board_filters": filters,
            "is_filter_unknown": not filters.is_valid(),
            "totals": totals(self.all_clocks, self.on, self.request.GET),
            "tabs": self._tabs(),
            "exports": self._exports(),
            "asks_for_closed": self.asks_for_closed,
            "board_url": reverse("clocks:index"),
            "propose_url": reverse("clocks:propose_together"),
            "may_propose": self.person.has_perm("doccontrol.propose_decision"),
        }

    def _kept(self, *left_out: str) -> Any:
        """What the address asks, without the page and what is named."""
        kept = self.request.GET.copy()
        for name in ("p", "export", "_w_filter_fragment", *left_out):
            kept.pop(name, None)
        return kept

    def _tabs(self) -> list[dict[str, Any]]:
        tabs = []
        for group, label in (("", _("Most pressing first")), *GROUP_CHOICES):
            query = self._kept("group")
            if group:
                query["group"] = group
            url = reverse("clocks:index") + (f"?{query.urlencode()}" if query else "")
            tabs.append({"label": label, "url": url, "is_current": group == self.group})
        return tabs

    def _exports(self) -> list[tuple[str, str]]:
        found = []
        for kind, label in (
            ("xlsx", gettext("Export to Excel")),
            ("csv", gettext("Export as CSV")),
        ):
            query = self._kept()
            query["export"] = kind
            found.append((label, f"{reverse('clocks:index')}?{query.urlencode()}"))
        return found


def _in_groups(clocks: ClockQuerySet, group: str) -> ClockQuerySet:
    """Each clock says how many its group has: those that no filter leaves out."""
    if not group:
        return clocks.order_by(*MOST_URGENT_FIRST)
    same = [F(name) for name in GROUPS[group]]
    return clocks.annotate(
        group_rank=Window(Min("state_rank"), partition_by=same),
        group_due=Window(Min("due"), partition_by=same),
        in_group=Window(Count("pk"), partition_by=same),
    ).order_by("group_rank", "group_due", *GROUPS[group], *MOST_URGENT_FIRST)
