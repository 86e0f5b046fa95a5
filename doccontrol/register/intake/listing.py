"""The list of all files that came in: how far each is read, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import ReportView

from doccontrol.extension_points import file_acts
from doccontrol.pdftext.pages import FileKind
from doccontrol.pdftext.refusals import FAULT, Unreadable
from doccontrol.register.intake.models import IncomingFile

State = IncomingFile.State
KINDS = {
    FileKind.PDF: "PDF",
    FileKind.SCAN: _("Scan"),
    FileKind.DOCX: "DOCX",
    FileKind.DOC: "DOC",
    FileKind.IMAGE: _("Picture"),
}


@dataclass(frozen=True)
class IncomingRow:
    """One file in words; ``file`` comes from ``listed_files``."""

    file: IncomingFile
    acts: list[dict[str, str]]

    @property
    def kind(self) -> str:
        return str(KINDS[FileKind(self.file.kind)]) if self.file.kind else ""

    @property
    def number(self) -> str:
        """As read of the file; empty where it was not read."""
        return self.file.number_read or ""  # type: ignore[attr-defined]

    @property
    def is_waiting(self) -> bool:
        return self.file.state in (State.WAITING, State.READING)

    @property
    def is_in_part(self) -> bool:
        """Some of its pages are still to be read, or cannot be on this machine."""
        pages = self.file.page_count
        return bool(self.is_waiting and pages) or self.file.pages_read < pages

    @property
    def is_read(self) -> bool:
        return bool(self.file.state == State.READ)

    @property
    def reason(self) -> str:
        """Why it is refused, or what is missing to read it."""
        return Unreadable(self.file.refusal).sentence if self.file.refusal else ""

    @property
    def failed_attempts(self) -> int:
        """By a fault of ours; 0 where there is none."""
        return self.file.faults if self.file.refusal == FAULT else 0

    @property
    def is_refused_and_kept(self) -> bool:
        return bool(self.file.state == State.REFUSED and self.file.file)


def listed_files() -> QuerySet[IncomingFile]:
    """With what a row shows; not the whole reading, which may hold thousands of citations."""
    files = IncomingFile.objects.select_related("received_by", "let_go_by", "text__type")
    return files.defer("reading").annotate(number_read=KT("reading__number__value")).newest_first()


def acts_on(file: IncomingFile, request: HttpRequest) -> list[dict[str, str]]:
    """What this person can do with a file that has been read: ``url`` and ``label`` of each."""
    if file.state != State.READ:
        return []
    acts = ((act.url(file, request), act) for act in file_acts)
    return [{"url": url, "label": act.label(file)} for url, act in acts if url]


class IncomingFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=State.choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = IncomingFile
        fields: list[str] = []


class IncomingListView(ReportView):
    """Newest first: how far each was read, and what became of it."""

    model = IncomingFile
    template_name = "doccontrol/register/intake/list.html"
    results_template_name = "doccontrol/register/intake/list_results.html"
    page_title = _("All files that came in")
    header_icon = "download"
    index_url_name = "incoming:index"
    index_results_url_name = "incoming:results"
    filterset_class = IncomingFilterSet
    permission_policy = None
    is_searchable = True
    search_fields = ["name"]
    search_backend_name = None
    paginate_by = 30
    list_export: list[str] = []

    def get_base_queryset(self) -> QuerySet[IncomingFile]:
        return listed_files()

    def decorate_paginated_queryset(self, object_list: Any) -> list[IncomingRow]:
        return [IncomingRow(file, acts_on(file, self.request)) for file in object_list]

    def get_context_data(self, *args: Any, **options: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **options)
        return context | {
            "may_change": self.request.user.has_perm("doccontrol.change_incomingfile"),
            "waiting": IncomingFile.objects.waiting().count(),
        }
