"""Background jobs in the administration: what waits, what failed and why, and trying again."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from doccontrol.access import permitted
from doccontrol.extension_points import DeskSection, Report, desk_sections, reports
from doccontrol.jobs.outbox import Job, label_of
from doccontrol.jobs.retrying import try_again, unsettled

URL_NAME = "background_jobs"
RETRY_URL_NAME = "background_job_retry"
PERMISSION = "doccontrol.view_job"
TRY_AGAIN = "doccontrol.change_job"
SHOWN = [Job.State.READY, Job.State.RUNNING, Job.State.FAILED]


def kind_name(job: Job) -> str:
    return label_of(job.kind)


def error_line(job: Job) -> str:
    """What went wrong in one line: the last of a trace names the error."""
    lines = [line.strip() for line in job.error.splitlines() if line.strip()]
    return lines[-1][:300] if lines else ""


class JobFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[(state.value, state.label) for state in SHOWN]
    )

    class Meta:
        model = Job
        fields = ["state"]


class RetryColumn(Column):
    """A button beside each failed job, for whoever may press it."""

    cell_template_name = "doccontrol/jobs/_retry_cell.html"

    def get_cell_context_data(self, instance: Job, parent_context: Any) -> dict[str, Any]:
        return super().get_cell_context_data(instance, parent_context) | {
            "url": reverse(RETRY_URL_NAME, args=[instance.pk]),
            "may_retry": instance.state == Job.State.FAILED
            and parent_context["request"].user.has_perm(TRY_AGAIN),
            "csrf_token": parent_context.get("csrf_token", ""),
        }


class BackgroundJobsReport(ReportView):
    filterset_class = JobFilterSet
    export_filename = "cong-viec-nen"
    default_ordering = "pk"
    columns = [
        Column("kind", label=_("Kind of job"), accessor=kind_name),
        Column("key", label=_("Key")),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("attempts", label=_("Attempts")),
        Column("error", label=_("Error"), accessor=error_line),
        RetryColumn("retry", label=_("Retry")),
    ]
    list_export = ["kind", "key", "state", "attempts", "not_before", "error"]

    def get_queryset(self) -> Any:
        # "failed" happens to come first in the alphabet, before "ready" and "running".
        self.queryset = unsettled().order_by("state", "pk")
        return super().get_queryset()


@permitted(TRY_AGAIN)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job, pk=pk)
    if try_again(job, now=timezone.now()):
        messages.success(request, _now("The job will be tried again in a moment."))
    else:
        messages.warning(request, _now("This job waits already or is done: nothing was changed."))
    return HttpResponseRedirect(reverse(URL_NAME))


def failed_jobs_section(request: HttpRequest, on: date, chosen: str) -> dict[str, Any] | None:
    """Above the strip of the desk while something has failed: this is how the secretary learns."""
    count = unsettled().failed().count() if request.user.has_perm(PERMISSION) else 0
    url = f"{reverse(URL_NAME)}?state={Job.State.FAILED.value}"
    return {"count": count, "url": url} if count else None


desk_sections.register(
    DeskSection("failed_jobs", -50, "doccontrol/jobs/desk.html", failed_jobs_section)
)
reports.register(
    Report(
        name=URL_NAME,
        order=900,
        path="background-jobs",
        label=_("Background jobs"),
        icon="cogs",
        permission=PERMISSION,
        view=BackgroundJobsReport,
    )
)


def retry_urls() -> list[URLPattern]:
    """Hook register_admin_urls."""
    return [path("reports/background-jobs/<int:pk>/retry/", retry, name=RETRY_URL_NAME)]
