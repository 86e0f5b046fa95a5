"""The tree made of an edition's rich text."""

from __future__ import annotations

from typing import Any

import pytest

from doccontrol.documents.richtext.tree import rich_text_tree


def run(text: str, *marks: str, href: str = "") -> dict[str, Any]:
    return {"text": text, "marks": list(marks), "href": href}


def p(*runs: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "p", "runs": list(runs)}


def test_a_paragraph_keeps_its_words_and_loses_wagtails_block_key() -> None:
    assert rich_text_tree('<p data-block-key="x1">Đã ký &amp; gửi &lt;b&gt;</p>') == [
        p(run("Đã ký & gửi <b>"))
    ]


@pytest.mark.parametrize(
    ("html", "marks"),
    [
        ("<b>x</b>", ["b"]),
        ("<strong>x</strong>", ["b"]),
        ("<em>x</em>", ["i"]),
        ("<i><b>x</b></i>", ["b", "i"]),
        ("<sup>x</sup>", ["sup"]),
        ("<sub>x</sub>", ["sub"]),
        ("<b><strong>x</strong></b>", ["b"]),
        ("<b></b>x", []),
        ("</b>x", []),
    ],
)
def test_marks_are_read_whatever_tag_says_them(html: str, marks: list[str]) -> None:
    assert rich_text_tree(f"<p>{html}</p>") == [p(run("x", *marks))]


def test_marks_end_with_their_tag_and_spaces_between_words_stay() -> None:
    assert rich_text_tree("<p>nộp <b>01 bản</b> <i>chính</i>.</p>") == [
        p(run("nộp "), run("01 bản", "b"), run(" "), run("chính", "i"), run("."))
    ]


@pytest.mark.parametrize(
    ("attributes", "href"),
    [
        ('href="https://dichvucong.gov.vn/"', "https://dichvucong.gov.vn/"),
        ('href="mailto:so@cantho.gov.vn"', "mailto:so@cantho.gov.vn"),
        ('linktype="page" id="3"', ""),
        ('href="/quy-trinh/"', ""),
        ('href="#muc-5"', ""),
        ('href="javascript:alert(1)"', ""),
        ('href="https://a b"', ""),
        ("href", ""),
    ],
)
def test_only_a_link_that_paper_readers_could_follow_is_a_link(attributes: str, href: str) -> None:
    assert rich_text_tree(f"<p><a {attributes}>xem</a> nhé</p>")[0]["runs"][0]["href"] == href


def test_lists_nest_and_an_item_may_hold_several_blocks() -> None:
    html = (
        "<ul><li>một<ol><li>a</li><li>b</li></ol></li><li><p>hai</p><p>ba</p></li></ul><p>sau</p>"
    )

    assert rich_text_tree(html) == [
        {
            "kind": "ul",
            "items": [
                [p(run("một")), {"kind": "ol", "items": [[p(run("a"))], [p(run("b"))]]}],
                [p(run("hai")), p(run("ba"))],
            ],
        },
        p(run("sau")),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li>a<li>b</ul>",
        "<ul><li>a</li><li>b",
        "<ul>a<li>b</li></ul>",
        "<ul>\n  <li>a</li>\n  <li>b</li>\n  <li> </li></ul>",
    ],
)
def test_untidy_lists_come_out_tidy(html: str) -> None:
    assert rich_text_tree(html) == [{"kind": "ul", "items": [[p(run("a"))], [p(run("b"))]]}]


def test_a_list_straight_under_a_list_belongs_to_the_item_before() -> None:
    assert rich_text_tree("<ul><li>a</li><ul><li>b</li></ul></ul>") == [
        {"kind": "ul", "items": [[p(run("a")), {"kind": "ul", "items": [[p(run("b"))]]}]]}
    ]


def test_breaks_rules_and_headings_keep_their_place() -> None:
    assert rich_text_tree("<h3>Lưu ý</h3><p>một<br/>\n hai<br></p><hr/><h4>Khác</h4>") == [
        {"kind": "h3", "runs": [run("Lưu ý")]},
        p(run("một\nhai")),
        {"kind": "hr"},
        {"kind": "h4", "runs": [run("Khác")]},
    ]


def test_unknown_tags_give_way_to_their_text_without_gluing_words() -> None:
    html = "<div>một <span>hai</span></div>ba<table><tr><td>bốn</td><td>năm</td></tr></table>"

    assert rich_text_tree(html) == [p(run(x)) for x in ("một hai", "ba", "bốn", "năm")]


@pytest.mark.parametrize(
    "html",
    [
        "",
        " \n",
        "<p></p>",
        "<p>\xa0</p>",
        "<p><b> </b><br/></p>",
        "<ul><li></li></ul>",
        "<script>alert(1)</script>",
        "<p><style>p{}</style></p>",
        "<!-- ghi chú -->",
    ],
)
def test_what_prints_nothing_is_nothing(html: str) -> None:
    assert rich_text_tree(html) == []


def test_a_no_break_space_between_words_stays() -> None:
    assert rich_text_tree("<p>05\xa0ngày  làm\nviệc</p>") == [p(run("05\xa0ngày làm việc"))]
