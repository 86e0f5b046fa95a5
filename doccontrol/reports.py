"""Reports under the menu of that name: each that a chapter registers (``extension_points.Report``)
gets its addresses, its place in the menu and its guard here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from doccontrol.access import permitted
from doccontrol.extension_points import Report, reports


class ExportedAsShown(ReportView):
    """A report whose spreadsheet says in each cell what the table says."""

    @cached_property
    def _shown(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def list_export(self) -> list[str]:
        return list(self._shown)

    @property
    def export_headings(self) -> dict[str, str]:
        return {name: column.label for name, column in self._shown.items()}

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {name: column.get_value(item) for name, column in self._shown.items()}


def addresses() -> list[URLPattern]:
    """Hook register_admin_urls: the page of each report and its results alone, which answer a
    changed filter."""
    return [address for report in reports for address in _addresses_of(report)]


def _addresses_of(report: Report) -> Iterator[URLPattern]:
    results = f"{report.name}_results"
    stated = {
        "page_title": report.label,
        "header_icon": report.icon,
        "index_url_name": report.name,
        "index_results_url_name": results,
    }
    guarded = permitted(report.permission)
    page = report.view.as_view(**stated)
    only_results = report.view.as_view(**stated, results_only=True)
    yield path(f"reports/{report.path}/", guarded(page), name=report.name)
    yield path(f"reports/{report.path}/results/", guarded(only_results), name=results)


def offer(request: HttpRequest, items: list[MenuItem]) -> None:
    """Hook construct_reports_menu: the reports that the person may open."""
    items.extend(
        MenuItem(
            report.label,
            reverse(report.name),
            name=report.name.replace("_", "-"),
            icon_name=report.icon,
            order=report.order,
        )
        for report in reports
        if request.user.has_perm(report.permission)
    )
