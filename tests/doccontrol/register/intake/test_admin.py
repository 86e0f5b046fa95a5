"""The list of incoming files: who sees it, what it says, what is handed in and taken out."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from doccontrol.models import IncomingFile
from doccontrol.organisation.accounts.roles import Role
from doccontrol.register.intake import keeping
from doccontrol.register.intake.actions import (
    attach_to_text,
    let_go,
    note_fault,
    refuse,
    set_aside,
    take_up,
)
from doccontrol.register.intake.steps import read_now
from tests.doccontrol.register.intake import make
from tests.doccontrol.register.intake.make import hand_in
from tests.make import make_person, make_text

pytestmark = pytest.mark.django_db
LIST, UPLOAD, ROOM = "incoming:index", "incoming:upload", "triage:index"
State = IncomingFile.State


@pytest.fixture(autouse=True)
def _english(client) -> None:
    client.cookies["django_language"] = "en"


def shown(client, **query) -> str:
    response = client.get(reverse(LIST), query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def room(client) -> str:
    return " ".join(client.get(reverse(ROOM)).content.decode().split())


def rows(page: str) -> list[str]:
    table = BeautifulSoup(page, "html.parser").select("#incoming-table tbody tr")
    return [" ".join(row.text.split()) for row in table]


def file(name: str = "a.pdf", content: bytes = b"%PDF-1.7 x") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def read_file(content: bytes = b"read", **reading: object) -> IncomingFile:
    row = hand_in(content, "đã đọc.pdf").row
    row.state, row.read_at, row.kind = State.READ, timezone.now(), "pdf"
    row.reading, row.page_count, row.pages_read = reading, 3, 3
    row.save()
    return row


def messages_of(client) -> str:
    page = BeautifulSoup(client.get(reverse(LIST)).content, "html.parser")
    return " ".join(page.select_one(".messages").text.split())


@pytest.mark.parametrize(
    ("role", "sees", "hands_in"),
    [
        (Role.SECRETARY, True, True),
        (Role.WORKING_GROUP, True, True),
        (Role.HEAD, True, False),
        (Role.AUDITOR, True, False),
        (Role.STAFF, False, False),
    ],
)
def test_who_may_see_and_who_may_hand_in(client, role: Role, sees: bool, hands_in: bool) -> None:
    row, pictured = hand_in(b"one").row, read_now(hand_in(make.pdf()).row)
    client.force_login(make_person(role))
    listing, room = client.get(reverse(LIST)), client.get(reverse(ROOM))
    results = client.get(reverse("incoming:results"))
    original = client.get(reverse("incoming:original", args=[row.pk]))
    page = client.get(reverse("incoming:page", args=[pictured.pk, 1]))
    sent = client.post(reverse(UPLOAD), {"chosen": [file()]})
    home = client.get(reverse("account")).content.decode()

    answers = [answer.status_code for answer in (listing, room, results, original, page)]
    # Wagtail leads whoever may not back to its first page, with a message.
    assert all((status == 200) is sees for status in answers)
    assert IncomingFile.objects.filter(name="a.pdf").exists() is hands_in
    assert ("data-incoming-form" in room.content.decode()) is hands_in
    assert (reverse(ROOM) in home) is sees
    assert sent.status_code in (302, 403)


@pytest.mark.parametrize("name", [LIST, "incoming:results", UPLOAD])
def test_a_stranger_is_led_to_the_log_in(client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("login"))


def test_a_stranger_gets_no_file(client) -> None:
    row = hand_in(b"one").row
    for name, place in (("original", []), ("searchable", []), ("page", [1])):
        answer = client.get(reverse(f"incoming:{name}", args=[row.pk, *place]))
        assert answer.headers["Location"].startswith(reverse("login"))


def test_many_files_are_handed_in_at_once(client) -> None:
    person = make_person(Role.SECRETARY)
    client.force_login(person)
    files = [file("a.pdf", b"%PDF a"), file("b.docx", b"PK b"), file("c.png", b"png c")]
    answer = client.post(reverse(UPLOAD), {"chosen": files})

    assert answer.url == reverse(LIST)
    assert set(IncomingFile.objects.values_list("name", "received_by", "way")) == {
        (name, person.pk, "upload") for name in ("a.pdf", "b.docx", "c.png")
    }
    assert "3 files are kept and will be read now." in messages_of(client)


def test_no_file_chosen_is_said(client) -> None:
    client.force_login(make_person(Role.SECRETARY))
    client.post(reverse(UPLOAD), {})
    assert "Choose at least one file." in messages_of(client)


def test_the_same_file_again_leads_to_its_legal_text(client) -> None:
    client.force_login(make_person(Role.SECRETARY))
    client.post(reverse(UPLOAD), {"chosen": [file()]})
    client.post(reverse(UPLOAD), {"chosen": [file("b.pdf")]})
    assert "“a.pdf” is here already: nothing was kept twice." in messages_of(client)

    text = make_text("905/2026/NĐ-CP")
    attach_to_text(IncomingFile.objects.get(), text, by=None, reason="Đã xem")
    client.post(reverse(UPLOAD), {"chosen": [file("c.pdf")]})
    page = client.get(reverse(LIST)).content.decode()
    assert "“a.pdf” is here already: it is the file of" in page
    assert f'href="{reverse("legal_texts:inspect", args=[text.pk])}" class="button' in page


def test_a_file_that_is_read_and_comes_again_leads_to_triage(client) -> None:
    client.force_login(make_person(Role.SECRETARY))
    row = read_file(b"%PDF read")
    client.post(reverse(UPLOAD), {"chosen": [file("b.pdf", b"%PDF read")]})
    page = client.get(reverse(LIST)).content.decode()

    assert f'href="{reverse("triage:file", args=[row.pk])}" class="button' in page


def test_a_refused_file_that_comes_again_is_said_to_be_read_again(client) -> None:
    client.force_login(make_person(Role.SECRETARY))
    refuse(hand_in(b"%PDF torn").row, "broken")
    client.post(reverse(UPLOAD), {"chosen": [file("b.pdf", b"%PDF torn")]})

    assert "1 file is kept and will be read now." in messages_of(client)


def test_a_file_refused_at_once_is_told_and_listed_with_its_reason(client) -> None:
    client.force_login(make_person(Role.SECRETARY))
    client.post(reverse(UPLOAD), {"chosen": [file("empty.pdf", b"")]})

    assert "“empty.pdf” is refused. The file is empty." in messages_of(client)
    (row,) = rows(shown(client))
    assert "refused" in row
    assert "The file is empty." in row


def test_a_name_of_a_file_is_never_markup(client) -> None:
    client.force_login(make_person(Role.SECRETARY))
    for _twice in range(2):
        client.post(reverse(UPLOAD), {"chosen": [file("<img src=x onerror=alert(1)>.pdf")]})
        assert "<img src=x" not in client.get(reverse(LIST)).content.decode()
    assert IncomingFile.objects.get().name == "<img src=x onerror=alert(1)>.pdf"


def test_the_original_is_handed_out_as_it_came_and_never_shown_as_a_page(client) -> None:
    evil = b"<html><script>alert(1)</script>"
    row = hand_in(evil, "trang.html").row
    client.force_login(make_person(Role.AUDITOR))
    answer = client.get(reverse("incoming:original", args=[row.pk]))

    assert b"".join(answer.streaming_content) == evil
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="trang.html"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_searchable_copy_lies_beside_the_original(client) -> None:
    row = hand_in(b"scan", "công văn.pdf").row
    row.kind = "scan"
    row.searchable.save("copy.pdf", ContentFile(b"%PDF with words"))
    client.force_login(make_person(Role.AUDITOR))

    assert reverse("incoming:searchable", args=[row.pk]) in shown(client)
    answer = client.get(reverse("incoming:searchable", args=[row.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF with words"
    assert "c%C3%B4ng%20v%C4%83n-ocr.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "application/pdf"


def test_what_is_not_kept_cannot_be_handed_out(client) -> None:
    row, lost = hand_in(b"torn").row, hand_in(b"lost").row
    refuse(row, "broken")
    let_go(row, by=make_person())
    keeping.path_of(lost.sha256).unlink()
    client.force_login(make_person(Role.AUDITOR))

    for name, pk in (("original", row.pk), ("searchable", lost.pk), ("original", lost.pk)):
        assert client.get(reverse(f"incoming:{name}", args=[pk])).status_code == 404


def test_the_list_says_how_far_each_file_is(client) -> None:
    client.force_login(make_person(Role.SECRETARY))
    reading = hand_in(b"reading", "đang đọc.pdf").row
    reading.state, reading.page_count, reading.pages_read = State.READING, 12, 5
    reading.save()
    set_aside(hand_in(b"scan", "quét.pdf").row, "needs-tesseract")
    read_file(number={"value": "905/2026/NĐ-CP", "page": 1, "span": [0, 3], "confidence": 1})
    read_file(b"other", number={"value": None, "reason": "handwritten"})
    page = shown(client)

    unnumbered, read, unread, in_progress = rows(page)
    assert "being read" in in_progress
    assert "5 of 12 pages" in in_progress
    assert "tesseract-ocr-vie" in unread
    assert "read Look at it and decide 905/2026/NĐ-CP PDF 3" in read
    assert "905/2026/NĐ-CP" in read
    assert "None" not in unnumbered
    assert "1 file is still to be read." in page
    assert f'data-incoming-waiting="{reverse("incoming:results")}"' in page


def test_a_read_file_leads_to_triage_for_those_who_may_see_it(client) -> None:
    row = read_file()
    client.force_login(make_person(Role.SECRETARY))
    assert f'href="{reverse("triage:file", args=[row.pk])}"' in shown(client)


def test_files_are_found_by_state_and_name(client) -> None:
    client.force_login(make_person(Role.SECRETARY))
    hand_in(b"one", "one.pdf")
    refuse(hand_in(b"two", "two.pdf").row, "broken")

    assert len(rows(shown(client))) == 2
    (refused,) = rows(shown(client, state="refused"))
    assert "two.pdf" in refused
    (found,) = rows(shown(client, q="one"))
    assert "one.pdf" in found
    assert "No incoming file matches." in shown(client, state="unread")


def test_an_empty_list_says_what_to_do(client) -> None:
    client.force_login(make_person(Role.SECRETARY))
    assert "Choose the files of new legal texts above" in room(client)
    client.force_login(make_person(Role.AUDITOR))
    assert "No file has come in yet." in shown(client)
    assert "Choose the files" not in room(client)


def test_the_list_asks_as_many_questions_for_many_files_as_for_one(
    client, django_assert_max_num_queries
) -> None:
    client.force_login(make_person(Role.SECRETARY))
    person = make_person()

    def one_more(number: int) -> None:
        row = hand_in(str(number).encode(), by=person).row
        attach_to_text(row, make_text(), by=None, reason="Đã xem")

    def asked() -> int:
        with django_assert_max_num_queries(60) as queries:
            shown(client)
        return len(queries)

    one_more(0)
    shown(client)
    few = asked()
    for number in range(1, 12):
        one_more(number)
    assert asked() == few


def test_the_page_of_a_text_offers_its_files_to_those_who_may_have_them(client) -> None:
    text, row = make_text(), read_file()
    attach_to_text(row, text, by=None, reason="Đã xem")
    page = reverse("legal_texts:inspect", args=[text.pk])
    original = reverse("incoming:original", args=[row.pk])
    client.force_login(make_person(Role.SECRETARY))
    assert original in client.get(page).content.decode()

    reader = make_person(Role.AUDITOR)
    reader.groups.get().permissions.remove(*Permission.objects.filter(codename="view_incomingfile"))
    client.force_login(reader)
    answer = client.get(page)
    assert answer.status_code == 200
    assert original not in answer.content.decode()


# A refused file stays until a person lets it go


def refused_file(content: bytes = b"%PDF torn") -> IncomingFile:
    row = hand_in(content, "hỏng.pdf").row
    refuse(row, "broken")
    return row


@pytest.mark.parametrize("role", list(Role))
def test_the_secretary_alone_may_have_a_refused_file_read_again_or_delete_it(
    client, role: Role
) -> None:
    again, gone = refused_file(b"one"), refused_file(b"two")
    client.force_login(make_person(role))
    may = role == Role.SECRETARY
    page = client.get(reverse("incoming:refused", args=[gone.pk]))
    client.post(reverse("incoming:read_again", args=[again.pk]))
    client.post(reverse("incoming:let_go", args=[gone.pk]), {"sure": "yes"})

    again.refresh_from_db()
    assert (page.status_code == 200) is may
    assert (again.state == State.WAITING) is may
    assert keeping.path_of(gone.sha256).exists() is not may
    if role in (Role.SECRETARY, Role.AUDITOR):
        refused_file(b"three")
        assert ("Read it again or delete it" in shown(client)) is may


@pytest.mark.parametrize("name", ["refused", "read_again", "let_go"])
def test_a_stranger_does_nothing_with_a_refused_file(client, name: str) -> None:
    row = refused_file()
    answer = client.post(reverse(f"incoming:{name}", args=[row.pk]), {"sure": "yes"})
    row.refresh_from_db()

    assert answer.headers["Location"].startswith(reverse("login"))
    assert (row.state, keeping.path_of(row.sha256).exists()) == (State.REFUSED, True)


def test_nothing_is_deleted_by_a_click_that_slipped(client) -> None:
    row = refused_file()
    client.force_login(make_person(Role.SECRETARY))
    client.post(reverse("incoming:let_go", args=[row.pk]))

    assert keeping.path_of(row.sha256).exists()
    assert "Nothing was deleted" in messages_of(client)


def test_who_deleted_a_refused_file_stands_in_the_list_and_in_the_log(client) -> None:
    row, person = refused_file(), make_person(Role.SECRETARY)
    client.force_login(person)
    for _twice in range(2):
        client.post(reverse("incoming:let_go", args=[row.pk]), {"sure": "yes"})

    (line,) = rows(shown(client))
    assert f"{person} deleted the file on" in line
    assert "Read it again" not in line
    entry = ModelLogEntry.objects.get(action="doccontrol.incoming_file.let_go")
    assert (entry.user, entry.data["sha256"]) == (person, row.sha256)
    assert client.get(reverse("incoming:refused", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("state", [State.WAITING, State.READ])
def test_a_file_that_is_not_refused_is_not_deleted(client, state: State) -> None:
    row = hand_in(b"good").row
    row.state, row.read_at = state, timezone.now()
    row.save()
    client.force_login(make_person(Role.SECRETARY))
    client.post(reverse("incoming:let_go", args=[row.pk]), {"sure": "yes"})

    assert keeping.path_of(row.sha256).exists()


def test_a_fault_of_ours_is_told_as_one(client) -> None:
    row = hand_in(b"%PDF fine").row
    for _twice in range(2):
        take_up(row)
        note_fault(row)
    client.force_login(make_person(Role.SECRETARY))
    (line,) = rows(shown(client))

    assert "not readable yet" in line
    assert "the fault is ours" in line
    assert "2 attempts failed." in line
