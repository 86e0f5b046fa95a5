"""The walk of one law (ARCHITECTURE): from registration to confirmed reading of the new edition.

Every step is taken twice. The second time must leave the rows as the first one left them. CI runs
the same story on PostgreSQL.
"""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowState

from doccontrol.acknowledgements.actions import acknowledge
from doccontrol.acknowledgements.reading import must_read
from doccontrol.calendar import add_months
from doccontrol.clocks.deciding import open_draft
from doccontrol.clocks.evaluating import evaluate
from doccontrol.clocks.models import Clock
from doccontrol.clocks.rules import ClockState
from doccontrol.documents.issuing.actions import submit
from doccontrol.documents.judging.workflow import NoLongerWaiting
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import ChangeNote, Edition, LegalBasis, LegalText, LegalType, Person
from doccontrol.organisation.accounts.roles import Role
from doccontrol.register.actions import add_relation, register_text
from doccontrol.register.rules import TextStatus
from tests.journeys.steps import twice
from tests.make import make_edition, make_issuer, make_person, make_settings, make_text, make_unit

pytestmark = pytest.mark.django_db

OLD, NEW = "12/2022/NĐ-CP", "283/2026/NĐ-CP"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def people():
    unit = make_unit(name="Thanh tra")
    return {
        "unit": unit,
        "secretary": make_person(Role.SECRETARY),
        "author": make_person(Role.STAFF, unit=unit),
        "head": make_person(Role.HEAD, unit=unit, head=True),
        "director": make_person(Role.APPROVER),
        "reader": make_person(Role.STAFF, unit=unit),
    }


@pytest.fixture(autouse=True)
def agency(tmp_path, settings):
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "index"}
    settings.MEDIA_ROOT = tmp_path / "media"
    make_settings(clock_months=3, roll_over=False)


def work() -> None:
    call_command("work", "--once", stdout=StringIO(), stderr=StringIO())


def take_step(page, person: Person) -> None:
    state = WorkflowState.objects.get(object_id=str(page.pk), status="in_progress")
    task_state = state.current_task_state.specific
    task_state.task.specific.on_action(task_state, person, "approve")
    with pytest.raises(NoLongerWaiting):
        task_state.task.specific.on_action(task_state, person, "approve")


def register_the_law(people, today) -> LegalText:
    decree = LegalType.objects.get(name="Nghị định")
    law = register_text(
        number=NEW,
        type=decree,
        by=people["secretary"],
        reason="Văn bản đến",
        issuer=make_issuer(),
        issued=today - timedelta(days=60),
        effective=today - timedelta(days=20),
        subject="Xử phạt vi phạm hành chính trong lĩnh vực lao động",
    )
    add_relation(
        law,
        kind=RelationKind.REPLACES,
        target=LegalText.objects.get(number=OLD),
        scope="toàn bộ",
        by=people["secretary"],
        reason="Điều khoản thi hành",
    )
    return law


def revise(clock: Clock, people, today) -> Edition:
    page = open_draft(clock, by=people["author"], on=today)
    draft = page.specific_class.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.changes = [ChangeNote(place="Mục 3", description="Thay căn cứ")]
    draft.legal_basis = [LegalBasis(text=clock.event.acting, clause="Điều 6")]
    draft.purpose = "<p>Thống nhất việc xử phạt theo nghị định mới.</p>"
    draft.save_revision(user=people["author"])
    page = page.specific_class.objects.get(pk=page.pk)
    submit(page, by=people["author"])
    take_step(page, people["head"])
    take_step(page, people["director"])
    return Edition.objects.get(document=page, revision_no=1)


def state(clock: Clock, on) -> ClockState:
    found = Clock.objects.with_closing().get(pk=clock.pk)
    return found.state(on, warning_days=30)


def search(query: str, *options: str) -> list[dict]:
    out = StringIO()
    call_command("search", query, "--json", *options, stdout=out)
    return json.loads(out.getvalue())["hits"]


def test_the_walk_of_one_law(client, people, today):
    old = make_text(OLD, effective=today - timedelta(days=1500))
    before = make_edition(
        on=today - timedelta(days=400),
        owner_unit=people["unit"],
        title="Xử phạt vi phạm hành chính",
        legal_basis=[(old, "Điều 6")],
        purpose="<p>Áp dụng nghị định cũ về xử phạt.</p>",
    )
    yesterday = today - timedelta(days=1)

    law = twice(lambda: register_the_law(people, today))
    twice(lambda: evaluate(today))
    clock = Clock.objects.get(event__acting=law)
    assert (clock.document_id, clock.kind, clock.clause) == (
        before.document_id,
        "replaces",
        "Điều 6",
    )
    assert clock.due == add_months(law.effective, 3)
    assert state(clock, today) is ClockState.RUNNING

    twice(lambda: open_draft(clock, by=people["author"], on=today))
    after = revise(clock, people, today)
    twice(work)

    assert list(after.implements.all()) == [clock.event]
    assert state(clock, today) is ClockState.CLOSED_ON_TIME
    assert after.pdf.sha256
    before.refresh_from_db()
    assert before.ends_on == after.in_force_from == today

    page = client.get(after.document.url).content.decode()
    assert "01/01" in page or ">01<" in page
    assert "nghị định mới" in page
    assert "nghị định cũ" not in page

    # typed without marks, by the public
    [hit] = {
        hit["edition"]
        for hit in search("xu phat vi pham", "--public")
        if hit["kind"] == "procedure"
    }
    assert hit == "01/01"

    assert after in must_read(people["reader"], today)
    twice(lambda: acknowledge(after, people["reader"], on=today, sha256=after.sha256))
    assert after not in must_read(people["reader"], today).exclude(
        acknowledgements__person=people["reader"]
    )

    # A past day: portal, register, clocks and search tell of the same world.
    past = client.get(after.document.url, {"on": yesterday.isoformat()}).content.decode()
    assert "nghị định cũ" in past
    assert "nghị định mới" not in past
    assert state(clock, yesterday) is ClockState.RUNNING
    [hit] = {
        hit["edition"]
        for hit in search("xu phat vi pham", "--public", "--on", yesterday.isoformat())
        if hit["kind"] == "procedure"
    }
    assert hit == "01/00"
    day_before_the_law = law.effective - timedelta(days=1)
    assert old.status(day_before_the_law) is TextStatus.IN_FORCE
    assert old.status(law.effective) is TextStatus.EXPIRED
    assert state(clock, day_before_the_law) is ClockState.UPCOMING
    assert Edition.objects.in_force(day_before_the_law).get(document=after.document) == before


def test_a_reader_sees_on_the_desk_what_came_into_force(client, people, today):
    edition = make_edition(on=today, owner_unit=people["unit"], title="Tiếp công dân")
    client.force_login(people["reader"])

    assert "Tiếp công dân" in client.get(reverse("desk")).content.decode()
    client.post(reverse("acknowledge", args=[edition.pk]), {"sha256": edition.sha256})

    confirmed = edition.acknowledgements.get()
    assert (confirmed.person, confirmed.edition_sha256) == (people["reader"], edition.sha256)
