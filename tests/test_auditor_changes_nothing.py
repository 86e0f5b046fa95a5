"""The auditor sees everything and changes nothing: every address of ours in the administration is
sent something by an auditor, and by the secretary, to know that the sending would change things."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from doccontrol.models import AccountChange, Holiday, Job, Person, Post, Unit
from doccontrol.organisation.accounts.roles import Role
from tests.make import make_edition, make_person, make_post, make_relation, make_text, make_unit

pytestmark = pytest.mark.django_db

OURS = ("cms", "doccontrol", "search")
# Written whoever comes: what was refused is the point of it, and a page is opened on a profile.
NOT_COUNTED = {"doccontrol.AccountChange", "sessions.Session", "wagtailusers.UserProfile"}
SENT = {
    "reason_for_change": "Lý do",
    "reason": "Lý do",
    "name": "Tên khác",
    "code": "K1",
    "title": "Tên khác",
    "sort_order": "0",
    "day": "02/03/2026",
    "is_active": "",
    "held_from": "01/01/2026",
    "outcome": "no_change",
    "answer": "yes",
}


def is_ours(pattern: URLPattern) -> bool:
    view = pattern.callback
    kind = getattr(view, "view_class", view)
    model = model_of(pattern)
    mine = kind.__module__.split(".")[0] in OURS
    return mine or (model is not None and model._meta.app_label in OURS)


def model_of(pattern: URLPattern) -> type[Model] | None:
    model = getattr(pattern.callback, "view_initkwargs", {}).get("model")
    return model if isinstance(model, type) else None


def admin_addresses(
    resolver: Any = None, prefix: str = "", names: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern]]:
    """(full name, pattern) of every address of ours below /admin/."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from admin_addresses(entry, route, inner)
        elif route.startswith("admin/") and is_ours(entry) and entry.name:
            yield ":".join((*names, entry.name)), entry


def everything() -> dict[str, list[Any]]:
    """Every row of every table, as it is kept."""
    rows: dict[str, list[Any]] = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label not in NOT_COUNTED and not model._meta.proxy:
            rows[model._meta.label] = sorted(map(repr, model._base_manager.values_list()))
    return rows


def send_everywhere(client: Client) -> set[int]:
    """The codes of the answers to something sent to each address, about a row that is there."""
    answers = set()
    for name, pattern in ADDRESSES:
        model = model_of(pattern) or (Job if "job" in name else None)
        first = model._base_manager.order_by("pk").first() if model is not None else None
        pk = first.pk if first is not None else 1
        arguments = {
            key: pk if key.endswith(("pk", "id")) else ("1" if key != "slug" else "x")
            for key in pattern.pattern.converters
        }
        arguments |= {key: uuid4() for key in arguments if key == "batch"}
        arguments |= {key: "1" for key in pattern.pattern.regex.groupindex if key not in arguments}
        address = reverse(name, kwargs=arguments)
        answers.add(client.post(address, SENT, headers={"referer": "/admin/"}).status_code)
    return answers


ADDRESSES = list(admin_addresses())


@pytest.fixture
def agency() -> None:
    person = make_person(Role.STAFF, unit=make_unit(), email="a@example.vn")
    make_post(person=person, held_from=date(2020, 1, 1))
    Holiday.objects.create(day=date(2026, 1, 2), name="Nghỉ")
    acting = make_text()
    make_relation(acting, make_text())
    make_edition(legal_basis=[acting])
    Job.objects.create(
        kind="render_pdf", key="1", state=Job.State.FAILED, finished_at=timezone.now()
    )
    assert Unit.objects.exists() and Post.objects.exists() and Person.objects.exists()


def test_the_addresses_looked_at_are_those_of_our_screens():
    names = {name for name, _pattern in ADDRESSES}
    assert {
        "background_job_retry",
        "units:edit",
        "posts:add",
        "clocks:index",
        "wagtailusers_users:edit",
        "wagtailusers_users:password_link",
        "account_changes",
        "incoming:index",
    } <= names
    assert len(names) > 60


@pytest.mark.usefixtures("agency")
def test_nothing_that_an_auditor_sends_changes_anything():
    client = Client(raise_request_exception=False)
    client.force_login(make_person(Role.AUDITOR))
    client.get("/admin/")
    before = everything()
    assert send_everywhere(client) <= {200, 301, 302, 400, 403, 404, 405}
    after = everything()
    assert {name for name in after if after[name] != before[name]} == set()


@pytest.mark.usefixtures("agency")
def test_what_is_sent_would_change_things_for_whoever_may():
    client = Client(raise_request_exception=False)
    client.force_login(make_person(Role.SECRETARY))
    client.get("/admin/")
    before = everything()
    send_everywhere(client)
    after = everything()
    changed = {name for name in after if after[name] != before[name]}
    assert {"doccontrol.Job", "doccontrol.Holiday", "doccontrol.Unit"} <= changed


def test_the_auditor_looks_into_the_log_of_accounts_and_staff_do_not():
    AccountChange.objects.all()
    report = reverse("account_changes")
    for role, code in ((Role.AUDITOR, 200), (Role.SECRETARY, 200), (Role.STAFF, 302)):
        client = Client()
        client.force_login(make_person(role))
        assert client.get(report).status_code == code, role


def test_a_failed_job_offers_its_button_to_whoever_may_press_it():
    job = Job.objects.create(kind="render_pdf", key="1", state=Job.State.FAILED)
    retry = reverse("background_job_retry", args=[job.pk])
    for role, shown in ((Role.AUDITOR, False), (Role.APPROVER, False), (Role.SECRETARY, True)):
        client = Client()
        client.force_login(make_person(role))
        assert (retry in client.get(reverse("background_jobs")).content.decode()) is shown, role
        client.post(retry)
        job.refresh_from_db()
        assert (job.state == Job.State.READY) is shown, role
