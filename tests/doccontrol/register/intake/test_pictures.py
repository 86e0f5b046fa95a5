"""Pages as pictures and where their words stand, asked of the process that reads."""

from __future__ import annotations

import io
import os
import time

import pytest
from django.urls import reverse
from PIL import Image

from doccontrol.models import IncomingFile
from doccontrol.organisation.accounts.roles import Role
from doccontrol.register.intake import pictures
from doccontrol.register.intake.actions import refuse
from doccontrol.register.intake.pictures import (
    KEPT_FOR,
    WIDTHS,
    forget_page_pictures,
    page_image,
    page_words,
)
from doccontrol.register.intake.steps import read_now
from tests import needs
from tests.doccontrol.register.intake import make
from tests.doccontrol.register.intake.make import hand_in
from tests.make import make_person

pytestmark = pytest.mark.django_db


def read(content: bytes) -> IncomingFile:
    return read_now(hand_in(content).row)


def width_of(picture: bytes | None) -> int:
    assert picture is not None
    with Image.open(io.BytesIO(picture)) as image:
        assert image.format == "PNG"
        return image.width


@pytest.mark.parametrize(
    ("asked", "given"), [(1, 480), (480, 480), (481, 960), (960, 960), (5000, 1440)]
)
def test_a_page_is_drawn_in_one_of_a_few_widths(asked: int, given: int) -> None:
    assert given in WIDTHS
    assert abs(width_of(page_image(read(make.pdf()), 1, asked)) - given) <= 1


def test_a_page_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    row = read(make.pdf())
    first = page_image(row, 1, 480)
    monkeypatch.setattr(pictures, "_child", lambda: pytest.fail("drawn again"))

    assert page_image(row, 1, 480) == first


def test_there_is_no_picture_of_what_is_not_there() -> None:
    row, office, refused = read(make.pdf()), read(make.docx()), hand_in(b"torn").row
    refuse(refused, "broken")
    refused.refresh_from_db()

    assert page_image(row, 0, 480) is None
    assert page_image(row, 2, 480) is None
    assert page_image(office, 1, 480) is None
    assert page_image(refused, 1, 480) is None
    assert page_words(row, 2) is None


def test_words_of_a_page_stand_where_the_text_says() -> None:
    row = read(make.pdf())
    page = page_words(row, 1)

    assert page is not None
    assert page.text == row.pages.get().text
    found = row.reading["number"]["span"]
    assert "905/2026/NĐ-CP" in " ".join(
        page.text[word.start : word.end] for word in page.words_in(tuple(found))
    )
    assert all(0 <= share <= 1 for word in page.words for share in word.box)


def test_an_office_file_has_text_but_nobody_knows_where_it_stands() -> None:
    page = page_words(read(make.docx()), 1)
    assert page is not None
    assert "905/2026/NĐ-CP" in page.text
    assert page.words == ()


@needs.ocr
def test_words_of_a_scan_come_from_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    row = read(make.scan())
    monkeypatch.setattr(pictures, "_child", lambda: pytest.fail("recognised again"))
    page = page_words(row, 1)

    assert page is not None
    assert page.words
    assert all(page.text[word.start : word.end].strip() for word in page.words)


def test_pictures_that_nobody_looks_at_are_forgotten(settings) -> None:
    row = read(make.pdf())
    for width in (480, 960):
        page_image(row, 1, width)
    old, fresh = sorted((settings.CACHE_DIR / "pages").glob("*/*.png"))
    long_ago = time.time() - KEPT_FOR.total_seconds() - 60
    os.utime(old, (long_ago, long_ago))
    for _twice in range(2):
        forget_page_pictures({})

    assert list((settings.CACHE_DIR / "pages").glob("*/*.png")) == [fresh]
    assert page_image(row, 1, 480) is not None


def test_the_picture_of_a_page_has_an_address(client) -> None:
    row = read(make.pdf())
    client.force_login(make_person(Role.AUDITOR))
    address = reverse("incoming:page", args=[row.pk, 1])
    answer = client.get(address, {"width": 480})

    assert width_of(answer.content) == 480
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert width_of(client.get(address, {"width": "wide"}).content) == 960
    assert client.get(reverse("incoming:page", args=[row.pk, 9])).status_code == 404
