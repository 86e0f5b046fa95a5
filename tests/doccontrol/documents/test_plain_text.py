"""Rich text and tables as words alone: one reading for search, citations, comparison, excerpts."""

from __future__ import annotations

import unicodedata

import pytest

from doccontrol.documents.comparing.editions import compare
from doccontrol.documents.drafting.basis import _pages
from doccontrol.documents.richtext.plain_text import cells_of, lines_of, text_of
from doccontrol.documents.section_types import Section, Table

TABLE: Table = {
    "columns": [{"key": "no", "heading": "TT"}, {"key": "content", "heading": "Nội dung"}],
    "rows": [{"content": "Tiếp nhận\nhồ\xa0sơ", "no": "1"}, {"no": "2"}, {"no": " "}],
}


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        pytest.param("<p>3 &lt; 5 &amp; 6 &#273;&ocirc;</p>", ["3 < 5 & 6 đô"], id="entities"),
        pytest.param("<p>a&lt;b&gt;c</p>", ["a<b>c"], id="an escaped tag is text"),
        pytest.param("<h3>Một</h3><p>Hai</p>Ba", ["Một", "Hai", "Ba"], id="blocks end lines"),
        pytest.param("<div>Một</div><div>Hai</div>", ["Một", "Hai"], id="unknown blocks as well"),
        pytest.param("<p>Trước<br>sau<br/></p>", ["Trước", "sau"], id="breaks"),
        pytest.param("<p>Trước</p><hr><p>sau</p>", ["Trước", "sau"], id="a rule"),
        pytest.param("<p>CO<sub>2</sub> và <b>H</b>2O</p>", ["CO2 và H2O"], id="marks"),
        pytest.param("<p>mo<span>t</span> <u>hai</u></p>", ["mot hai"], id="unknown marks"),
        pytest.param('<p>x <a linktype="page" id="3">xem</a>.</p>', ["x xem."], id="links"),
        pytest.param("<ul><li>Đơn</li><li>Ảnh</li></ul>", ["Đơn", "Ảnh"], id="items"),
        pytest.param(
            "<ul><li>một<ol><li>a</li><li>b</li></ol>sau</li><li>hai</li></ul>",
            ["một", "a", "b", "sau", "hai"],
            id="nested lists in reading order",
        ),
        pytest.param("<ul><li>a<li>b", ["a", "b"], id="unclosed tags"),
        pytest.param(
            "<table><tr><th>TT</th><td>một</td></tr><tr><td>hai</td></tr></table>",
            ["TT", "một", "hai"],
            id="cells never grow together",
        ),
        pytest.param(
            "<p>a</p><script>x()</script><style>p{}</style><!-- y --><p>b</p>",
            ["a", "b"],
            id="scripts, styles and comments are left out",
        ),
        pytest.param(
            "<p>  05&nbsp;ngày \t làm\n việc </p>", ["05 ngày làm việc"], id="white space"
        ),
        pytest.param("<p>&nbsp;</p><p></p>", [], id="nothing"),
        pytest.param("", [], id="no text"),
        pytest.param(
            unicodedata.normalize("NFD", "<p>Sở Nội vụ</p>"), ["Sở Nội vụ"], id="letters composed"
        ),
    ],
)
def test_rich_text_becomes_lines_of_words(html: str, lines: list[str]) -> None:
    assert lines_of(html) == lines
    assert text_of(html) == "\n".join(lines)


def test_a_table_is_read_by_row_in_the_order_of_its_columns() -> None:
    assert cells_of(TABLE) == [["1", "Tiếp nhận hồ sơ"], ["2"]]
    assert cells_of(None) == []


def section(html: str, table: Table | None = None) -> Section:
    return Section(key="purpose", number="1", heading="Mục đích", html=html, parts=[], table=table)


def test_citations_are_looked_for_in_the_same_lines_and_in_each_cell() -> None:
    headings, pages = _pages([section("<p>Theo</p><style>x</style><p>Luật</p>", TABLE)])

    assert headings == ["1. Mục đích"]
    assert pages[0].text.splitlines() == ["Theo", "Luật", "1", "Tiếp nhận hồ sơ", "2"]


def test_a_space_that_looks_the_same_is_a_change_of_form_not_of_words() -> None:
    old = {"sections": [section("<p>05 ngày làm việc</p>")]}
    new = {"sections": [section("<p>05\xa0ngày làm việc</p>")]}

    shown = next(diff for diff in compare(old, new) if diff.key == "purpose")
    assert shown.only_form
    assert "<ins>" not in str(shown.blocks[0].html)
