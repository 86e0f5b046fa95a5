"""DOCX files are read as Word shows them: its own numbers, the final view of changes, parts of
other formats, a letterhead in the head of the page; and what is not read is said."""

from __future__ import annotations

import pytest

from tests.doccontrol.pdftext.files import with_body
from tests.doccontrol.pdftext.word_files import (
    R,
    in_list,
    level,
    lists,
    numbered,
    paragraph,
    run,
    with_chunk,
    with_head,
    with_lists,
    with_part,
    with_styles,
)

ARTICLES = (
    level(0, "Điều %1."),
    level(1, "%2."),
    level(2, "%3)", "lowerLetter"),
)
TAKEN_OUT = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'


def test_articles_clauses_and_points_have_the_numbers_that_word_shows(word_lines):
    body = [
        numbered("Phạm vi"), numbered("khoản đầu", 1), numbered("điểm đầu", 2),
        numbered("điểm sau", 2), numbered("khoản sau", 1), numbered("lại điểm đầu", 2),
        paragraph(run("không đánh số")), numbered("Hiệu lực"), numbered("khoản đầu", 1),
    ]  # fmt: skip

    assert word_lines(with_lists(body, lists(*ARTICLES))) == [
        "Điều 1. Phạm vi", "1. khoản đầu", "a) điểm đầu", "b) điểm sau", "2. khoản sau",
        "a) lại điểm đầu", "không đánh số", "Điều 2. Hiệu lực", "1. khoản đầu",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "stated, labels",
    [
        (level(0, "Chương %1", "upperRoman", start=4), ["Chương IV", "Chương V"]),
        (level(0, "(%1)", "lowerRoman"), ["(i)", "(ii)"]),
        (level(0, "%1.", "upperLetter", start=26), ["Z.", "AA."]),
        (level(0, "%1", "decimalZero"), ["01", "02"]),
        (level(0, "Phần thứ %1", "vietnameseCounting", start=5), ["Phần thứ năm", "Phần thứ sáu"]),
        (level(0, "-", "bullet"), ["-", "-"]),
        (level(0, "+%1", "none"), ["+", "+"]),
        (level(0, "Điều %1.", more='<w:suff w:val="nothing"/>'), ["Điều 1.", "Điều 2."]),
    ],
)
def test_numbers_are_written_as_the_list_says(word_lines, stated, labels):
    found = word_lines(with_lists([numbered("một"), numbered("hai")], lists(stated)))

    glue = "" if "nothing" in stated else " "
    assert found == [f"{labels[0]}{glue}một", f"{labels[1]}{glue}hai"]


