"""A page made ready for recognition: level, without red ink, and the way back onto the page."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageDraw

from doccontrol.pdftext.scans.prepared_pages import Sheet, inks_of, skew_of
from tests.doccontrol.pdftext.files import make_letter
from tests.doccontrol.pdftext.scans import BLACK, BLUE, RED, pictures_of, scanned, stamped

MARK = (300.0, 900.0, 420.0, 930.0)


@pytest.fixture(scope="module")
def letter() -> Image.Image:
    return pictures_of(make_letter())[0]


@pytest.mark.parametrize("skew", [-4.5, -2.1, -0.4, 0.0, 0.3, 1.0, 3.7])
def test_how_crooked_a_page_is_shows_in_its_lines(letter, skew):
    crooked = scanned(letter, skew=skew, specks=300).convert("L")

    assert skew_of(crooked) == pytest.approx(-skew, abs=0.15)


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_a_blank_page_is_straight(shade):
    assert skew_of(Image.new("L", (600, 800), shade)) == 0


@pytest.mark.parametrize("skew", [0.0, 0.2, 2.5, -3.0])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_what_is_found_on_the_sheet_is_found_on_the_page(letter, skew, turn):
    """A mark is drawn on the page; where it comes to lie on the sheet leads back to it."""
    page = scanned(letter, skew=skew).convert("L")
    sheet = Sheet.of(page).turned(turn)
    marked = page.copy()
    ImageDraw.Draw(marked).rectangle(MARK, fill=128)
    other = Sheet(marked.rotate(sheet.skew, Image.Resampling.NEAREST, fillcolor=255), None,
                  page.size, sheet.skew).turned(turn)  # fmt: skip
    grey = other.image.point(lambda value: 255 * (value == 128))

    box = sheet.on_page(grey.getbbox())

    middle = ((box[0] + box[2]) / 2 * page.width, (box[1] + box[3]) / 2 * page.height)
    assert middle == pytest.approx(((MARK[0] + MARK[2]) / 2, (MARK[1] + MARK[3]) / 2), abs=2)


def test_a_box_is_cut_at_the_edges_of_the_page():
    sheet = Sheet(Image.new("L", (100, 200)), None, (100, 200))

    assert sheet.on_page((-10, 150, 50, 250)) == (0.0, 0.75, 0.5, 1.0)


def test_a_red_seal_is_taken_off_what_it_covers(letter):
    grey, red = inks_of(stamped(letter, (0.3, 0.12), ink=RED))

    difference = ImageChops.difference(grey, letter)
    assert sum(difference.histogram()[25:]) < 0.0005 * letter.width * letter.height
    assert red is not None
    assert red.getpixel((round(0.3 * letter.width), round(0.12 * letter.height))) < 50
    assert red.getpixel((round(0.3 * letter.width), round(0.5 * letter.height))) == 255


@pytest.mark.parametrize("ink", [BLUE, BLACK])
def test_what_is_written_in_other_inks_stays(letter, ink):
    grey, red = inks_of(stamped(letter, (0.3, 0.12), ink=ink))

    assert red is None
    assert grey.getpixel((round(0.3 * letter.width), round(0.12 * letter.height))) < 100
