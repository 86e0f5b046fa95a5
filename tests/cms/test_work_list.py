"""``manage.py work_list`` prints what the page shows."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from doccontrol.clocks.deciding import propose
from doccontrol.organisation.accounts.roles import Role
from tests.doccontrol.clocks.make import DUE, TODAY, make_clock
from tests.make import make_person, make_unit

pytestmark = pytest.mark.django_db


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("work_list", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def clock():
    unit = make_unit()
    head = make_person(Role.HEAD, unit=unit, head=True)
    clock = make_clock(owner_unit=unit)
    propose(clock, outcome="no_change", reason="Không đụng đến", by=head, on=TODAY)
    return clock


def test_it_prints_what_the_page_shows(client, clock):
    director, on = make_person(Role.APPROVER), timezone.localdate()
    answer = json.loads(printed(director.username, f"--on={on.isoformat()}", "--json"))
    client.force_login(director)
    page = client.get(reverse("desk"))
    assert answer["counts"] == page.context["work"].counts
    [waiting] = answer["waiting"]
    [row] = page.context["waiting"]
    line = row["line"]
    assert waiting == {
        "what": line.what,
        "about": line.about,
        "due": DUE.isoformat(),
        "action": line.action,
        "url": line.url,
    }
    [law] = answer["burning"]
    [document] = law["documents"]
    assert (law["law"], law["count"]) == (clock.event.acting.number_raw, 1)
    assert (document["code"], document["url"]) == (clock.document.code, line.url)


def test_it_judges_by_the_day_that_it_is_given(clock):
    director = make_person(Role.APPROVER).username
    before = json.loads(printed(director, f"--on={DUE - timedelta(days=1)}", "--json"))
    after = json.loads(printed(director, f"--on={DUE + timedelta(days=1)}", "--json"))
    assert (before["counts"]["overdue"], after["counts"]["overdue"]) == (0, 1)


def test_without_json_it_prints_lines(clock):
    text = printed(make_person(Role.APPROVER).username)
    assert clock.document.code in text and "waiting 1" in text and DUE.isoformat() in text


def test_an_unknown_name_and_a_closed_account_fail_with_a_reason():
    closed = make_person(Role.STAFF, is_active=False).username
    for name in ("khong-co", closed):
        with pytest.raises(CommandError, match=name):
            printed(name, "--json")
