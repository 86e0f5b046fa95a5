"""The room for new texts: files are handed in above, and below they stand by what needs a look."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.kept import work
from doccontrol.models import IncomingFile, LegalType
from doccontrol.organisation.accounts.roles import Role
from doccontrol.triage import similar_documents as similar_port
from doccontrol.triage.expected_clocks import expected_clocks
from doccontrol.triage.pages.file_page import first_desk
from tests.doccontrol.triage.statements import amends, found, make_file, reading, unread
from tests.extending import point_of
from tests.make import (
    make_edition,
    make_issuer,
    make_person,
    make_relation,
    make_settings,
    make_text,
)

pytestmark = pytest.mark.django_db
ROOM = reverse("triage:index")
EARLY = {"reason": "It ends before it takes effect.", "values": {}, "code": "ends-first"}


@pytest.fixture(autouse=True)
def agency(client, monkeypatch):
    make_settings(clock_months=3, roll_over=False)
    make_issuer("Chính phủ")
    LegalType.objects.create(name="Nghị định", is_normative=True)
    client.cookies["django_language"] = "en"
    monkeypatch.setattr(similar_port, "document_finders", point_of())
    client.force_login(make_person(Role.SECRETARY))


@pytest.fixture
def decree():
    """Three documents rest on it, one of them through a circular that guides it."""
    decree = make_text("131/2021/NĐ-CP", effective=date(2022, 2, 15))
    for code in ("QT-A", "QT-B"):
        make_edition(on=date(2024, 1, 10), legal_basis=[(decree, "Điều 6")], code=code)
    return decree


def number(printed: str, **fields):
    return reading(number=found(printed), **fields)


def rows(client):
    page = BeautifulSoup(client.get(ROOM).content, "html.parser")
    return [" ".join(row.text.split()) for row in page.select("#waiting-texts tbody tr")]


def test_what_looks_wrong_stands_first_then_clocks_then_who_waits_longest(client, decree):
    now = timezone.now()
    days = {"10/2026/NĐ-CP": 1, "11/2026/NĐ-CP": 9, "12/2026/NĐ-CP": 2, "13/2026/NĐ-CP": 3}
    said = {
        "12/2026/NĐ-CP": {"relations": [amends()]},
        "13/2026/NĐ-CP": {"warnings": [EARLY]},
    }
    for printed, waited in days.items():
        make_file(
            reading=number(printed, **said.get(printed, {})),
            received_at=now - timedelta(days=waited),
        )
    make_file(reading=reading(number=unread()), received_at=now)

    listed = rows(client)

    order = ["13/2026", "12/2026", "number not read", "11/2026", "10/2026"]
    assert [name in row for name, row in zip(order, listed, strict=True)] == [True] * 5
    assert EARLY["reason"] in listed[0] and "3 days" in listed[0]
    assert " 2 15/01/2027" in listed[1]  # clocks, and the day of effect
    assert "cannot be told yet" in listed[2] and "since today" in listed[2]


def test_a_file_read_in_part_is_a_warning_here_as_on_its_own_page(client):
    file = make_file()
    IncomingFile.objects.filter(pk=file.pk).update(refusal="needs-tesseract")
    assert "tesseract" in rows(client)[0]


def _ends_by_its_name():
    labour_code = LegalType.objects.create(name="Bộ luật", is_normative=True)
    law = make_text("45/2019/QH14", type=labour_code, subject="Bộ luật Lao động")
    make_edition(on=date(2024, 1, 10), legal_basis=[(law, "")], code="QT-C")
    return amends(None, kind="bai_bo", name="Bộ luật Lao động", scope="toàn bộ")


def readings(decree):
    """One for each way in which a text can be known or doubtful."""
    make_text("40/2025/NĐ-CP", issued=date(2026, 11, 18), effective=date(2027, 3, 1))
    replaced = make_text("41/2025/NĐ-CP", issued=date(2026, 11, 18), effective=None)
    make_relation(replaced, decree)
    make_text("42/2025/NĐ-CP", issued=date(2020, 1, 1))
    waiting = make_text("43/2025/NĐ-CP", effective=date(2027, 1, 1))
    make_relation(waiting, "44/2026/NĐ-CP")
    LegalType.objects.create(name="Công văn", is_normative=False)
    applied = found("2027-05-01", scope="Điều 5")
    return [
        number("30/2026/NĐ-CP"),
        number("30/2026/NĐ-CP", relations=[amends()]),
        number("31/2026/NĐ-CP", relations=[amends(), amends(kind="can_cu")]),
        number("32/2026/NĐ-CP", relations=[amends()], applied_from=applied),
        number("33/2026/NĐ-CP", relations=[amends()], effective=unread()),
        number("34/2026/NĐ-CP", relations=[amends()], expires=found("2026-01-01")),
        number("35/2026/NĐ-CP", relations=[amends()], issuer=found("Bộ Chưa có")),
        number("36/2026/NĐ-CP", relations=[amends()], type=found("Công văn")),
        number("37/2026/NĐ-CP", relations=[amends()], type=found("Lệnh")),
        number("38/2026/NĐ-CP", relations=[amends("38/2026/NĐ-CP"), amends("9/2000/NĐ-CP")]),
        number("40/2025/NĐ-CP", relations=[amends()]),
        number("41/2025/NĐ-CP"),
        number("42/2025/NĐ-CP", relations=[amends()]),
        number("44/2026/NĐ-CP", relations=[amends()]),
        number("45/2026/NĐ-CP", relations=[amends(), amends(on="2027-06-01", scope="Điều 9")]),
        number("46/2026/NĐ-CP", relations=[_ends_by_its_name()]),
        reading(number=unread()),
        reading(type=unread()),
    ]


def test_the_list_says_as_many_clocks_as_the_page_of_each_file(decree):
    on = date(2026, 11, 30)
    files = [make_file(reading=each) for each in readings(decree)]

    told = expected_clocks({file.pk: file.reading for file in files}, on)

    shown = {}
    for file in files:
        opened = first_desk(file, on)[1].opened
        shown[file.pk] = None if opened is None else len(opened)
    assert told == shown
    assert {None, 0, 2, 4} <= set(told.values())


def test_the_list_asks_no_more_for_many_texts_that_do_much(client, decree):
    def asked():
        work.shelf.clear()
        with CaptureQueriesContext(connection) as queries:
            count = len(rows(client))
        return count, len(queries)

    make_file(reading=number("50/2026/NĐ-CP", relations=[amends()]))
    make_text("80/2025/NĐ-CP", issued=date(2026, 11, 18), effective=date(2027, 3, 1))
    make_file(reading=number("80/2025/NĐ-CP", relations=[amends()]))
    asked()
    few, for_few = asked()
    for serial in range(51, 60):
        make_file(reading=number(f"{serial}/2026/NĐ-CP", relations=[amends()]))
        known = f"{serial + 30}/2025/NĐ-CP"
        make_text(known, issued=date(2026, 11, 18), effective=date(2027, 3, 1))
        make_file(reading=number(known, relations=[amends()]))
    assert asked() == (few + 18, for_few)


def test_what_is_handed_in_here_leads_back_here_and_is_seen_until_it_is_read(client):
    page = client.get(ROOM).content.decode()
    assert page.index("data-incoming-form") < page.index("waiting-texts")
    sent = {"chosen": [SimpleUploadedFile("moi.pdf", b"%PDF-1.7 x")], "next": ROOM}

    answer = client.post(reverse("incoming:upload"), sent)

    assert answer.headers["Location"] == ROOM
    unread = BeautifulSoup(client.get(ROOM).content, "html.parser").select_one("#incoming-table")
    assert "moi.pdf" in unread.text and unread["data-incoming-waiting"] == ROOM
    IncomingFile.objects.update(state="refused", refusal="too-large", file="")
    assert "moi.pdf" not in client.get(ROOM).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_nobody_is_led_elsewhere_after_handing_in(client, elsewhere):
    answer = client.post(reverse("incoming:upload"), {"next": elsewhere})
    assert answer.headers["Location"] == reverse("incoming:index")


def test_the_old_address_leads_here_and_the_menu_has_one_door(client):
    assert client.get("/admin/incoming/").headers["Location"] == ROOM
    menu = client.get(reverse("account")).content.decode()
    assert ROOM in menu and reverse("incoming:index") not in menu
    assert reverse("incoming:index") in client.get(ROOM).content.decode()
