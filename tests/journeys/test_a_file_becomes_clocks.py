"""A file dropped in the inbox becomes clocks of the right procedures (issue 4, proof).

Every step is taken twice. The second time must leave the rows as the first one left them. CI runs
the same story on PostgreSQL.
"""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import typst
from bs4 import BeautifulSoup
from django.conf import settings as django_settings
from django.core.management import call_command
from django.urls import reverse

from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import Clock, Edition, IncomingFile, LegalText, LegalType, Triage
from doccontrol.organisation.accounts.roles import Role
from doccontrol.typesetting import FONTS
from tests.doccontrol.triage.statements import typed
from tests.journeys.steps import rows, twice
from tests.make import (
    make_edition,
    make_issuer,
    make_person,
    make_relation,
    make_settings,
    make_text,
    make_unit,
)

pytestmark = pytest.mark.django_db

# The illustration that the demonstration has in its tray: it amends 131/2021/NĐ-CP.
DECREE = Path(django_settings.BASE_DIR) / "fixtures/demo/incoming/nghi-dinh-901-2026.typ"
EFFECT, DUE = date(2027, 1, 15), date(2027, 4, 15)
STAGE, STAGE_DUE = date(2027, 7, 1), date(2027, 10, 1)
BEFORE = date(2024, 1, 10)


@pytest.fixture(autouse=True)
def agency(tmp_path, settings, client):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.INBOX_DIR = tmp_path / "inbox"
    settings.CACHE_DIR = tmp_path / "cache"
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "index"}
    client.cookies["django_language"] = "en"
    make_settings(clock_months=3, roll_over=False)
    LegalType.objects.get_or_create(name="Nghị định", defaults={"is_normative": True})
    make_issuer("Chính phủ")


@pytest.fixture
def documents():
    """One that cites what is amended, one that cites it through a circular, one that does not."""
    decree = make_text("131/2021/NĐ-CP", issued=date(2021, 12, 30), effective=date(2022, 2, 15))
    ordinance = make_text("02/2020/UBTVQH14", issued=date(2020, 12, 9), effective=date(2021, 7, 1))
    make_relation(decree, ordinance, RelationKind.DETAILS)
    unit = make_unit(name="Phòng Người có công")
    return {
        "unit": unit,
        "direct": make_edition(
            on=BEFORE, code="QT-NCC-01", owner_unit=unit, legal_basis=[(decree, "Điều 6")]
        ),
        "chain": make_edition(
            on=BEFORE, code="QT-NCC-02", owner_unit=unit, legal_basis=[ordinance]
        ),
        "none": make_edition(
            on=BEFORE, code="QT-VP-01", legal_basis=[make_text(effective=date(2020, 2, 1))]
        ),
    }


@pytest.fixture
def pdf() -> bytes:
    return typst.compile(str(DECREE), font_paths=[str(FONTS)], ignore_system_fonts=True)


def drop(pdf: bytes, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "nghi-dinh-moi.pdf").write_bytes(pdf)
    call_command("work", "--once", stdout=StringIO(), stderr=StringIO())


def test_a_file_becomes_clocks(client, settings, documents, pdf):
    secretary = make_person(Role.SECRETARY)
    head = make_person(Role.HEAD, unit=documents["unit"], head=True)
    client.force_login(secretary)

    # The clerk saves the file in the inbox; the worker keeps and reads it.
    twice(lambda: drop(pdf, settings.INBOX_DIR))
    file = IncomingFile.objects.get()
    assert (file.state, file.way, list(settings.INBOX_DIR.glob("*.pdf"))) == ("read", "inbox", [])

    # The secretary finds it, sees what was read and what would follow, and has changed nothing.
    assert "901/2026/NĐ-CP" in client.get(reverse("triage:index")).content.decode()
    address = reverse("triage:file", args=[file.pk])
    page = twice(lambda: client.get(address)).content.decode()
    form = typed(page)
    assert (form["number"], form["issued"], form["effective"]) == (
        "901/2026/NĐ-CP",
        "18/11/2026",
        "15/01/2027",
    )
    impact = BeautifulSoup(page, "html.parser").select_one("#impact").get_text(" ", strip=True)
    assert "Will open 4 clocks" in impact
    assert "QT-NCC-01" in impact and "QT-NCC-02" in impact and "QT-VP-01" not in impact
    assert "131/2021/NĐ-CP" in impact and "02/2020/UBTVQH14" in impact
    assert "15/04/2027" in impact and "01/10/2027" in impact

    # One decision.
    decide = reverse("triage:decide", args=[file.pk])
    twice(lambda: client.post(decide, form | {"do": "confirm"}))
    text = LegalText.objects.get(number="901/2026/NĐ-CP")
    file.refresh_from_db()
    assert file.text == Triage.objects.get().text == text
    relation = text.acts_on.get(kind=RelationKind.AMENDS)
    assert relation.target.number_raw == "131/2021/NĐ-CP"

    # The clocks that were promised, for the right procedures.
    clocks = Clock.objects.filter(event__acting=text).order_by("due", "document__code")
    assert [(clock.document.code, clock.effective, clock.due) for clock in clocks] == [
        ("QT-NCC-01", EFFECT, DUE),
        ("QT-NCC-02", EFFECT, DUE),
        ("QT-NCC-01", STAGE, STAGE_DUE),
        ("QT-NCC-02", STAGE, STAGE_DUE),
    ]
    assert clocks[0].clause == "Điều 6"
    assert clocks[1].via == ["901/2026/NĐ-CP", "131/2021/NĐ-CP", "02/2020/UBTVQH14"]

    # The worker evaluates what was owed, and finds nothing left to do.
    twice(lambda: call_command("work", "--once", stdout=StringIO(), stderr=StringIO()))
    assert clocks.count() == 4
    assert not Clock.objects.filter(document=documents["none"].document).exists()

    # The same bytes again lead to the text; the head finds the text on the desk.
    settled = rows()
    drop(pdf, settings.INBOX_DIR)
    assert rows() == settled
    client.force_login(head)
    desk = client.get(reverse("desk")).content.decode()
    assert "901/2026/NĐ-CP" in desk and address in desk
    assert Edition.objects.count() == 3
