"""By what deadlines are counted is changed with a reason, after its effect was seen, and never
above the law's three months without a confirmation."""

from __future__ import annotations

import importlib
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from doccontrol.clocks.evaluating import evaluate
from doccontrol.decisions.refusals import ReasonMissing
from doccontrol.evidence import EvidenceIsFixed
from doccontrol.evidence.verifying import batches
from doccontrol.models import AgencySettings, Clock, CountingRule
from doccontrol.organisation.accounts.roles import Role
from doccontrol.organisation.deadline_settings.actions import LongerThanTheLaw, change_counting
from tests.admin_forms import form_data
from tests.forging import without_triggers
from tests.make import make_edition, make_person, make_relation, make_settings, make_text

pytestmark = pytest.mark.django_db
PAGE = reverse("counting")
YEAR = timezone.localdate().year + 1


@pytest.fixture(autouse=True)
def secretary(client):
    make_settings(clock_months=3, roll_over=False)
    client.cookies["django_language"] = "en"
    person = make_person(Role.SECRETARY)
    client.force_login(person)
    return person


@pytest.fixture
def clocks():
    """Two of one law, which takes effect next year."""
    decree = make_text("131/2021/NĐ-CP", effective=date(2022, 2, 15))
    for code in ("QT-A", "QT-B"):
        make_edition(on=date(2024, 1, 10), legal_basis=[decree], code=code)
    make_relation(make_text("161/2026/NĐ-CP", effective=date(YEAR, 7, 1)), decree)
    evaluate(timezone.localdate())
    return Clock.objects.all()


def send(client, page=None, do="preview", **fields):
    html = (page or client.get(PAGE)).content.decode()
    return client.post(PAGE, form_data(html, "main form") | {"do": do} | fields, follow=True)


