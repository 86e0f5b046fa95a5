"""PDFs are read as they are seen: with what was typed onto a page, without what is invisible,
words of another direction apart; and files inside are named."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from doccontrol.pdftext.extracting import extract, page_with_words
from doccontrol.pdftext.pages import TextSource
from tests.doccontrol.pdftext.files import make_pdf, make_raw_pdf

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
LAYERS = b"/OCProperties << /OCGs [6 0 R 7 0 R] /D << /OFF [7 0 R] >> >>"
ON, OFF = b"<< /Type /OCG /Name (On) >>", b"<< /Type /OCG /Name (Off) >>"


def page_pdf(
    content: bytes, *, page: bytes = b"", catalog: bytes = b"", more: Sequence[bytes] = (ON, OFF)
) -> bytes:
    """One page that draws ``content``; objects from 6 are ``more``."""
    resources = b"/Font << /F 5 0 R >> /Properties << /A 6 0 R /B 7 0 R >>"
    if b"/Form" in b"".join(more):
        resources += b" /XObject << /X 8 0 R >>"
    return make_raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << %s >> %s >>" % (resources, page),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            FONT,
            *more,
        ]
    )


def show(text: bytes, x: int = 72, y: int = 700, *, before: bytes = b"", size: int = 12) -> bytes:
    return b"q %s BT /F %d Tf %d %d Td (%s) Tj ET Q\n" % (before, size, x, y, text)


def annotation(kind: bytes, entries: bytes, appearance: bytes = b"") -> Sequence[bytes]:
    """An annotation as object 8, its appearance as 9."""
    if appearance:
        entries += b" /AP << /N 9 0 R >>"
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F 5 0 R >> >>"
        b" /Length %d >>\nstream\n%s\nendstream" % (len(appearance), appearance)
    )
    return [
        ON,
        OFF,
        b"<< /Type /Annot /Subtype /%s /Rect [100 696 200 716] %s >>" % (kind, entries),
        form,
    ]


LINE = show(b"Number:")
TYPED = b"BT /F 12 Tf 2 4 Td (27/2026) Tj ET"


@pytest.fixture
def read(kept):
    def lines(content: bytes) -> list[str]:
        found = extract(kept(content), ocr=False)
        assert found.pages[0].source is TextSource.LAYER
        return found.pages[0].text.split("\n")

    return lines


@pytest.mark.parametrize(
    "kind, entries, appearance",
    [
        (b"FreeText", b"/F 4 /Contents (27/2026)", TYPED),
        (b"FreeText", b"/F 4 /Contents (27/2026)", b""),
        (b"Stamp", b"/F 4", TYPED),
        (b"Widget", b"/F 4 /FT /Tx /T (so) /V (27/2026)", TYPED),
        (b"Widget", b"/F 4 /FT /Tx /T (so) /V (27/2026)", b""),
    ],
)
def test_what_lies_on_the_page_is_read_where_it_is_seen(read, kind, entries, appearance):
    content = page_pdf(
        LINE + show(b"below", y=640),
        page=b"/Annots [8 0 R]",
        catalog=b"/AcroForm << /Fields [8 0 R] >>" if kind == b"Widget" else b"",
        more=annotation(kind, entries, appearance),
    )

    assert read(content) == ["Number: 27/2026", "below"]


@pytest.mark.parametrize(
    "kind, entries",
    [
        (b"FreeText", b"/F 2 /Contents (27/2026)"),
        (b"FreeText", b"/F 32 /Contents (27/2026)"),
        (b"Text", b"/F 4 /Contents (27/2026)"),
        (b"Widget", b"/F 4 /FT /Sig /T (ky)"),
    ],
)
@pytest.mark.parametrize("form", [b"/AcroForm << /Fields [8 0 R] >>", b""])
def test_a_hidden_one_a_note_and_the_look_of_a_signature_are_no_text(read, kind, entries, form):
    content = page_pdf(
        LINE,
        page=b"/Annots [8 0 R]",
        catalog=form,
        more=annotation(kind, entries, TYPED),
    )

    assert read(content) == ["Number:"]


@pytest.mark.parametrize(
    "unseen",
    [
        show(b"unseen", y=600, before=b"3 Tr"),
        show(b"unseen", y=600, before=b"1 g"),
        show(b"unseen", y=600, before=b"0.99 0.98 1 rg"),
        show(b"unseen", y=600) + b"q 1 g 60 590 200 30 re f Q\n",
        show(b"unseen", y=600) + b"q 0 g 60 590 200 30 re f Q\n",
        show(b"unseen", y=-50),
        show(b"unseen", x=700),
        show(b"unseen", y=600, before=b"0.05 0 0 0.05 72 600 cm"),
        b"/OC /B BDC " + show(b"unseen", y=600) + b"EMC\n",
        b"/OC /B BDC " + show(b"unseen") + b"EMC\n",
    ],
)
def test_what_nobody_sees_is_no_text(read, unseen):
    assert read(page_pdf(LINE + unseen, catalog=LAYERS)) == ["Number:"]


@pytest.mark.parametrize(
    "layers",
    [
        LAYERS,
        b"/OCProperties << /OCGs [6 0 R 7 0 R] /D << /BaseState /OFF /ON [6 0 R] >> >>",
    ],
)
def test_a_layer_that_refers_to_itself_is_off_all_the_same(read, layers):
    more = [ON, b"<< /Type /OCG /Name (Off) /Usage << /Of 7 0 R >> >>"]
    content = LINE + b"/OC /B BDC " + show(b"unseen", y=600) + b"EMC\n"
    content += b"/OC /A BDC " + show(b"seen", y=500) + b"EMC\n"

    assert read(page_pdf(content, catalog=layers, more=more)) == ["Number:", "seen"]


@pytest.mark.parametrize(
    "seen",
    [
        b"q 0 g 60 590 200 30 re f Q\n" + show(b"seen", y=600, before=b"1 g"),
        b"q 1 g 60 590 200 30 re f Q\n" + show(b"seen", y=600),
        show(b"seen", y=600, before=b"0.6 g"),
        show(b"seen", y=600, before=b"1 Tr"),
        b"/OC /A BDC " + show(b"seen", y=600) + b"EMC\n",
        show(b"seen", x=36, y=300, before=b"2 0 0 2 0 0 cm", size=6),
    ],
)
def test_what_is_seen_is_text(read, seen):
    assert read(page_pdf(LINE + seen, catalog=LAYERS)) == ["Number:", "seen"]


def test_a_whole_form_on_a_layer_that_is_off_is_no_text(read):
    form = b"BT /F 12 Tf 72 600 Td (unseen) Tj ET"
    drawn = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /OC %s 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> /Length %d >>\nstream\n%s\nendstream"
    )
    for layer, shown in ((b"7", ["Number:"]), (b"6", ["Number:", "unseen"])):
        more = [ON, OFF, drawn % (layer, len(form), form)]
        assert read(page_pdf(LINE + b"/X Do\n", catalog=LAYERS, more=more)) == shown


TURNED = (
    b"q 0.7 g 0.7 0.7 -0.7 0.7 150 560 cm BT /F 40 Tf 0 0 Td (BAN SAO KHONG CO GIA TRI) Tj ET Q\n"
    b"q 0 1 -1 0 30 400 cm BT /F 9 Tf 0 0 Td (signed by program 99/2019) Tj ET Q\n"
)


def test_words_of_another_direction_are_not_woven_into_lines_and_are_said(kept):
    lines = b"".join(show(b"line %d of the text" % n, y=720 - 14 * n) for n in range(12))
    found = extract(kept(page_pdf(lines + TURNED)), ocr=False)

    assert found.pages[0].text == "\n".join(f"line {n} of the text" for n in range(12))
    assert [said.code for said in found.notes] == ["turned"]
    assert "99/2019" in found.notes[0].names and "BAN SAO" in found.notes[0].names


def test_large_letters_below_the_lines_stand_apart_and_a_large_title_does_not(kept):
    lines = b"".join(show(b"line %d of the text" % n, y=600 - 14 * n) for n in range(6))
    title = show(b"TITLE", y=700, size=40)
    below = show(b"COPY", y=550, size=60, before=b"0.8 g")

    assert extract(kept(page_pdf(title + lines + below)), ocr=False).pages[0].text.split("\n") == [
        "TITLE", *(f"line {n} of the text" for n in range(6)),
    ]  # fmt: skip


def test_turned_words_in_a_cell_belong_to_it(read):
    ruled = b"72 600 m 72 700 l S 120 600 m 120 700 l S 300 600 m 300 700 l S "
    ruled += b"72 600 m 300 600 l S 72 650 m 300 650 l S 72 700 m 300 700 l S\n"
    turned = b"q 0 1 -1 0 100 655 cm BT /F 9 Tf 0 0 Td (in turn) Tj ET Q\n"
    cells = show(b"above", x=130, y=670) + show(b"low", x=80, y=620) + show(b"last", x=130, y=620)

    assert read(page_pdf(ruled + turned + cells)) == ["in turn\tabove", "low\tlast"]


def test_a_page_whose_lines_all_run_upwards_is_read_by_its_lines(kept):
    lines = b"".join(
        b"q 0 1 -1 0 %d 100 cm BT /F 12 Tf 0 0 Td (line %d of it) Tj ET Q\n" % (100 + 20 * n, n)
        for n in range(4)
    )
    path = kept(page_pdf(lines))

    assert extract(path, ocr=False).pages[0].text == "\n".join(f"line {n} of it" for n in range(4))
    word = page_with_words(path, 1).words[0]
    # Of the page as it is displayed: a word that is higher than wide, at its left.
    left, top, right, bottom = word.box
    assert left < 0.2 and top > 0.8
    assert (bottom - top) * 842 > (right - left) * 595


def test_files_inside_are_named(kept):
    attached = b"/Names << /EmbeddedFiles << /Names [(a) 8 0 R] >> >>"
    more = [ON, OFF, b"<< /Type /Filespec /F (qd.pdf) /UF (qd.pdf) /EF << /F 9 0 R >> >>",
            b"<< /Type /EmbeddedFile /Length 1 >>\nstream\nx\nendstream"]  # fmt: skip
    for catalog, word in ((attached, "other files"), (attached + b" /Collection << >>", "cover")):
        found = extract(kept(page_pdf(LINE, catalog=catalog, more=more)), ocr=False)
        assert [(said.code, said.names) for said in found.notes] == [("files-inside", "qd.pdf")]
        assert word in found.notes[0].reason


def test_an_ordinary_page_has_no_notes(kept):
    assert extract(kept(make_pdf("Điều 1. Phạm vi điều chỉnh")), ocr=False).notes == ()
