"""Scans: read by tesseract where there is one, said to be unread where there is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from doccontrol.pdftext.extracting import page_with_words
from doccontrol.pdftext.pages import Page, TextSource
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.scans import ocr
from doccontrol.pdftext.scans.installed import available
from doccontrol.pdftext.scans.ocr import recognise_pages
from doccontrol.pdftext.scans.tesseract import Layout, Recognised
from tests import needs
from tests.doccontrol.pdftext.files import (
    ISSUER,
    NATION,
    NUMBER,
    PLACE,
    RECIPIENTS,
    SIGNER,
    make_blank_pages,
    make_letter,
)
from tests.doccontrol.pdftext.scans import as_file, as_pdf, pictures_of, scanned, stamped

LETTERHEAD = [*ISSUER, NUMBER, *NATION, PLACE]
STAMPED = "Lê Thị Thu Hà"


@pytest.fixture(scope="module")
def letter() -> Image.Image:
    return pictures_of(make_letter())[0]


@pytest.fixture
def read(kept):
    """The only page of a scan."""

    def page(content: bytes) -> Page:
        (found,) = recognise_pages(kept(content))
        return found

    return page


@needs.ocr
def test_letterhead_text_and_signatures_of_a_scan_are_read_column_by_column(read, letter):
    page = read(as_pdf([scanned(letter)]))

    lines = page.text.split("\n")
    assert page.number == 1
    assert page.source == TextSource.OCR
    assert lines[:7] == LETTERHEAD
    assert "Thông tư số 09/2020/TT-BLĐTBXH ngày 12 tháng 11 năm 2020" in page.text
    assert lines[-3:] == SIGNER
    assert lines.index(RECIPIENTS[0]) < lines.index(SIGNER[0])


@needs.ocr
def test_each_word_has_its_place_in_the_text_and_on_the_paper(read, kept, letter):
    """The same words as in the PDF that was scanned, at the same places."""
    page = read(as_pdf([scanned(letter)]))
    printed = page_with_words(kept(make_letter()), 1)

    def middles(found: Page) -> dict[str, tuple[float, float]]:
        return {
            found.text[word.start : word.end]: (word.box[0] / 2 + word.box[2] / 2, word.box[3])
            for word in found.words
        }

    assert " ".join(page.text[word.start : word.end] for word in page.words) == " ".join(
        page.text.split()
    )
    seen, expected = middles(page), middles(printed)
    shared = seen.keys() & expected.keys()
    assert len(shared) > 0.9 * len(expected)
    for word in shared:
        assert seen[word] == pytest.approx(expected[word], abs=0.02), word
    assert all(0 <= word.confidence <= 1 for word in page.words)
    number = page.text.index("127/SNV-CCHC")
    assert [word.confidence > 0.8 for word in page.words_in((number, number + 12))] == [True]


@needs.ocr
def test_a_crooked_dusty_page_is_read_as_if_it_lay_straight(read, letter):
    page = read(as_pdf([scanned(letter, skew=2.5, specks=200)]))

    assert page.text.split("\n")[:7] == LETTERHEAD


@needs.ocr
@pytest.mark.parametrize("degrees", [90, 180])
def test_a_page_that_lies_on_its_side_is_read_upright(read, letter, degrees):
    page = read(as_file(scanned(letter).rotate(degrees, expand=True), "TIFF"))

    assert page.text.split("\n")[:7] == LETTERHEAD
    head = next(page.words_in((0, 1))).box
    place = {90: (0.0, 1.0), 180: (1.0, 1.0)}[degrees]  # which corner was upper left
    assert (round(head[0]), round(head[3])) == place


@needs.ocr
def test_a_red_seal_hides_nothing_and_a_name_stamped_in_red_is_read(read, letter):
    sealed = stamped(letter, (0.65, 0.6), STAMPED)

    page = read(as_file(sealed, "JPEG", quality=80))

    assert page.text.split("\n")[:7] == LETTERHEAD
    assert page.text.split("\n")[-2:] == [SIGNER[-1], STAMPED]


@needs.ocr
def test_pages_come_in_the_order_asked_for_and_blank_ones_are_blank(kept, letter):
    blank = Image.new("1", letter.size, 1)
    path = kept(as_pdf([scanned(letter), blank, blank]))

    pages = list(recognise_pages(path, [3, 1]))

    assert [page.number for page in pages] == [3, 1]
    assert pages[0] == Page(3, "", TextSource.OCR)
    assert pages[1].text.startswith(ISSUER[0])


def test_no_more_than_a_few_pages_are_drawn_ahead(kept, monkeypatch):
    """What is drawn waits in memory; who stops asking has nothing drawn in vain."""
    monkeypatch.setattr(ocr, "words_of", lambda *_: [])
    asked = []
    pages = recognise_pages(
        kept(make_blank_pages(50)), (asked.append(n) or n for n in range(1, 51))
    )

    for number in (1, 2, 3):
        assert next(pages).number == number
        assert len(asked) <= number + ocr._AHEAD
    pages.close()
    assert len(asked) <= 3 + ocr._AHEAD


def test_beside_the_recipients_a_second_look_finds_what_the_seal_hid(kept, monkeypatch):
    """In a smaller picture of a part of the page; a name half hidden may look like a whole one."""

    def words_of(image: Image.Image, layout: Layout = Layout.PAGE) -> list[Recognised]:
        if layout == Layout.PAGE:
            return [word("Nơi", 300, 2000), word("nhận:", 410, 2000)]
        if layout == Layout.SPARSE:
            return [word("Trần", 200, 300), word("Bình", 310, 300), word("ñ*", 20, 500)]
        return []

    def word(text: str, left: float, top: float) -> Recognised:
        ink = (left, top, left + 100, top + 30)
        return Recognised(text, *ink, top + 28, ink, 0.9)

    monkeypatch.setattr(ocr, "words_of", words_of)

    (page,) = recognise_pages(kept(as_file(Image.new("L", (2480, 3508), "white"), "PNG")))

    assert page.text == "Nơi nhận:\nTrần Bình"
    name = list(page.words_in((10, 19)))
    assert [round(found.confidence, 2) for found in name] == [0.63, 0.63]
    # The part begins where "nhận:" ends, a line above it, and is seen at two thirds of its size.
    left, top = (510 + 1.5 * 200) / 2480, (2000 - 30 + 1.5 * 300) / 3508
    assert name[0].box[:2] == pytest.approx((left, top), abs=0.001)


class TestWithoutOrWithAnother:
    """A machine with another tesseract, or with none."""

    @pytest.fixture
    def tesseract(self, tmp_path, monkeypatch):
        """Puts a script in the place of tesseract."""
        folder = tmp_path / "bin"
        folder.mkdir()
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        monkeypatch.setattr("shutil.which", which_in(folder))

        def install(script: str) -> Path:
            program = folder / "tesseract"
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o755)
            return program

        return install

    def test_what_is_installed_meanwhile_is_found(self, tesseract):
        assert not available()
        tesseract("echo 'List of available languages (2):'; echo eng; echo osd")
        assert not available()
        tesseract("echo 'List of available languages (2):'; echo eng; echo vie")
        assert available()

    def test_yes_is_remembered_until_the_program_is_gone(self, tesseract, tmp_path):
        count = tmp_path / "count"
        program = tesseract(f"echo asked >> {count}; echo vie")

        assert all(available() for _ in range(3))
        assert count.read_text().split() == ["asked"]
        program.unlink()
        assert not available()

    @pytest.mark.parametrize(
        ("script", "code"),
        [("cat > /dev/null; exit 1", "broken"), ("exec sleep 60", "too-slow"), ("", None)],
    )
    def test_when_it_fails_or_hangs_the_file_is_refused(
        self, tesseract, kept, settings, script, code
    ):
        settings.READING_LIMITS = {"seconds": 1}
        tesseract(script)

        if code is None:
            assert next(recognise_pages(kept(make_blank_pages(1)))).text == ""
            return
        with pytest.raises(Unreadable) as refused:
            next(recognise_pages(kept(make_blank_pages(1))))

        assert refused.value.code == code

    def test_without_it_recognition_says_what_is_needed(self, tesseract, kept):
        with pytest.raises(Unreadable) as refused:
            next(recognise_pages(kept(make_blank_pages(1))))
        assert refused.value.code == "needs-tesseract"

    def test_it_is_given_one_thread_and_none_of_our_secrets(
        self, tesseract, kept, tmp_path, monkeypatch
    ):
        monkeypatch.setenv("SECRET_KEY", "not for it")
        tesseract(f"env > {tmp_path}/env; cat > /dev/null")

        list(recognise_pages(kept(make_blank_pages(1)), [1]))

        given = (tmp_path / "env").read_text()
        assert "OMP_THREAD_LIMIT=1" in given
        assert "SECRET_KEY" not in given


def which_in(folder: Path):
    def which(name: str) -> str | None:
        path = folder / name
        return str(path) if path.exists() and os.access(path, os.X_OK) else None

    return which