def words(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").text.split())


def months() -> int:
    return AgencySettings.load_default().clock_months


def test_the_effect_is_shown_and_nothing_is_written_before_it_is_saved(client, clocks):
    seen = send(client, do="save", months="2", reason="Quyết định 5")
    assert "2 deadlines move." in words(seen)
    assert (months(), CountingRule.objects.count()) == (3, 0)

    saved = send(client, seen, do="save")
    assert "Deadlines are counted anew." in words(saved)
    rule = CountingRule.objects.get()
    assert (rule.months, rule.reason, rule.on) == (2, "Quyết định 5", timezone.localdate())
    assert months() == 2
    assert "Quyết định 5" in words(client.get(PAGE))
    evaluate(timezone.localdate())
    assert {clock.due for clock in clocks.all()} == {date(YEAR, 9, 1)}


def test_other_values_than_those_seen_are_shown_first(client, clocks):
    seen = send(client, months="2", reason="Quyết định 5")
    again = send(client, seen, do="save", months="1")
    assert "2 deadlines move." in words(again) and months() == 3
    send(client, again, do="save")
    assert months() == 1


def test_longer_than_the_law_needs_a_confirmation_beside_its_box(client, clocks, secretary):
    seen = send(client, months="6", reason="Quyết định 5")
    unticked = send(client, seen, do="save")
    field = BeautifulSoup(unticked.content, "html.parser").select_one(".field--wrong")
    assert "three months at the latest" in field.text and field.select_one("[name=longer]")
    assert months() == 3
    send(client, unticked, do="save", longer="on")
    assert months() == 6 and CountingRule.objects.get().is_longer_confirmed

    said = {"reason": "x", "by": secretary, "on": timezone.localdate(), "roll_over": False}
    with pytest.raises(LongerThanTheLaw):
        change_counting(months=7, is_longer_confirmed=False, **said)
    with pytest.raises(IntegrityError), transaction.atomic():
        CountingRule.objects.create(months=4, is_longer_confirmed=False, **said)


def test_there_and_back_leaves_a_row_for_each_change_and_none_for_the_same(client, clocks):
    for number in ("2", "3", "3"):
        send(client, send(client, months=number, reason=f"Lần {number}"), do="save")
    assert list(CountingRule.objects.values_list("months", flat=True)) == [3, 2]
    evaluate(timezone.localdate())
    assert {clock.due for clock in clocks.all()} == {date(YEAR, 10, 1)}


def test_a_reason_is_needed_and_its_error_stands_at_the_field(client, secretary):
    page = send(client, months="2", reason="")
    field = BeautifulSoup(page.content, "html.parser").select_one(".field--wrong")
    assert "Write the reason" in field.text and months() == 3
    said = {"months": 2, "roll_over": False, "is_longer_confirmed": False, "by": secretary}
    with pytest.raises(ReasonMissing):
        change_counting(reason=" ", on=timezone.localdate(), **said)
    assert (months(), CountingRule.objects.count()) == (3, 0)


def test_the_general_settings_do_not_change_it(client):
    from wagtail.models import Site

    site = Site.objects.get().pk
    address = reverse("wagtailsettings:edit", args=["doccontrol", "agencysettings", site])
    data = form_data(client.get(address).content.decode(), "main form")
    assert "clock_months" not in data
    client.post(address, data | {"clock_months": "12"})
    assert months() == 3


@pytest.mark.parametrize("role", [Role.STAFF, Role.HEAD, Role.AUDITOR, Role.APPROVER])
def test_only_who_keeps_the_settings_may_open_it(client, role):
    client.force_login(make_person(role))
    assert client.get(PAGE).status_code == 302
    client.post(PAGE, {"months": "2", "reason": "x", "seen": "2-False", "do": "save"})
    assert months() == 3


def test_the_page_asks_no_more_for_many_rows_and_clocks(client, clocks, secretary):
    def asked() -> int:
        said = {"months": "2", "reason": "x", "do": "preview"}
        with CaptureQueriesContext(connection) as queries:
            assert client.post(PAGE, said).status_code == 200
        return len(queries)

    asked()
    few = asked()
    for serial in range(6):
        CountingRule.objects.create(
            months=3, roll_over=False, reason="x", by=secretary, on=timezone.localdate()
        )
        decree = make_text(f"{serial}/2020/NĐ-CP", effective=date(2021, 1, 1))
        make_edition(on=date(2024, 1, 10), legal_basis=[decree], code=f"QT-{serial}")
        law = make_text(f"{serial}/2026/NĐ-CP", effective=date(YEAR, 7, 1))
        make_relation(law, decree)
    evaluate(timezone.localdate())
    assert asked() == few


def test_a_way_of_counting_is_neither_rewritten_nor_deleted_whoever_asks(client):
    send(client, send(client, months="2", reason="Quyết định 5"), do="save")
    rule = CountingRule.objects.get()
    rule.months = 3
    for attempt in (rule.save, rule.delete, CountingRule.objects.all().delete):
        with pytest.raises(EvidenceIsFixed):
            attempt()
    for change in ({"months": 3}, {"reason": "Khác"}, {"on": date(2020, 1, 1)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            QuerySet(CountingRule).update(**change)
    assert CountingRule.objects.get().months == 2


def test_rows_from_before_are_given_their_hashes_and_lose_nothing(secretary):
    for months in (1, 2, 3):
        said = {"reason": f"Lần {months}", "by": secretary, "on": date(2026, months, 1)}
        CountingRule.objects.create(months=months, roll_over=months == 2, **said)
    written = list(CountingRule.objects.values())
    migration = importlib.import_module("doccontrol.migrations.0034_ways_of_counting_are_evidence")
    key = ("doccontrol", "0034_ways_of_counting_are_evidence")
    then = MigrationLoader(connection).project_state(key).apps

    with without_triggers():
        QuerySet(CountingRule).update(row_sha256="")
        for _twice in range(2):
            migration.take_hashes(then, None)

    assert list(CountingRule.objects.values()) == written
    assert not [one for batch in batches() for one in batch.differences]