def test_legal_numbering_shows_digits_and_a_level_counts_on_where_it_is_told_to(word_lines):
    legal = [level(0, "%1.", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>")]
    going_on = '<w:lvlRestart w:val="0"/>'
    chapters = [level(0, "Chương %1", "upperRoman"), level(1, "Điều %2.", more=going_on)]
    body = [numbered("a"), numbered("b", 1), numbered("c"), numbered("d", 1)]

    assert word_lines(with_lists(body, lists(*legal))) == ["I. a", "1.1 b", "II. c", "2.1 d"]
    assert word_lines(with_lists(body, lists(*chapters))) == [
        "Chương I a", "Điều 1. b", "Chương II c", "Điều 2. d",
    ]  # fmt: skip


def test_a_list_of_the_same_pattern_counts_on_and_one_told_to_begins_anew(word_lines):
    numbers = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    body = [numbered(text, 0, list_id) for text, list_id in zip("abcd", [1, 2, 3, 3], strict=True)]

    found = word_lines(with_lists(body, lists(*ARTICLES, numbers=numbers)))
    assert found == ["Điều 1. a", "Điều 2. b", "Điều 7. c", "Điều 8. d"]


def test_a_style_numbers_its_paragraphs_and_one_of_them_may_be_left_out(word_lines):
    style = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Khoan">'
        '<w:basedOn w:val="Base"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    of = '<w:pStyle w:val="{}"/>'.format
    body = [
        paragraph(run("một"), of("Base")),
        paragraph(run("hai"), of("Khoan")),
        paragraph(run("ba"), of("Base") + '<w:numPr><w:numId w:val="0"/></w:numPr>'),
        paragraph(run("bốn"), of("Base")),
    ]

    found = word_lines(with_styles(with_lists(body, lists(*ARTICLES)), style))
    assert found == ["Điều 1. một", "1. hai", "ba", "Điều 2. bốn"]


def test_a_paragraph_taken_out_is_not_counted_and_one_whose_end_is_goes_on_in_the_next(word_lines):
    gone = '<w:del w:id="2"><w:r><w:delText>bỏ</w:delText></w:r></w:del>'
    body = [
        numbered("giữ"),
        paragraph(gone, in_list(0) + TAKEN_OUT),
        numbered("sau"),
        paragraph(run("nửa đầu "), TAKEN_OUT),
        paragraph(run("nửa sau")),
    ]

    assert word_lines(with_lists(body, lists(*ARTICLES))) == [
        "Điều 1. giữ", "Điều 2. sau", "nửa đầu nửa sau",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "inside",
    [
        run("ẩn", '<w:rStyle w:val="An"/>'),
        run("ẩn", '<w:color w:val="FFFFFF"/>'),
        run("ẩn", '<w:sz w:val="2"/>'),
        run("ẩn", '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>'),
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
        + run("ẩn")
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        '<w:r><w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing"><wp:docPr id="1" name="b" hidden="1"/><wps:txbx><w:txbxContent>'
        f"{paragraph(run('ẩn'))}</w:txbxContent></wps:txbx></wp:anchor></w:drawing></w:r>",
    ],
)
def test_what_word_does_not_show_is_no_text(word_lines, inside):
    hidden = (
        '<w:style w:type="character" w:styleId="Goc"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="An"><w:basedOn w:val="Goc"/></w:style>'
    )
    package = with_styles(with_body(paragraph(run("hiện ") + inside + run("rõ"))), hidden)

    assert word_lines(package) == ["hiện rõ"]


@pytest.mark.parametrize(
    "inside",
    [
        run("trắng", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>'),
        run("trắng", '<w:rStyle w:val="An"/><w:vanish w:val="0"/>'),
        run("TRẮNG".lower(), '<w:caps w:val="0"/>'),
    ],
)
def test_what_word_does_show_is_text(word_lines, inside):
    hidden = '<w:style w:type="character" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>'

    assert word_lines(with_styles(with_body(paragraph(inside)), hidden)) == ["trắng"]


def test_form_fields_show_what_was_chosen(word_lines):
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{}</w:ffData></w:fldChar></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    entries = '<w:listEntry w:val="Không"/><w:listEntry w:val="Có"/>'
    choices = f'<w:ddList><w:result w:val="1"/>{entries}</w:ddList>'
    box = "<w:checkBox><w:checked/></w:checkBox>"

    found = word_lines(with_body(paragraph(field.format(choices)) + paragraph(field.format(box))))
    assert found == ["Có", "☒"]


def test_an_alternative_that_word_does_not_know_is_not_shown(word_lines):
    both = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="xyz"><w:t>mới</w:t></mc:Choice>'
        "<mc:Fallback><w:t>cũ</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )

    assert word_lines(with_body(paragraph(both))) == ["cũ"]


HTML = (
    "<html><head><title>không</title><style>p{}</style></head><body><p>Điều 1. Phạm&nbsp;vi</p>"
    '<ol start="2" type="a"><li>hai</li><li>ba</li></ol><p style="display: none">ẩn</p>'
    "<table><tr><td>ô 1</td><td>ô 2</td></tr></table></body></html>"
)
SHOWN = ["trước", "Điều 1. Phạm vi", "b. hai", "c. ba", "ô 1\tô 2"]


@pytest.mark.parametrize(
    "name, content, shown",
    [
        ("chunk.html", HTML.encode(), SHOWN),
        ("chunk.htm", b"\xff\xfe" + HTML.encode("utf-16-le"), SHOWN),
        ("chunk.txt", "Điều 1.\r\nkhoản 1".encode(), ["trước", "Điều 1.", "khoản 1"]),
        (
            "chunk.mht",
            b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n"
            b"Content-Transfer-Encoding: 8bit\r\n\r\n" + HTML.encode(),
            SHOWN,
        ),
        (
            "chunk.docx",
            with_lists([numbered("trong")], lists(*ARTICLES)),
            ["trước", "Điều 1. trong"],
        ),
    ],
)
def test_a_part_of_another_format_is_read_where_it_stands(read_word, name, content, shown):
    kind = "text/plain" if name.endswith("txt") else ""

    assert read_word(with_chunk(paragraph(run("trước")), name, content, content_type=kind)) == (
        shown,
        [],
    )


def test_a_part_that_cannot_be_read_is_named_even_where_it_is_the_whole_file(read_word):
    rtf = with_chunk("", "chunk.rtf", rb"{\rtf1 \'d0i\u7873?u 1}", content_type="application/rtf")

    assert read_word(rtf) == ([""], ["part-inside"])


def test_what_a_file_within_a_file_holds_unread_is_said(read_word):
    inner = with_chunk(paragraph(run("trong")), "within.rtf", rb"{\rtf1 a}")

    assert read_word(with_chunk("", "chunk.docx", inner)) == (["trong"], ["part-inside"])


def test_a_letterhead_in_the_head_of_the_first_page_stands_before_the_text(read_word):
    head = "".join(map(paragraph, map(run, ["UBND TỈNH", "Số: 27/2026/QĐ-UBND"])))
    body = paragraph(run("QUYẾT ĐỊNH"))

    assert read_word(with_head(body, head)) == (
        ["UBND TỈNH", "Số: 27/2026/QĐ-UBND", "QUYẾT ĐỊNH"],
        [],
    )
    # Switched off, or for pages of even number, it is not shown on the first page.
    assert read_word(with_head(body, head, section=""))[0] == ["QUYẾT ĐỊNH"]
    assert read_word(with_head(body, head, kind="even"))[0] == ["QUYẾT ĐỊNH"]
    assert read_word(with_head(body, head, kind="default", section=""))[0][0] == "UBND TỈNH"


def test_any_other_head_is_left_out_and_said_unless_it_is_a_page_number(read_word):
    body = paragraph(run("Số: 5/KH-SNV"))
    said = paragraph(run("Bản thảo lần hai, không phổ biến"))

    assert read_word(with_head(body, said)) == (["Số: 5/KH-SNV"], ["header"])
    assert read_word(with_head(body, paragraph(run("Trang 2")))) == (["Số: 5/KH-SNV"], [])


@pytest.mark.parametrize(
    "font, written, shown",
    [
        (".VnTimeH", "quyÕt ®Þnh", "QUYẾT ĐỊNH"),
        (".VnTime", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        (
            "VNI-Times",
            "Coäng hoøa xaõ hoäi chuû nghóa, QUYEÁT ÑÒNH",
            "Cộng hòa xã hội chủ nghĩa, QUYẾT ĐỊNH",
        ),
    ],
)
def test_letters_of_old_fonts_are_made_new_and_it_is_said(read_word, font, written, shown):
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'

    assert read_word(with_body(paragraph(run(written, fonts)))) == ([shown], ["old-font"])


def test_old_letters_of_a_letterhead_in_the_head_of_a_page_are_said_too(read_word):
    fonts = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    head = paragraph(run("Sè: 27/2026/Q§-UBND", fonts))

    assert read_word(with_head(paragraph(run("QUYẾT ĐỊNH")), head)) == (
        ["Số: 27/2026/QĐ-UBND", "QUYẾT ĐỊNH"],
        ["old-font"],
    )


def test_a_font_of_the_old_name_may_hold_letters_of_today(read_word):
    fonts = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    today = "Và là các cơ quan có trách nhiệm thi hành Quyết định này"

    assert read_word(with_body(paragraph(run(today, fonts)))) == ([today], [])


def test_old_letters_are_known_without_a_font_that_says_so(read_word):
    written = (
        "Céng hßa x· héi chñ nghÜa ViÖt Nam. §éc lËp - Tù do - H¹nh phóc. ñy ban nh©n d©n tØnh"
    )

    found, notes = read_word(with_body(paragraph(run(written))))
    assert found[0].startswith("Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập - Tự do")
    assert notes == ["old-font"]


def test_files_and_drawings_inside_are_named(read_word):
    body = paragraph(run("Kèm theo phụ lục"))
    package = with_part(with_body(body), "oleObject", "phu-luc.bin", b"\xd0\xcf\x11\xe0")
    package = with_part(package, "diagramData", "data1.xml", "<a/>", identity="rDrawn")

    assert read_word(package) == (["Kèm theo phụ lục"], ["files-inside", "drawing"])


def test_a_chunk_that_leads_nowhere_is_said_too(read_word):
    package = with_body(paragraph(run("a")) + f'<w:altChunk r:id="rGone" xmlns:r="{R}"/>')

    assert read_word(package) == (["a"], ["part-inside"])
