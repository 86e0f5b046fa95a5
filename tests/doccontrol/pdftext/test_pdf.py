"""Text PDFs: what is read, in which order, and where it stands."""

from __future__ import annotations

import io
import subprocess
import sys
import unicodedata
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from PIL import Image

from doccontrol.documents.printing.typesetting import typeset
from doccontrol.pdftext.extracting import extract, page_with_words
from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.pages import FileKind, Page, TextSource
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.scans import installed
from tests.doccontrol.documents.frozen_content import SHA256, make_procedure
from tests.doccontrol.pdftext.files import (
    ISSUER,
    NATION,
    NUMBER,
    PLACE,
    RECIPIENTS,
    SIGNER,
    STEPS,
    make_blank_pages,
    make_letter,
    make_pdf,
    side_by_side,
)


@pytest.fixture
def lines(kept):
    """The lines of the first page of a PDF."""
    return lambda content: extract(kept(content)).pages[0].text.split("\n")


@pytest.mark.parametrize("by_row", [True, False], ids=["written by row", "written by column"])
def test_the_columns_of_letterhead_and_signatures_are_read_one_after_the_other(lines, by_row):
    read = lines(make_letter(by_row=by_row))

    assert read[:7] == [*ISSUER, NUMBER, *NATION, PLACE]
    recipients = " ".join(RECIPIENTS)
    assert " ".join(read[-len(SIGNER) - 5 :]) == " ".join([recipients, *SIGNER])


def test_a_right_column_that_begins_and_stands_half_a_line_higher_is_still_the_right_one(lines):
    content = (
        "#place(dx: 260pt, dy: 0pt)[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM]\n"
        "#place(dx: 40pt, dy: 9pt)[BỘ NỘI VỤ]\n"
        "#place(dx: 290pt, dy: 18pt)[Độc lập - Tự do - Hạnh phúc]\n"
        "#place(dx: 20pt, dy: 27pt)[Số: 15/2026/TT-BNV]\n"
        "#place(dx: 200pt, dy: 80pt)[THÔNG TƯ]\n"
        "#place(dx: 20pt, dy: 110pt)[Căn cứ Nghị định số 62/2026/NĐ-CP ngày 10 tháng 02 năm 2026]\n"
    )

    assert lines(make_pdf(content))[:5] == [
        "BỘ NỘI VỤ",
        "Số: 15/2026/TT-BNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "THÔNG TƯ",
    ]


