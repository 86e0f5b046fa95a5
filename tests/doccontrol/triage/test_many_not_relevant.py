"""Several texts, or several documents of one, are not relevant: one reason, one approval."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from doccontrol.clocks.models import Clock, Decision
from doccontrol.decisions import actions as decisions
from doccontrol.decisions.batches import actions as batches
from doccontrol.models import IncomingFile, LegalText, LegalType, Triage
from doccontrol.organisation.accounts.roles import Role
from doccontrol.triage import similar_documents as similar_port
from doccontrol.triage.actions import confirm, set_not_relevant
from doccontrol.triage.forms.as_read import statements_of
from doccontrol.triage.pages import room
from tests.doccontrol.triage.statements import amends, found, make_file, reading, unread
from tests.extending import point_of
from tests.make import make_edition, make_issuer, make_person, make_settings, make_text

pytestmark = pytest.mark.django_db
ON = timezone.localdate()
ROOM, SET_ASIDE = reverse("triage:index"), reverse("triage:set_aside")


@pytest.fixture(autouse=True)
def secretary(client, monkeypatch):
    make_settings(clock_months=3, roll_over=False)
    make_issuer("Chính phủ")
    LegalType.objects.create(name="Nghị định", is_normative=True)
    client.cookies["django_language"] = "en"
    monkeypatch.setattr(similar_port, "document_finders", point_of())
    decree = make_text("131/2021/NĐ-CP", effective=date(2022, 2, 15))
    for code in ("QT-A", "QT-B"):
        make_edition(on=date(2024, 1, 10), legal_basis=[decree], code=code)
    person = make_person(Role.SECRETARY)
    client.force_login(person)
    return person


def file_of(number: str, *, opens: bool) -> IncomingFile:
    relations = [amends()] if opens else []
    return make_file(reading=reading(number=found(number), relations=relations))


def say(client, *files: IncomingFile, reason: str = "Ngoài lĩnh vực"):
    data = {"file": [file.pk for file in files], "not_relevant_reason": reason}
    return client.post(SET_ASIDE, data, follow=True)


def page(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def test_what_opens_nothing_is_put_aside_at_once_and_the_others_wait_for_one_answer(client):
    aside = [file_of(f"{serial}/2026/NĐ-CP", opens=False) for serial in (1, 2)]
    aside.append(make_file(reading=reading(number=unread())))
    opening = [file_of(f"{serial}/2026/NĐ-CP", opens=True) for serial in (3, 4)]

    told = " ".join(page(say(client, *aside, *opening)).text.split())

    assert "3 texts are put aside" in told and "2 texts are registered" in told
    assert not IncomingFile.objects.for_triage().exists()
    assert {one.file_id for one in Triage.objects.filter(is_one_persons=True)} == {
        file.pk for file in aside
    }
    waiting = list(Triage.objects.waiting())
    assert {one.file_id for one in waiting} == {file.pk for file in opening}
    assert len({one.batch for one in waiting}) == 1 and waiting[0].batch is not None
    assert {one.reason for one in Triage.objects.all()} == {"Ngoài lĩnh vực"}
    assert LegalText.objects.filter(number__in=["3/2026/NĐ-CP", "4/2026/NĐ-CP"]).count() == 0
    proposals = Decision.objects.waiting()
    assert proposals.count() == 4 and len(set(proposals.values_list("batch", flat=True))) == 1

    director = make_person(Role.APPROVER)
    batches.approve_together(waiting, by=director, on=ON)
    assert not Clock.objects.with_closing().open(ON).exists()
    assert not Decision.objects.waiting().exists()


def test_the_page_of_the_proposal_asks_once_for_all_of_them(client):
    say(client, *(file_of(f"{serial}/2026/NĐ-CP", opens=True) for serial in (3, 4)))
    batch = Triage.objects.waiting()[0].batch
    address = reverse("decisions:approve_batch", args=["triage", batch])
    client.force_login(make_person(Role.APPROVER))
    shown = page(client.get(reverse("decisions:batch", args=["triage", batch])))
    assert "2 new texts: not relevant" in shown.text
    rows = {"row": [triage.pk for triage in Triage.objects.waiting()], "confirmed": "1"}
    client.post(address, rows)
    assert not Triage.objects.waiting().exists()
    assert not Clock.objects.with_closing().open(ON).exists()


@pytest.mark.parametrize(
    ("reason", "ticked", "said"),
    [("", True, "Write the reason"), ("Ngoài lĩnh vực", False, "Tick at least one.")],
)
def test_what_is_missing_stands_beside_its_field_and_what_was_typed_stays(
    client, reason, ticked, said
):
    files = [file_of(f"{serial}/2026/NĐ-CP", opens=False) for serial in (1, 2)]
    shown = page(say(client, *(files[:1] if ticked else []), reason=reason))
    assert said in shown.select_one("#set-aside").text
    assert shown.select_one("#set-aside textarea").text.strip() == reason
    boxes = {box["value"]: box.has_attr("checked") for box in shown.select("[name=file]")}
    assert boxes == {str(files[0].pk): ticked, str(files[1].pk): False}
    assert not Triage.objects.exists()


def test_a_text_of_which_something_must_be_corrected_first_stops_all_of_them(client):
    doubtful = file_of("5/2026/NĐ-CP", opens=True)
    doubtful.reading["issuer"] = found("Bộ Chưa có")
    doubtful.save()
    shown = page(say(client, file_of("1/2026/NĐ-CP", opens=False), doubtful))
    told = " ".join(shown.select_one(".messages").text.split())
    assert "must be looked at first" in told and doubtful.name in told
    assert not Triage.objects.exists()


def test_one_answered_by_somebody_else_meanwhile_stops_all_and_is_named(client, secretary):
    first, second = (file_of(f"{serial}/2026/NĐ-CP", opens=False) for serial in (1, 2))
    [(_file, said)] = statements_of([second.pk], ON)
    confirm(second, said, reason="Có liên quan", by=secretary, on=ON)
    say(client, first, second)
    assert not Triage.objects.filter(file=first).exists()


def test_put_aside_together_looked_at_again_and_put_aside_again(client, secretary):
    files = [file_of(f"{serial}/2026/NĐ-CP", opens=True) for serial in (3, 4)]
    director = make_person(Role.APPROVER)
    for round_ in range(2):
        say(client, *files, reason=f"Lần {round_ + 1}")
        standing = list(Triage.objects.waiting().filter(reopens=None))
        batches.approve_together(standing, by=director, on=ON)
        assert not Clock.objects.with_closing().open(ON).exists()
        if round_:
            break
        for triage in standing:
            asked = decisions.propose_reopening(triage, reason="Xem lại", by=secretary, on=ON)
            decisions.approve(asked, by=director, on=ON)
        assert Clock.objects.with_closing().open(ON).count() == 4
        assert IncomingFile.objects.for_triage().count() == 2
    assert not IncomingFile.objects.for_triage().exists()


def test_refused_together_all_wait_to_be_decided_again(client):
    say(client, *(file_of(f"{serial}/2026/NĐ-CP", opens=True) for serial in (3, 4)))
    waiting = list(Triage.objects.waiting())
    director = make_person(Role.APPROVER)
    batches.refuse_together(waiting, by=director, on=ON, reason="Có liên quan")
    assert IncomingFile.objects.for_triage().count() == 2
    assert not Decision.objects.waiting().exists()


def test_several_documents_of_one_text_are_proposed_from_its_page(client, secretary):
    file = file_of("3/2026/NĐ-CP", opens=True)
    [(_file, said)] = statements_of([file.pk], ON)
    confirm(file, said, reason="Có liên quan", by=secretary, on=ON)
    address = reverse("triage:file", args=[file.pk])
    boxes = page(client.get(address)).select("input[name=clock]")
    assert len(boxes) == 2
    together = reverse("clocks:propose_together")
    assert client.get(together, {"clock": [box["value"] for box in boxes]}).status_code == 200
    keys = [box["value"] for box in boxes]
    outcome = {"outcome": "not_relevant", "reason": "Không dùng mẫu này"}
    client.post(together, {"clock": keys, "listed": keys} | outcome)
    assert len(set(Decision.objects.waiting().values_list("batch", flat=True))) == 1
    assert not page(client.get(address)).select("input[name=clock]")
    client.force_login(make_person(Role.AUDITOR))
    assert not page(client.get(address)).select("input[name=clock]")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.HEAD, Role.WORKING_GROUP, Role.STAFF])
def test_only_who_decides_puts_aside(client, role):
    file = file_of("1/2026/NĐ-CP", opens=False)
    client.force_login(make_person(role))
    say(client, file)
    assert not Triage.objects.exists()
    assert not page(client.get(ROOM)).select("[name=file]")


def test_the_same_said_twice_changes_nothing(secretary):
    file = file_of("1/2026/NĐ-CP", opens=False)
    once = set_not_relevant(file, None, reason="Ngoài lĩnh vực", by=secretary, on=ON)
    assert set_not_relevant(file, None, reason="Khác", by=secretary, on=ON) == once


def test_a_second_file_of_the_same_text_is_looked_at_by_itself(client):
    first, second = (file_of("3/2026/NĐ-CP", opens=True) for _copy in range(2))
    told = page(say(client, first, second))
    assert "must be looked at first" in told.select_one(".messages").text
    boxes = {box["value"]: box.has_attr("checked") for box in told.select("[name=file]")}
    assert boxes == {str(first.pk): True, str(second.pk): True}
    assert not Triage.objects.exists()


def test_a_file_that_is_gone_stops_all_and_is_said(client):
    kept, gone = (file_of(f"{serial}/2026/NĐ-CP", opens=False) for serial in (1, 2))
    key = gone.pk
    gone.delete()
    data = {"file": [kept.pk, key], "not_relevant_reason": "Ngoài lĩnh vực"}
    told = page(client.post(SET_ASIDE, data, follow=True))
    assert "no longer there" in told.text
    assert not Triage.objects.exists()


def test_what_is_ticked_on_the_second_page_stays_there_if_something_is_missing(client, monkeypatch):
    monkeypatch.setattr(room, "PER_PAGE", 1)
    for serial in (1, 2):
        file_of(f"{serial}/2026/NĐ-CP", opens=False)
    shown = page(client.get(ROOM, {"p": 2}))
    address = shown.select_one("#set-aside")["action"]
    [key] = (box["value"] for box in shown.select("[name=file]"))
    data = {"file": [key], "not_relevant_reason": ""}
    again = page(client.post(address, data, follow=True))
    [box] = again.select("[name=file]")
    assert box["value"] == key and box.has_attr("checked")
