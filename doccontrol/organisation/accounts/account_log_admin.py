"""The report of every change of an account, role, post or password, and of what was refused."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from doccontrol.access import permitted
from doccontrol.evidence import EvidenceQuerySet
from doccontrol.organisation.accounts.account_log import AccountChange
from doccontrol.organisation.accounts.telling import differences

URL_NAME = "account_changes"
PERMISSION = "doccontrol.view_accountchange"
REFUSED, DONE = "refused", "done"


class AccountChangeFilterSet(WagtailFilterSet):
    what = django_filters.ChoiceFilter(label=_("What"), choices=AccountChange.What.choices)
    outcome = django_filters.ChoiceFilter(
        label=_("Result"),
        choices=[(DONE, _("carried out")), (REFUSED, _("refused"))],
        method="as_it_came_out",
    )
    person = django_filters.CharFilter(label=_("Name of a person"), method="naming")

    class Meta:
        model = AccountChange
        fields = ["what"]

    def as_it_came_out(self, rows: EvidenceQuerySet, name: str, value: str) -> EvidenceQuerySet:
        return rows.exclude(refused="") if value == REFUSED else rows.filter(refused="")

    def naming(self, rows: EvidenceQuerySet, name: str, value: str) -> EvidenceQuerySet:
        return rows.filter(Q(by_name__icontains=value) | Q(about_name__icontains=value))


def moment(change: AccountChange) -> str:
    return f"{timezone.localtime(change.happened_at):%d/%m/%Y %H:%M}"


def in_words(change: AccountChange) -> str:
    return "; ".join(f"{one.label}: {one.before} → {one.after}" for one in differences(change))


def outcome(change: AccountChange) -> str:
    return str(_("refused: %s") % change.refused) if change.refused else str(_("carried out"))


_COLUMNS = {
    "happened_at": Column("happened_at", label=_("When"), accessor=moment),
    "by": Column("by", label=_("By"), accessor="actor_name"),
    "about": Column("about", label=_("About"), accessor="about_name"),
    "what": Column("what", label=_("What"), accessor="get_what_display"),
    "changes": Column("changes", label=_("Before and after"), accessor=in_words),
    "reason": Column("reason", label=_("Reason"), accessor="reason"),
    "outcome": Column("outcome", label=_("Result"), accessor=outcome),
}


class AccountChangesReport(ReportView):
    page_title = _("Changes of accounts")
    header_icon = "user"
    permission_policy = ModelPermissionPolicy(AccountChange)
    permission_required = "view"
    filterset_class = AccountChangeFilterSet
    index_url_name = URL_NAME
    index_results_url_name = f"{URL_NAME}_results"
    export_filename = "thay-doi-tai-khoan"
    default_ordering = "-pk"
    columns = list(_COLUMNS.values())
    export_headings = {name: column.label for name, column in _COLUMNS.items()}
    list_export = list(_COLUMNS)

    def to_row_dict(self, item: AccountChange) -> dict[str, Any]:
        return {name: column.get_value(item) for name, column in _COLUMNS.items()}

    def get_queryset(self) -> Any:
        self.queryset = AccountChange.objects.all()
        return super().get_queryset()


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


def report_urls() -> list[Any]:
    """Hook register_admin_urls."""
    report = permitted(PERMISSION)(AccountChangesReport.as_view())
    results = permitted(PERMISSION)(AccountChangesReport.as_view(results_only=True))
    return [
        path("reports/account-changes/", report, name=URL_NAME),
        path("reports/account-changes/results/", results, name=f"{URL_NAME}_results"),
    ]


def report_menu_item() -> MenuItem:
    """Hook register_reports_menu_item."""
    return ReportMenuItem(_("Changes of accounts"), reverse(URL_NAME), icon_name="user", order=470)
