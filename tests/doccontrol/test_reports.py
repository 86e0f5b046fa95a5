"""Whatever a chapter registers as a report has its addresses, its place in the menu, its guard and
its export."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.menu import reports_menu
from wagtail.hooks import search_for_hooks

from doccontrol.extension_points import Report, reports
from doccontrol.jobs.admin import BackgroundJobsReport
from doccontrol.jobs.outbox import Job
from doccontrol.organisation.accounts.roles import Role
from doccontrol.reports import addresses
from tests.counting import fetching
from tests.extending import point_of
from tests.make import make_person, make_settings

pytestmark = pytest.mark.django_db
search_for_hooks()  # reports register with the screens of their rooms
REGISTERED = list(reports)


@pytest.fixture(autouse=True)
def agency():
    return make_settings()


def test_each_chapter_with_a_report_has_registered_it():
    names = {report.name for report in REGISTERED}
    expected = {"acknowledgements_report", "account_changes", "asked_questions", "background_jobs",
                "master_list", "master_list_of_forms"}  # fmt: skip
    assert expected <= names


@pytest.mark.parametrize("report", REGISTERED, ids=lambda report: report.name)
def test_a_report_opens_by_address_and_menu_with_its_spreadsheets(report: Report, client):
    client.force_login(make_person(Role.AUDITOR))
    page = client.get(reverse(report.name))
    assert page.status_code == 200 and str(report.label) in page.content.decode()
    assert client.get(reverse(f"{report.name}_results")).status_code == 200
    for kind, content_type in (("csv", "text/csv"), ("xlsx", "spreadsheetml")):
        exported = client.get(reverse(report.name), {"export": kind})
        assert content_type in exported["Content-Type"]
        assert report.view.export_filename in exported["Content-Disposition"]
    offered = reports_menu.menu_items_for_request(page.wsgi_request)
    assert reverse(report.name) in [item.url for item in offered]


@pytest.mark.parametrize("report", REGISTERED, ids=lambda report: report.name)
def test_a_report_is_closed_to_whoever_lacks_its_permission(report: Report, client):
    # The administration itself is open to staff; somebody without a role is not let into it.
    for_staff = report.permission == "wagtailadmin.access_admin"
    client.force_login(make_person(*(() if for_staff else (Role.STAFF,))))
    page = client.get(reverse("account"))
    assert client.get(reverse(report.name)).status_code in (302, 403)
    assert client.get(reverse(f"{report.name}_results")).status_code in (302, 403)
    offered = reports_menu.menu_items_for_request(page.wsgi_request)
    assert reverse(report.name) not in [item.url for item in offered]


def test_of_many_jobs_the_screen_fetches_one_page(client, monkeypatch):
    client.force_login(make_person(Role.SECRETARY))
    counts = []
    for jobs in (1, BackgroundJobsReport.paginate_by + 9):
        while Job.objects.count() < jobs:
            Job.objects.create(kind="render_pdf", key=str(Job.objects.count()))
        client.get(reverse("background_jobs"))
        with fetching(Job, monkeypatch) as fetched, CaptureQueriesContext(connection) as asked:
            client.get(reverse("background_jobs"))
        counts.append((len(fetched), len(asked)))
    assert counts == [(1, counts[0][1]), (BackgroundJobsReport.paginate_by, counts[0][1])]


def test_a_new_report_needs_no_more_than_its_registration(monkeypatch):
    last = REGISTERED[-1]
    new = Report("new_one", 1, "new-one", last.label, "cogs", last.permission, last.view)
    monkeypatch.setattr("doccontrol.reports.reports", point_of(*REGISTERED, new))
    page, results = addresses()[:2]
    assert (page.name, str(page.pattern)) == ("new_one", "reports/new-one/")
    assert (results.name, str(results.pattern)) == ("new_one_results", "reports/new-one/results/")
    assert page.callback.access == results.callback.access == last.permission