def test_a_right_column_that_begins_a_line_above_is_still_the_right_one(lines):
    content = (
        "#place(dx: 260pt, dy: 0pt)[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM]\n"
        "#place(dx: 290pt, dy: 18pt)[Độc lập - Tự do - Hạnh phúc]\n"
        "#place(dx: 40pt, dy: 18pt)[BỘ NỘI VỤ]\n"
        "#place(dx: 20pt, dy: 36pt)[Số: 15/2026/TT-BNV]\n"
    )

    assert lines(make_pdf(content)) == [
        "BỘ NỘI VỤ",
        "Số: 15/2026/TT-BNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]


def test_a_ruled_table_is_a_line_for_each_row_with_tabs_between_its_cells(lines):
    read = lines(make_letter())

    start = read.index("\t".join(STEPS[0]))
    assert read[start : start + 3] == ["\t".join(row) for row in STEPS]


def test_a_cell_that_spans_rows_or_columns_is_read_once_where_it_begins(lines):
    table = (
        "#table(columns: (3cm, 4cm, 4cm), table.cell(rowspan: 2, align: bottom)[Bước một],"
        "[Nhận], [Một cửa], [Kiểm tra], [Chuyên viên], table.cell(colspan: 2)[Cộng], [2 ngày])"
    )

    assert lines(make_pdf(table)) == [
        "Bước một\tNhận\tMột cửa",
        "\tKiểm tra\tChuyên viên",
        "Cộng\t2 ngày",
    ]


def test_numbers_before_hanging_texts_are_no_column(lines):
    items = ", ".join(f"[{n}.], [Việc thứ {n} của đơn vị, làm xong trong quý]" for n in (1, 2, 3))

    read = lines(make_pdf(f"#grid(columns: (30pt, 1fr), row-gutter: 8pt, {items})"))

    assert [line.replace("\t", " ") for line in read] == [
        f"{n}. Việc thứ {n} của đơn vị, làm xong trong quý" for n in (1, 2, 3)
    ]


def test_labels_stay_before_what_they_say(lines):
    facts = [("Địa chỉ liên hệ:", "Số 5, đường Nguyễn Trãi"), ("Điện thoại bàn:", "0219 3866 123")]
    content = side_by_side([fact[0] for fact in facts], [fact[1] for fact in facts], by_row=True)

    assert lines(make_pdf(content)) == [f"{label}\t{said}" for label, said in facts]


@pytest.mark.parametrize(
    "written, read",
    [
        # A footnote mark must not make Điều 53 of Điều 5.
        ("Điều 5#super[3] của Thông tư", "Điều 5³ của Thông tư"),
        ("Hậu cần - Kỹ thuật#super[45], các phòng", "Hậu cần - Kỹ thuật⁴⁵, các phòng"),
        ("#super(typographic: false)[7] Cụm từ này được sửa", "⁷ Cụm từ này được sửa"),
        ("diện tích 25 m#super[2].", "diện tích 25 m²."),
        ("Nghị quyết số 98/2026/QH15 và Điều 15", "Nghị quyết số 98/2026/QH15 và Điều 15"),
        (unicodedata.normalize("NFD", "Nghị định của Chính phủ"), "Nghị định của Chính phủ"),
        ("Quyết~định số 12/QÐ-SNV và ﬁle hồ sơ", "Quyết định số 12/QĐ-SNV và file hồ sơ"),
    ],
)
def test_characters_are_read_as_they_are_meant(lines, written, read):
    assert lines(make_pdf(written)) == [read]


def test_a_hyphen_at_the_end_of_a_line_and_the_line_break_are_kept(lines):
    narrow = make_pdf(
        "#set text(hyphenate: false)\nTheo đúng quy định tại Thông tư số 09/2020/TT-BLĐTBXH.",
        page="width: 275pt, height: 200pt, margin: 10pt",
    )

    assert lines(narrow) == ["Theo đúng quy định tại Thông tư số 09/2020/TT-", "BLĐTBXH."]


def test_our_own_procedures_are_read_with_their_steps(kept):
    pages = extract(kept(typeset(make_procedure(steps=2), content_sha256=SHA256))).pages

    assert "1\tBước việc 1\tMột cửa\t\tBM 01" in "\n".join(page.text for page in pages).split("\n")
    assert {page.source for page in pages} == {TextSource.LAYER}


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_words_stand_where_another_reader_sees_them_on_pages_turned_too(kept, turned):
    document = pypdfium2.PdfDocument(make_letter())
    document[0].set_rotation(turned)
    written = io.BytesIO()
    document.save(written)
    path = kept(written.getvalue())

    page = page_with_words(path, 1)

    assert page.text == extract(path).pages[0].text
    assert [page.text[word.start : word.end] for word in page.words] == page.text.split()
    assert all(0 <= side <= 1 for word in page.words for side in word.box)
    # The letterhead's right column, of a page that hangs with its head at the top, right, …
    first = next(word for word in page.words if page.text[word.start : word.end] == "CỘNG")
    middle = (first.box[0] + first.box[2]) / 2, (first.box[1] + first.box[3]) / 2
    head = {0: middle[1], 90: 1 - middle[0], 180: 1 - middle[1], 270: middle[0]}
    assert head[turned] < 0.12
    if turned == 0:
        assert_seen_there_too(page, path)


def assert_seen_there_too(page: Page, path: Path) -> None:
    with pdfplumber.open(path) as document:
        across, down = document.pages[0].width, document.pages[0].height
        seen = [
            (word["text"], word["x0"] / across, word["bottom"] / down)
            for word in document.pages[0].extract_words()
        ]
    for word in page.words:
        text = page.text[word.start : word.end]
        assert any(
            text == other and abs(word.box[0] - x) < 0.01 and abs(word.box[3] - y) < 0.01
            for other, x, y in seen
        ), text


def test_progress_is_told_page_by_page(kept):
    told = []
    path = kept(make_pdf("Trang một#pagebreak()Trang hai"))

    read = extract(path, on_page=lambda *said: told.append(said))

    assert [page.text for page in read.pages] == ["Trang một", "Trang hai"]
    assert told == [(1, 2), (2, 2)]


def test_a_picture_of_a_page_is_left_for_recognition_and_a_blank_page_is_read(kept):
    picture = io.BytesIO()
    Image.new("L", (1240, 1754), 255).save(picture, "PDF")

    scan, blank = extract(kept(picture.getvalue()), ocr=False), kept(make_blank_pages(1))

    assert (scan.kind, scan.unread) == (FileKind.SCAN, "")
    assert scan.pages == (Page(1, "", TextSource.NONE),)
    assert extract(blank).pages == (Page(1, "", TextSource.LAYER),)


def test_where_nothing_recognises_scans_the_pages_that_have_text_are_read(kept, monkeypatch):
    monkeypatch.setattr(installed, "available", lambda: False)
    picture = io.BytesIO()
    Image.new("L", (1240, 1754), 255).save(picture, "PDF")
    document = pypdfium2.PdfDocument(make_letter())
    document.import_pages(pypdfium2.PdfDocument(picture.getvalue()))
    written = io.BytesIO()
    document.save(written)

    read = extract(kept(written.getvalue()))

    assert [page.source for page in read.pages] == [TextSource.LAYER, TextSource.NONE]
    assert (read.kind, read.unread) == (FileKind.SCAN, "needs-tesseract")


@pytest.mark.parametrize(
    "letters, source",
    [
        ("Kế hoạch kiểm tra công tác lưu trữ của đơn vị trong năm. " * 9, TextSource.LAYER),
        ("12/2026/NĐ-CP; 3/QĐ-UBND; 15/NQ-HĐND; 02/QĐ-TTg; 7/CĐ-TTg; " * 9, TextSource.LAYER),
        ("Ke hoach kiém tra cõng tác luu trü cúa don vj trong näm. " * 9, TextSource.NONE),
    ],
    ids=["Vietnamese", "numbers of laws", "what a scanner took it for"],
)
def test_a_text_layer_is_trusted_if_it_is_vietnamese(kept, letters, source):
    assert extract(kept(make_pdf(letters)), ocr=False).pages[0].source == source


def test_ten_thousand_pages_are_refused_and_the_allowed_number_is_read(kept):
    path = kept(make_blank_pages(10_000))

    with pytest.raises(Unreadable, match="too-many-pages"):
        extract(path)
    assert extract(kept(make_blank_pages(3)), limits=Limits(pages=3)).page_count == 3


# Not ``ru_maxrss``: that counts what the process had before it became this one.
MEASURED = """
import re, sys
from pathlib import Path
from doccontrol.pdftext.extracting import extract
pages = extract(sys.argv[1]).pages
assert len(pages) == 1000 and all(page.text for page in pages)
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def test_a_thousand_pages_take_less_than_300_megabytes(kept):
    letter, long = pypdfium2.PdfDocument(make_letter()), pypdfium2.PdfDocument.new()
    for _ in range(1000):
        long.import_pages(letter)
    written = io.BytesIO()
    long.save(written)

    measured = subprocess.run(
        [sys.executable, "-c", MEASURED, str(kept(written.getvalue()))],
        capture_output=True,
        check=True,
        text=True,
    )

    assert int(measured.stdout) < 300 * 1024


def within_a_form(pdf: bytes) -> bytes:
    """The same page drawn as one form, as programs do that stamp or merge pages."""
    source, target = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
    across, down = source[0].get_size()
    page = target.new_page(across, down)
    page.insert_obj(source.page_as_xobject(0, target).as_pageobject())
    page.gen_content()
    written = io.BytesIO()
    target.save(written)
    return written.getvalue()


TABLE = "#table(columns: 3, [Bước], [Nội dung], [Hạn], [1], [Tiếp nhận\nhồ sơ], [1 ngày])"


@pytest.mark.parametrize("drawn", [make_pdf, lambda content: within_a_form(make_pdf(content))])
def test_a_table_is_read_by_its_rows_also_where_it_lies_within_a_form(lines, drawn):
    assert lines(drawn(TABLE)) == ["Bước\tNội dung\tHạn", "1\tTiếp nhận hồ sơ\t1 ngày"]
