"""The copy of a scan that can be searched: what it looks like, what it says, and where."""

from __future__ import annotations

import pypdfium2
import pytest
from PIL import Image, ImageChops

from doccontrol.pdftext.extracting import page_with_words
from doccontrol.pdftext.pages import Page, TextSource, Word
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.scans.searchable import make_searchable
from tests.doccontrol.pdftext.files import make_letter, make_locked_pdf, make_raw_pdf
from tests.doccontrol.pdftext.scans import as_file, as_pdf, pictures_of

LINES = ["Số: 127/SNV-CCHC", "Hà Giang, ngày 05 tháng 3 năm 2026", "Nguyễn Thị Thuỷ Ươm"]


def recognised(number: int = 1, left: float = 0.1) -> Page:
    """A page of ``LINES``, each word of them a tenth of the page wide."""
    text, words = "\n".join(LINES), []
    at = 0
    for row, line in enumerate(LINES):
        for column, word in enumerate(line.split(" ")):
            x, y = left + column / 10, 0.1 + row / 10
            words.append(Word(at, at + len(word), (x, y, x + 0.09, y + 0.02), 0.9))
            at += len(word) + 1
    return Page(number, text, TextSource.OCR, tuple(words))


@pytest.fixture
def copied(tmp_path):
    def copy(content: bytes, *pages: Page) -> pypdfium2.PdfDocument:
        original, target = tmp_path / "original", tmp_path / "copy.pdf"
        original.write_bytes(content)
        make_searchable(original, target, pages)
        assert original.read_bytes() == content
        assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.pdf", "original"]
        return pypdfium2.PdfDocument(target)

    return copy


def lines_of(page: pypdfium2.PdfPage) -> list[str]:
    return [line.strip() for line in page.get_textpage().get_text_range().splitlines()]


def drawn(page: pypdfium2.PdfPage) -> Image.Image:
    return page.render(scale=1).to_pil()


def test_it_looks_like_the_original_and_says_what_was_recognised(copied):
    scan = as_pdf([picture.convert("1") for picture in pictures_of(make_letter()) * 2])

    copy = copied(scan, recognised(2), Page(1, "", TextSource.NONE))

    assert [lines_of(page) for page in copy] == [[], LINES]
    for page, original in zip(copy, pypdfium2.PdfDocument(scan), strict=True):
        assert ImageChops.difference(drawn(page), drawn(original)).getbbox() is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_picture_becomes_a_page(copied, kind):
    scan = pictures_of(make_letter())[0]

    copy = copied(as_file(scan, kind), recognised())

    assert len(copy) == 1
    assert copy[0].get_size() == pytest.approx((595, 842), abs=1)
    assert lines_of(copy[0]) == LINES
    likeness = drawn(copy[0]).convert("L").resize((60, 85))
    difference = ImageChops.difference(likeness, scan.resize((60, 85)))
    assert difference.getextrema()[1] < 60


# Of a page of 600 by 800 the part that is seen above when it is turned: letters without ink are
# believed only on a picture.
UPPER = {
    0: (0, 440, 600, 360),
    90: (0, 0, 270, 800),
    180: (0, 0, 600, 360),
    270: (330, 0, 270, 800),
}


def scanned(box: tuple[int, int, int, int], left: int, bottom: int) -> bytes:
    x, y, width, height = box
    matrix = b"%d 0 0 %d %d %d cm" % (width, height, left + x, bottom + y)
    return b"q " + matrix + b" BI /W 1 /H 1 /CS /G /BPC 8 ID \xee EI Q"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("corner", [(0, 0), (30, -40)])
def test_each_word_lies_where_it_is_seen(copied, tmp_path, turn, corner):
    """On a page turned in its file, and one whose corner is not at the origin."""
    left, bottom = corner
    sides = f"[{left} {bottom} {left + 600} {bottom + 800}]"
    expected = recognised(left=0.15)

    scan = scanned(UPPER[turn], left, bottom)
    copied(make_page(f"/MediaBox {sides} /Rotate {turn}", scan), expected)

    seen = page_with_words(tmp_path / "copy.pdf", 1)
    assert seen.text == expected.text
    for word, place in zip(seen.words, expected.words, strict=True):
        assert word.box == pytest.approx(place.box, abs=0.012)


def test_what_a_scanner_put_behind_the_page_is_left_out(copied):
    behind = b"BT 3 Tr /F 12 Tf 100 700 Td (S: 3I/QD-SYT) Tj ET"
    printed = b"BT 0 Tr /F 12 Tf 100 600 Td (SCANNED 2026) Tj ET 90 500 300 20 re f"
    content = make_page("/MediaBox [0 0 600 800]", behind + printed)

    (page,) = copied(content, recognised())

    assert lines_of(page)[0] == "SCANNED 2026"
    assert lines_of(page)[1:] == LINES
    (original,) = pypdfium2.PdfDocument(content)
    assert ImageChops.difference(drawn(page), drawn(original)).getbbox() is None


def test_of_a_file_that_cannot_be_read_nothing_is_left(tmp_path):
    original = tmp_path / "original"
    original.write_bytes(make_locked_pdf())

    with pytest.raises(Unreadable) as refused:
        make_searchable(original, tmp_path / "copy.pdf", [recognised()])

    assert refused.value.code == "encrypted"
    assert list(tmp_path.iterdir()) == [original]


def make_page(entries: str, content: bytes = b"") -> bytes:
    return make_raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R "
            b"/Resources << /Font << /F 5 0 R >> >> %s >>" % entries.encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )
