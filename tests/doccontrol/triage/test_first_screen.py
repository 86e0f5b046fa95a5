"""What the page of a file asks first and folds away, and where it leads when it is answered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from doccontrol.extension_points import DocumentFinder
from doccontrol.models import LegalType, Triage
from doccontrol.organisation.accounts.roles import Role
from doccontrol.triage import similar_documents as similar_port
from tests.doccontrol.triage.statements import amends, found, make_file, reading, typed
from tests.extending import point_of
from tests.make import make_edition, make_issuer, make_person, make_settings, make_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def secretary(client, monkeypatch):
    make_settings(clock_months=3, roll_over=False)
    make_issuer("Chính phủ")
    LegalType.objects.create(name="Nghị định", is_normative=True)
    client.cookies["django_language"] = "en"
    monkeypatch.setattr(similar_port, "document_finders", point_of())
    person = make_person(Role.SECRETARY)
    client.force_login(person)
    return person


def page_of(client, file) -> BeautifulSoup:
    return soup(client.get(reverse("triage:file", args=[file.pk])))


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def answer(client, file, do: str, **changes):
    html = client.get(reverse("triage:file", args=[file.pk])).content.decode()
    data = typed(html, **changes) | {"do": do}
    return client.post(reverse("triage:decide", args=[file.pk]), data)


def test_the_commonest_answer_stands_before_the_file_and_its_facts_with_the_warnings(client):
    warning = {"code": "late", "reason": "It ends before it takes effect.", "values": {}}
    page = page_of(client, make_file(reading=reading(warnings=[warning])))
    html = str(page)
    first = page.select_one(".triage-first")
    assert "It ends before it takes effect." in first.text
    assert html.count("It ends before it takes effect.") == 1
    assert first.select_one("textarea") and first.select_one("button")["value"] == "not-relevant"
    assert html.index("triage-first") < html.index("data-triage-sheet")


def test_enter_in_a_field_decides_nothing(client):
    """Browsers press the first button of a form."""
    assert page_of(client, make_file()).select("form.triage-form button")[0]["value"] == "preview"


def test_without_a_reason_the_error_stands_at_its_field_and_what_was_typed_stays(client):
    file = make_file()
    sent = answer(client, file, "not-relevant", subject="Sửa dở", not_relevant_reason=" ")
    page = soup(sent)
    field = page.select_one(".triage-first .field--wrong")
    assert sent.status_code == 200
    assert "Write the reason" in field.text and field.select_one("textarea[autofocus]")
    assert page.select_one("#id_subject").text.strip() == "Sửa dở"
    assert not Triage.objects.exists()

    kept = soup(answer(client, file, "preview", not_relevant_reason="Đang viết"))
    assert "Đang viết" in kept.select_one(".triage-first textarea").text
    assert not kept.select(".field--wrong")


def test_only_what_is_not_sure_carries_a_mark(client):
    file = make_file(
        reading=reading(
            effective=found("2027-01-15", "ngày 15", confidence=0.62),
            relations=[amends(), amends("7/2017/NĐ-CP", confidence=0.5)],
        )
    )
    page = page_of(client, file).select_one("form")
    assert page.text.count("% sure") == 2
    assert "62 % sure" in " ".join(page.select_one("#at-effective").text.split())


def test_guesses_are_folded_until_one_is_used(client, monkeypatch):
    edition = make_edition(on=date(2024, 1, 1), code="QT-GAN")
    finder = DocumentFinder("finder", 1, lambda words, on: [edition.pk])
    monkeypatch.setattr(similar_port, "document_finders", point_of(finder))
    file = make_file()

    def folded(page: BeautifulSoup) -> bool:
        guesses = page.select_one("section[aria-labelledby=documents-heading] > details")
        assert "QT-GAN" in guesses.text
        return not guesses.has_attr("open")

    assert folded(page_of(client, file))
    ticked = answer(client, file, "preview", link__0__ticked="on", link__0__reason="Cùng hồ sơ")
    assert not folded(soup(ticked))


def test_each_document_stands_once_with_all_its_days(client):
    decree = make_text("131/2021/NĐ-CP", effective=date(2022, 2, 15))
    for code in ("QT-A", "QT-B"):
        make_edition(on=date(2024, 1, 10), legal_basis=[(decree, "Điều 6")], code=code)
    later = found("2027-05-01", scope="Điều 5")
    page = page_of(client, make_file(reading=reading(relations=[amends()], applied_from=later)))

    assert "Will open 4 clocks" in " ".join(page.select_one("#impact").text.split())
    names = [name.text for name in page.select("#impact tbody b")]
    assert sorted(names) == ["QT-A", "QT-B"]
    for part in page.select("#impact tbody"):
        due = [row.select("td")[1].text.strip() for row in part.select("tr")]
        assert due == ["15/04/2027", "01/08/2027"]


def test_who_has_answered_is_led_to_what_is_next(client):
    now = timezone.now()
    answered, second, first = (
        make_file(
            reading=reading(number=found(f"{serial}/2026/NĐ-CP")),
            received_at=now - timedelta(days=days),
        )
        for serial, days in ((1, 9), (2, 3), (3, 5))
    )
    sent = answer(client, answered, "not-relevant", not_relevant_reason="Ngoài lĩnh vực")
    following = soup(client.get(sent.headers["Location"])).select_one(".triage-next")
    assert following.a["href"] == reverse("triage:file", args=[first.pk])
    assert "3/2026/NĐ-CP" in following.text

    for file in (first, second):
        sent = answer(client, file, "not-relevant", not_relevant_reason="Ngoài lĩnh vực")
    assert "No other text waits" in soup(client.get(sent.headers["Location"])).text
    client.force_login(make_person(Role.AUDITOR))
    assert not page_of(client, answered).select(".triage-next")
