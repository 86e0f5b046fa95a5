"""The report of every change of an account, role, post or password, and of what was refused."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from doccontrol.evidence import EvidenceQuerySet
from doccontrol.extension_points import Report, reports
from doccontrol.organisation.accounts.account_log import AccountChange
from doccontrol.organisation.accounts.telling import differences
from doccontrol.reports import ExportedAsShown

URL_NAME = "account_changes"
PERMISSION = "doccontrol.view_accountchange"
REFUSED, DONE = "refused", "done"


class AccountChangeFilterSet(WagtailFilterSet):
    what = django_filters.ChoiceFilter(label=_("What"), choices=AccountChange.What.choices)
    outcome = django_filters.ChoiceFilter(
        label=_("Result"),
        choices=[
            (DONE, _("carried out")),
            (REFUSED, pgettext_lazy("change of an account", "refused")),
        ],
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
    return "; ".join(
        f"{difference.label}: {difference.before} → {difference.after}"
        for difference in differences(change)
    )


def outcome(change: AccountChange) -> str:
    return str(_("refused: %s") % change.refused) if change.refused else str(_("carried out"))


class AccountChangesReport(ExportedAsShown):
    filterset_class = AccountChangeFilterSet
    export_filename = "thay-doi-tai-khoan"
    default_ordering = "-pk"
    columns = [
        Column("happened_at", label=_("When"), accessor=moment),
        Column("by", label=_("By"), accessor="actor_name"),
        Column("about", label=_("About"), accessor="about_name"),
        Column("what", label=_("What"), accessor="get_what_display"),
        Column("changes", label=_("Before and after"), accessor=in_words),
        Column("reason", label=_("Reason"), accessor="reason"),
        Column("outcome", label=_("Result"), accessor=outcome),
    ]

    def get_queryset(self) -> Any:
        self.queryset = AccountChange.objects.all()
        return super().get_queryset()


reports.register(
    Report(
        name=URL_NAME,
        order=470,
        path="account-changes",
        label=_("Changes of accounts"),
        icon="user",
        permission=PERMISSION,
        view=AccountChangesReport,
    )
)
