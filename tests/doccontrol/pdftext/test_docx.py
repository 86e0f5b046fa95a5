"""DOCX files: document order, pages, what is no text, and packages made to do harm."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK

from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.word import story as story_of_ours
from doccontrol.pdftext.word.docx import text_of
from doccontrol.pdftext.word.packages import MAX_PART_BYTES
from tests.doccontrol.pdftext.files import (
    ISSUER,
    NATION,
    NUMBER,
    PLACE,
    RECIPIENTS,
    SIGNER,
    STEPS,
    make_docx,
    with_body,
    with_parts,
)
from tests.doccontrol.pdftext.word_files import paragraph, run

ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a0 "ha">%s]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:body><w:p><w:r><w:t>&%s;</w:t></w:r></w:p></w:body></w:document>"""
PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'
LAUGHS = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))


@pytest.fixture
def read(tmp_path):
    """The texts of the pages of a DOCX."""

    def pages(content: bytes, limits: Limits | None = None) -> list[str]:
        path = tmp_path / "file"
        path.write_bytes(content)
        return [page.text for page in text_of(path, limits or Limits()).pages]

    return pages


def add_table(document: Document, rows: list[list[str]], *, ruled: bool) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    if ruled:
        table.style = "Table Grid"
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def test_a_letter_is_read_in_its_order_with_columns_kept_apart(read):
    def fill(document: Document) -> None:
        header = [["\n".join(ISSUER), "\n".join(NATION)], [NUMBER, PLACE]]
        add_table(document, header, ruled=False)
        document.add_paragraph("Kính gửi: Các phòng thuộc Sở")
        add_table(document, STEPS, ruled=True)
        add_table(document, [["\n".join(RECIPIENTS), "\n".join(SIGNER)]], ruled=False)

    [page] = read(make_docx(fill))

    assert page.split("\n") == [
        *[*ISSUER, NUMBER, *NATION, PLACE],
        "Kính gửi: Các phòng thuộc Sở",
        *["\t".join(row) for row in STEPS],
        *[*RECIPIENTS, *SIGNER],
    ]


def test_a_ruled_letterhead_is_no_table_either(read):
    header = [["BỘ NỘI VỤ\nSố: 15/2026/TT-BNV", "\n".join(NATION)]]

    [page] = read(make_docx(lambda document: add_table(document, header, ruled=True)))

    assert page.split("\n") == ["BỘ NỘI VỤ", "Số: 15/2026/TT-BNV", *NATION]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "\tBỘ NỘI VỤ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "\t\tĐộc lập - Tự do - Hạnh phúc",
            "\tSố: 15/2026/TT-BNV\tHà Nội, ngày 05 tháng 3 năm 2026",
        ],
        [
            "BỘ NỘI VỤ\t\t\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "\t\t\t\tĐộc lập - Tự do - Hạnh phúc",
            "Số: 15/2026/TT-BNV\t\tHà Nội, ngày 05 tháng 3 năm 2026",
        ],
        [
            "   BỘ NỘI VỤ           CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "                              Độc lập - Tự do - Hạnh phúc",
            "Số: 15/2026/TT-BNV         Hà Nội, ngày 05 tháng 3 năm 2026",
        ],
    ],
    ids=["tab stops", "rows of tabs", "rows of spaces"],
)
def test_a_letterhead_without_a_table_is_read_by_columns_too(read, lines):
    def fill(document: Document) -> None:
        for line in [*lines, "1.\tPhạm vi"]:
            document.add_paragraph(line)

    assert read(make_docx(fill)) == [
        "BỘ NỘI VỤ\nSố: 15/2026/TT-BNV\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nHà Nội, ngày 05 tháng 3 năm 2026\n1.\tPhạm vi"
    ]


def test_merged_cells_are_read_once_where_they_begin(read):
    def fill(document: Document) -> None:
        add_table(document, [[f"{row}{column}" for column in "abc"] for row in "1234"], ruled=True)
        table = document.tables[0]
        table.cell(1, 0).merge(table.cell(2, 0))
        table.cell(3, 1).merge(table.cell(3, 2))

    assert read(make_docx(fill)) == ["1a\t1b\t1c\n2a 3a\t2b\t2c\n\t3b\t3c\n4a\t4b 4c"]


