"""Planted secrets: nothing that a reader gets from search may tell that they are there.

The public must find the same page, to the letter, whether the secrets are in the index or not.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from doccontrol.models import Attachment, ControlledDocument
from doccontrol.organisation.accounts.roles import Role
from search.engine import get_engine
from search.index.attachment_texts import read_attachments
from search.index.indexing import everything
from search.saved.actions import save_search
from tests.make import make_person, make_settings, make_text, make_unit
from tests.search.make import make_edition, make_file, make_form, make_procedure
from tests.search.test_attachments import docx

pytestmark = pytest.mark.django_db
ADDRESS = "/tim-kiem/"
STAFF_ONLY = ControlledDocument.Visibility.STAFF
LONG_AGO = date(2024, 1, 10)
# A word that stands in secrets alone, one that stands in both, a code, a field, a unit, a law.
SECRET_WORDS = ("bươmbướm", "QC-MAT", "Lĩnh vực kín", "Phòng Kín", "CV-99")
QUESTIONS = (
    "bươmbướm",
    "buombuom",
    '"bươmbướm"',
    "cấp thẻ bươmbướm",
    "cấp thẻ",
    "cấp thẻ -bươmbướm",
    "QC-MAT-01",
    "qcmat01",
    "so:QC-MAT-01",
    "99/CV-SNV",
    "điều 1 công văn 99/CV-SNV",
    "cấp thẻ phòng:KIN",
    'cấp thẻ phòng:"phòng kín"',
    'cấp thẻ lĩnh vực:"lĩnh vực kín"',
    "lĩnh vực:kín",
    "loại:biểu-mẫu",
    "bươmbưóm",
    "buom buom",
    "thẻ bươmbướn cấp",
    "cấp thẻ như thế nào?",
    "bươmbướm là gì?",
)
FULLY_NARROWED = 5  # of the questions
NARROWED = (
    {},
    {"past": "1"},
    {"kind": "forms"},
    {"kind": "laws"},
    {"unit": "KIN"},
    {"field": "Lĩnh vực kín"},
    {"on": "2025-01-01"},
    {"state": "past"},
    {"page": "2"},
)


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "index"}
    settings.CACHE_DIR, settings.MEDIA_ROOT = tmp_path / "cache", tmp_path / "media"
    settings.LANGUAGE_CODE = "en"
    make_settings()


def plant_what_is_open() -> None:
    unit = make_unit(code="MO", name="Phòng Mở")
    for code in ("QT-MO-01", "QT-MO-02"):
        page = make_procedure(code=code, title="Cấp thẻ", owner_unit=unit, field="Lĩnh vực mở")
        make_edition(page, on=LONG_AGO, purpose="<p>Cấp thẻ đúng hạn</p>")
    law = make_text("1/2020/NĐ-CP", subject="Cấp thẻ", effective=date(2020, 1, 1))
    make_file(law, "CÔNG VĂN ĐẾN\nĐiều 1. Cấp thẻ\nMột thẻ.\nNơi nhận:\n- Lưu.")
    # The register says of a letter that there is one, and no more.
    make_text("99/CV-SNV", subject="Về việc chung", normative=False)


def plant_secrets() -> None:
    """Of each kind that there is; among them one that a procedure for everybody has below it."""
    unit = make_unit(code="KIN", name="Phòng Kín")
    kept = {"owner_unit": unit, "field": "Lĩnh vực kín", "visibility": STAFF_ONLY}
    page = make_procedure(code="QC-MAT-01", title="Cấp thẻ bươmbướm", **kept)
    make_edition(page, on=LONG_AGO, purpose="<p>Cấp thẻ bươmbướm, thẻ bươmbướm</p>")
    make_edition(page, on=date(2025, 6, 1), purpose="<p>bươmbướm</p>")
    open_page = make_edition(make_procedure(code="QT-MO-03", title="Khác"), on=LONG_AGO)
    form = make_form(
        open_page.document.specific,
        code="BM-QC-MAT-01",
        title="Mẫu cấp thẻ",
        file=docx("Cấp thẻ bươmbướm"),
        **kept,
    )
    read_attachments({"edition": make_edition(form, on=LONG_AGO).pk})
    letter = make_text("98/CV-SNV", subject="Về việc chung", normative=False)
    make_file(letter, "Điều 1. Cấp thẻ\nMật khẩu là bươmbướm.")
    scan = make_text("5/2020/NĐ-CP", subject="Việc chung")
    make_file(scan, "chữ mờ, bút phê: bươmbướm, cấp thẻ")


def build(*, but: tuple[str, ...] = ()) -> None:
    get_engine().rebuild(one for one in everything() if not any(s in str(one) for s in but))


def pages(client: Client) -> dict[str, str]:
    """Everything that search says, without what changes from answer to answer."""
    said = {}
    for place, question in enumerate(QUESTIONS):
        for further in NARROWED if place < FULLY_NARROWED else NARROWED[:2]:
            html = client.get(ADDRESS, {"q": question} | further).content.decode()
            said[f"{question} {further}"] = _main(html)
        suggested = client.get(f"{ADDRESS}goi-y/", {"q": question[:6]})
        said[f"suggest {question[:6]}"] = suggested.content.decode()
    return said


def _main(html: str) -> str:
    found = re.search(r"<main.*</main>", html, re.DOTALL)
    assert found
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found[0])


def echoes(said: str, key: str) -> str:
    """What was said, without what was only said back."""
    question = key.rpartition(" {")[0].removeprefix("suggest ")
    for part in (
        "Without: bươmbướm",
        question,
        question.rpartition(":")[2],
        question.replace('"', "&quot;"),
        "KIN",
        "Lĩnh vực kín",
    ):
        said = said.replace(part, "")
    return re.sub(r'href="[^"]*"|value="[^"]*"', "", said)


def test_the_public_gets_the_same_pages_whether_there_are_secrets_or_not(client: Client) -> None:
    plant_what_is_open()
    # Rows that the database knows without saying anything secret of them: only the index differs.
    plant_secrets()
    public = [one for one in everything() if one.public]
    get_engine().rebuild(public)
    without = pages(client)
    get_engine().rebuild(everything())
    with_secrets = pages(client)

    assert any("Cấp thẻ" in page for page in without.values())
    assert without == with_secrets


def test_no_secret_word_is_said_to_the_public(client: Client) -> None:
    plant_what_is_open()
    plant_secrets()
    build()
    for key, said in pages(client).items():
        rest = echoes(said, key)
        assert not [word for word in SECRET_WORDS if word in rest], key


@pytest.mark.parametrize("role", list(Role))
def test_every_role_finds_what_is_for_staff(client: Client, role: Role) -> None:
    plant_what_is_open()
    plant_secrets()
    build()
    client.force_login(make_person(role))
    html = _main(client.get(ADDRESS, {"q": "bươmbướm"}).content.decode())
    suggested = json.loads(client.get(f"{ADDRESS}goi-y/", {"q": "QC-MAT"}).content)

    for found in ("QC-MAT-01", "BM-QC-MAT-01", "98/CV-SNV", "5/2020/NĐ-CP", "Phòng Kín"):
        assert found in html, found
    assert [one["number"] for one in suggested["suggestions"]] == [
        "QC-MAT-01",
        "BM-QC-MAT-01",
    ]


@pytest.mark.parametrize("asked", ["bươmbướm", "cấp thẻ bươmbướm", "so:QC-MAT-01"])
def test_an_index_that_takes_secrets_for_public_shows_none_of_their_words(
    client: Client, asked: str
) -> None:
    plant_what_is_open()
    plant_secrets()
    get_engine().rebuild(replace(one, public=True) for one in everything())
    html = client.get(ADDRESS, {"q": asked}).content.decode()
    found = re.search(r'<ul class="results">.*?</main>', html, re.DOTALL)
    suggested = client.get(f"{ADDRESS}goi-y/", {"q": "QC-MAT"}).content.decode()

    assert not found or "bươmbướm" not in found[0]
    assert "QC-MAT" not in suggested


def test_a_saved_search_shows_its_person_only_what_that_person_may_find_now(
    client: Client,
) -> None:
    plant_secrets()
    build()
    person = make_person(Role.STAFF)
    saved = save_search(person, "q=bươmbướm", "")
    client.force_login(person)
    assert "QC-MAT-01" in client.get(saved.url).content.decode()
    person.is_active = False
    person.save()

    assert "QC-MAT-01" not in client.get(saved.url).content.decode()


def test_the_file_of_a_secret_form_is_not_there_for_the_public(client: Client) -> None:
    plant_secrets()
    attachment = Attachment.objects.get()

    assert client.get(f"/tai-lieu/bm-qc-mat-01/lan/01-00/tep/{attachment.pk}/").status_code == 404


def test_the_stamps_on_a_law_are_nobody_s(client: Client) -> None:
    law = make_text("7/2020/NĐ-CP", subject="Cấp thẻ")
    make_file(law, "CÔNG VĂN ĐẾN chuyển bươmbướm\nĐiều 1. Thẻ\nMột.\nNơi nhận:\n- bươmbướm.")
    build()
    client.force_login(make_person(Role.SECRETARY))

    assert "0 documents" in client.get(ADDRESS, {"q": "bươmbướm"}).content.decode()
