"""Pages as pictures: as wide as asked, bounded, and the same for PDFs and pictures."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.scans.rendering import pictures_of, render_page
from tests.doccontrol.pdftext.files import (
    make_blank_pages,
    make_docx,
    make_letter,
    make_locked_pdf,
    make_pdf,
    make_pdf_around,
)
from tests.doccontrol.pdftext.scans import as_file, as_pdf
from tests.doccontrol.pdftext.scans import pictures_of as pages_of


def rendered(path: Path, number: int, width: int) -> Image.Image:
    return Image.open(io.BytesIO(render_page(path, number, width)), formats=["PNG"])


def test_a_page_is_as_wide_as_asked(kept):
    letter = make_letter()
    scan = pages_of(letter)[0]
    for content in (letter, as_pdf([scan]), as_file(scan, "JPEG"), as_file(scan, "TIFF")):
        picture = rendered(kept(content), 1, 700)
        assert picture.width == pytest.approx(700, abs=1)
        assert picture.height == pytest.approx(700 * 297 / 210, abs=3)
        assert picture.convert("L").getextrema()[0] < 100, "nothing is on it"


def test_pages_are_counted_from_one(kept):
    path = kept(make_pdf("einmal #pagebreak() #rect(width: 100%, height: 100%, fill: black)"))

    assert [rendered(path, number, 50).convert("L").getpixel((25, 35)) for number in (1, 2)] == [
        255,
        0,
    ]


def test_a_page_turned_in_its_file_is_turned_as_readers_turn_it(kept):
    path = kept(
        make_pdf_around(b"0 0 100 842 re f")
    )  # upright at the left, before its quarter turn

    picture = rendered(path, 1, 842).convert("L")

    assert picture.size == (842, 595)
    assert picture.getpixel((400, 50)) == 0
    assert picture.getpixel((400, 300)) == 255


@pytest.mark.parametrize(
    ("page", "width", "most"),
    [
        ('paper: "a4"', 10**9, (3000, 6000)),
        ("width: 1000cm, height: 1cm", 3000, (3000, 6000)),
        ("width: 1cm, height: 1000cm", 3000, (3000, 6000)),
        ('paper: "a4"', 0, (1, 2)),
    ],
)
def test_no_page_asks_for_more_pixels_than_there_is_room(kept, page, width, most):
    picture = rendered(kept(make_pdf("", page=page + ", margin: 0pt")), 1, width)

    assert picture.width <= most[0] + 1  # pdfium rounds up
    assert picture.height <= most[1] + 1


@pytest.mark.parametrize(
    ("page", "longest"),
    [
        ('paper: "a4"', 3508),
        ('paper: "a3"', 4961),
        ("width: 2000mm, height: 1000mm", 5000),
        ("width: 40mm, height: 60mm", 2400),
    ],
)
def test_for_recognition_a_page_has_300_dots_an_inch_within_reason(kept, page, longest):
    path = kept(make_pdf("", page=page + ", margin: 0pt"))

    ((number, picture),) = pictures_of(path)

    assert number == 1
    assert max(picture.size) == pytest.approx(longest, abs=2)


def test_the_pages_asked_for_come_in_the_order_asked_for(kept):
    path = kept(make_blank_pages(5))

    assert [number for number, _ in pictures_of(path, [4, 2])] == [4, 2]
    assert [number for number, _ in pictures_of(path)] == [1, 2, 3, 4, 5]
    assert list(pictures_of(path, [])) == []


@pytest.mark.parametrize(
    ("content", "number", "code"),
    [
        (make_docx(lambda _: None), 1, "unknown-kind"),
        (make_locked_pdf(), 1, "encrypted"),
        (make_blank_pages(2), 3, "broken"),
        (as_file(Image.new("L", (9, 9)), "PNG"), 2, "broken"),
        (b"", 1, "empty"),
    ],
    ids=["docx", "locked", "no such page", "no such picture", "empty"],
)
def test_what_cannot_be_drawn_is_refused(kept, content, number, code):
    with pytest.raises(Unreadable) as refused:
        render_page(kept(content), number, 100)
    assert refused.value.code == code