@pytest.mark.parametrize(
    "inside, text",
    [
        (
            f"{run('giữ')}<w:del><w:r><w:delText>xóa</w:delText></w:r></w:del>{run(' lại')}",
            "giữ lại",
        ),
        (f"{run('thêm ')}<w:ins>{run('vào')}</w:ins>", "thêm vào"),
        (f"<w:moveFrom>{run('chuyển')}</w:moveFrom><w:moveTo>{run('đến')}</w:moveTo>", "đến"),
        (f"{run('hiện')}{run('ẩn', '<w:vanish/>')}", "hiện"),
        (run("Điều 5") + run("3", '<w:vertAlign w:val="superscript"/>'), "Điều 5³"),
        (f"<w:hyperlink>{run('liên')}</w:hyperlink>{run(' kết')}", "liên kết"),
        (
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run('ô')}</w:sdtContent></w:sdt>{run(' nhập')}",
            "ô nhập",
        ),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("trường"), "trường"),
        ("<w:r><w:t>09/2020/TT</w:t><w:noBreakHyphen/><w:t>BNV</w:t></w:r>", "09/2020/TT-BNV"),
        ("<w:r><w:t>một</w:t><w:tab/><w:t>hai</w:t><w:br/><w:t>ba</w:t></w:r>", "một\thai\nba"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0A3"/><w:t> 5</w:t></w:r>', "≤ 5"),
    ],
)
def test_what_is_printed_is_read_and_nothing_else(read, inside, text):
    assert read(with_body(paragraph(inside))) == [text]


def test_a_text_box_is_read_once_after_its_paragraph(read):
    box = f"<w:txbxContent>{paragraph(run('Số: 5/KH-SNV'))}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )

    assert read(with_body(paragraph(run("SỞ NỘI VỤ") + both))) == ["SỞ NỘI VỤ\nSố: 5/KH-SNV"]


def test_pages_are_those_of_the_last_layout_or_of_page_breaks(read):
    laid_out = "<w:r><w:t>một </w:t><w:lastRenderedPageBreak/><w:t>hai</w:t></w:r>"
    broken = '<w:r><w:br w:type="page"/><w:lastRenderedPageBreak/><w:t>ba</w:t></w:r>'
    before = paragraph(run("bốn"), "<w:pageBreakBefore/>")

    assert read(with_body(paragraph(laid_out) + paragraph(broken) + before)) == [
        "một",
        "hai",
        "ba",
        "bốn",
    ]


def test_a_row_over_two_pages_begins_one_page_not_one_for_each_cell(read):
    cell = f"<w:tc>{paragraph('<w:r><w:lastRenderedPageBreak/><w:t>ô</w:t></w:r>')}</w:tc>"
    table = f"<w:tbl><w:tr>{cell * 4}</w:tr></w:tbl>"

    assert read(with_body(table + paragraph(run("sau")))) == ["ô\tô\tô\tô", "sau"]


def with_footnotes(body: str, notes: dict[int, str]) -> bytes:
    package = with_body(body)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    listed = f'<Relationship Id="n" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    written = "".join(
        f'<w:footnote w:id="{identity}">{paragraph(run(text))}</w:footnote>'
        for identity, text in notes.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    footnotes = f'<w:footnotes xmlns:w="{space}">{written}</w:footnotes>'
    return with_parts(
        package,
        {
            "word/_rels/document.xml.rels": relations.replace("</Relationships>", listed).encode(),
            "word/footnotes.xml": footnotes.encode(),
        },
    )


def footnote_mark(identity: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{identity}"/></w:r>'


def test_footnotes_stand_below_their_page_with_their_marks(read):
    broken = "<w:r><w:lastRenderedPageBreak/><w:t>ô</w:t></w:r>"
    row = f"<w:tbl><w:tr>{f'<w:tc>{paragraph(broken)}</w:tc>' * 4}</w:tr></w:tbl>"
    body = (
        paragraph(run("Điều 5") + footnote_mark(7) + run("."))
        + row
        + paragraph(run("Điều 6") + footnote_mark(3) + PAGE_BREAK)
        + paragraph(run("Điều 7"))
    )

    assert read(with_footnotes(body, {3: "Được sửa năm 2026.", 7: "Được bãi bỏ."})) == [
        "Điều 5¹.\nô\tô\tô\tô\n¹ Được bãi bỏ.",
        "Điều 6²\n² Được sửa năm 2026.",
        "Điều 7",
    ]


def test_a_footnote_that_refers_to_itself_is_read_once(read):
    package = with_footnotes(paragraph(run("Điều 5") + footnote_mark(7)), {7: "MARK"})
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        notes = archive.read("word/footnotes.xml").decode()
    circular = notes.replace("</w:p>", f"{footnote_mark(7)}</w:p>").encode()

    assert read(with_parts(package, {"word/footnotes.xml": circular})) == ["Điều 5¹\n¹ MARK"]


def test_headers_and_footers_are_left_out(read):
    def fill(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "đầu trang"
        document.add_paragraph("thân").add_run().add_break(WD_BREAK.LINE)

    assert read(make_docx(fill)) == ["thân"]


def with_main(part: bytes) -> bytes:
    return with_parts(make_docx(lambda _: None), {"word/document.xml": part})


def lying_bomb() -> bytes:
    """A package whose list of contents says that a part unpacks to 100 bytes."""
    bomb = bytearray(with_main(bytes(8 * 2**20)))
    for signature, size in [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)]:
        at = 0
        while (at := bomb.find(signature, at)) >= 0:
            if struct.unpack_from("<I", bomb, at + size)[0] == 8 * 2**20:
                struct.pack_into("<I", bomb, at + size, 100)
            at += 4
    return bytes(bomb)


@pytest.mark.parametrize(
    "content, code",
    [
        (make_docx(lambda _: None), "empty"),
        (with_body("<w:p>"), "broken"),
        (with_main(ENTITIES % (LAUGHS, b"a11")), "unpacks-too-large"),
        (with_main(bytes(8 * 2**20)), "unpacks-too-large"),
        (lying_bomb(), "broken"),
        (with_body("<w:r>" * 300 + "</w:r>" * 300), "unpacks-too-large"),
        (with_body(paragraph(run("a") + PAGE_BREAK + run("b"))), "too-many-pages"),
    ],
    ids=["no text", "no xml", "billion laughs", "zip bomb", "lying zip bomb", "too deep", "pages"],
)  # fmt: skip
def test_a_package_made_to_do_harm_is_refused(read, content, code):
    with pytest.raises(Unreadable) as refused:
        read(content, Limits(unpacked_megabytes=4, pages=1))

    assert refused.value.code == code


def test_a_part_larger_than_any_law_is_refused_while_it_is_unpacked(read):
    with pytest.raises(Unreadable, match="unpacks-too-large"):
        read(with_main(bytes(MAX_PART_BYTES + 1)))


def test_no_file_of_the_machine_and_no_address_gets_into_the_text(read, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("bí mật", encoding="utf-8")
    reaching = b'<!ENTITY x SYSTEM "%s">' % secret.as_uri().encode()

    with pytest.raises(Unreadable, match="unpacks-too-large"):
        read(with_main(ENTITIES % (reaching, b"x")))


def test_a_relationship_to_the_outside_is_not_followed(read):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
    outside = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{kind}" Target="file:///etc/passwd" TargetMode="External"/>'
        f'<Relationship Id="b" Type="{kind}" Target="../../../../etc/passwd"/></Relationships>'
    )
    package = with_parts(
        with_body(paragraph(run("thân"))), {"word/_rels/document.xml.rels": outside.encode()}
    )

    assert read(package) == ["thân"]


# What is bounded before it costs anything


def test_a_table_of_more_cells_than_the_site_takes_is_refused_and_one_of_as_many_is_read(tmp_path):
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>ô</w:t></w:r></w:p></w:tc>" * 10 + "</w:tr>"
    path = tmp_path / "file"
    path.write_bytes(with_body(f"<w:tbl>{row * 10}</w:tbl>"))

    assert len(text_of(path, Limits(cells=100)).pages) == 1
    with pytest.raises(Unreadable, match="too-many-cells"):
        text_of(path, Limits(cells=99))


def test_a_table_of_a_million_cells_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(story_of_ours, "cells_by_row", lambda table: pytest.fail("read"))
    path = tmp_path / "file"
    path.write_bytes(with_body("<w:tbl><w:tr>" + "<w:tc/>" * 1_000_000 + "</w:tr></w:tbl>"))

    with pytest.raises(Unreadable, match="too-many-cells"):
        text_of(path, Limits())


def test_a_paragraph_of_tabs_and_a_cell_of_empty_lines_are_read(read):
    tabs = "<w:p><w:r><w:t>trước</w:t>" + "<w:tab/>" * 200_000 + "<w:t>sau</w:t></w:r></w:p>"
    lines = "<w:tbl><w:tr><w:tc>" + "<w:p/>" * 50_000 + "</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"

    assert read(with_body(tabs + lines)) == ["trước\tsau"]
