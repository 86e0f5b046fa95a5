"""What the comparison of two editions tells a reader."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from doccontrol.documents.comparing.editions import Change, SectionDiff, compare, under_headings_of
from tests.counting import calls
from tests.doccontrol.documents.frozen_content import make_procedure, make_section

Content = dict[str, Any]


def diff_of(old: Content, new: Content) -> dict[str, SectionDiff]:
    return {diff.key: diff for diff in compare(old, new)}


def changed(old: Content, new: Content) -> dict[str, str]:
    return {d.key: d.change.value for d in compare(old, new) if d.change != Change.UNCHANGED}


def steps(content: Content) -> list[dict[str, str]]:
    return content["sections"][4]["parts"][0]["table"]["rows"]


def rows(diff: SectionDiff) -> list[tuple[str, str]]:
    assert diff.table is not None
    return [(row.change.value, row.cells[1].html) for row in diff.table.rows]


def pair(**named: Any) -> tuple[Content, Content]:
    old = make_procedure(**named)
    return old, copy.deepcopy(old)


def free(*sections: tuple[str, str]) -> Content:
    content = make_procedure() | {"kind": "general"}
    content["sections"] = [
        make_section(f"section-{n}", number=str(n), heading=heading, html=f"<p>{text}</p>")
        for n, (heading, text) in enumerate(sections, start=1)
    ]
    return content


def test_the_same_content_has_no_change() -> None:
    old, new = pair()
    assert changed(old, new) == {}


def test_words_are_marked_where_they_changed() -> None:
    old, new = pair(html="<p>Nộp trong 05 ngày làm việc.</p>")
    new["sections"][0]["html"] = "<p>Nộp trong 03 ngày làm việc.</p>"
    [block] = diff_of(old, new)["purpose"].blocks
    assert block.html == "Nộp trong <del>05</del><ins>03</ins> ngày làm việc."


def test_a_paragraph_put_between_two_others_is_the_only_one_marked() -> None:
    old, new = pair(html="<p>Một là thứ nhất.</p><ul><li>Hai là mục.</li></ul>")
    new["sections"][0]["html"] = (
        "<p>Một là thứ nhất.</p><p>Hoàn toàn khác.</p><ul><li>Hai là mục.</li></ul>"
    )
    blocks = diff_of(old, new)["purpose"].blocks
    assert [b.change.value for b in blocks] == ["unchanged", "added", "unchanged"]
    assert [b.is_item for b in blocks] == [False, False, True]


def test_a_link_that_leads_elsewhere_is_said_though_no_word_changed() -> None:
    old, new = pair(html='<p><a href="https://a.vn/">Cổng</a></p>')
    new["sections"][0]["html"] = '<p><a href="https://b.vn/">Cổng</a></p>'
    diff = diff_of(old, new)["purpose"]
    assert (diff.change, diff.only_form) == (Change.CHANGED, True)


def test_rows_that_were_only_renumbered_did_not_change() -> None:
    old, new = pair(steps=4)
    del steps(new)[1]
    for place, row in enumerate(steps(new), start=1):
        row["no"] = str(place)
    assert rows(diff_of(old, new)["steps"]) == [
        ("unchanged", "Bước việc 1"),
        ("removed", "<del>Bước việc 2</del>"),
        ("unchanged", "Bước việc 3"),
        ("unchanged", "Bước việc 4"),
    ]


def test_a_changed_row_keeps_its_partner_when_another_is_put_before_it() -> None:
    old, new = pair(steps=2)
    steps(new)[1]["content"] = "Bước việc 2 có thêm lời"
    steps(new).insert(0, {"no": "1", "content": "Tiếp nhận", "responsible": "Văn thư"})
    assert rows(diff_of(old, new)["steps"]) == [
        ("added", "<ins>Tiếp nhận</ins>"),
        ("unchanged", "Bước việc 1"),
        ("changed", "Bước việc 2<ins> có thêm lời</ins>"),
    ]


def test_a_row_that_stands_elsewhere_has_moved() -> None:
    old, new = pair(steps=4)
    steps(new).append(steps(new).pop(0))
    assert [change for change, _text in rows(diff_of(old, new)["steps"])] == [
        "unchanged",
        "unchanged",
        "unchanged",
        "moved",
    ]


def test_a_table_that_appears_is_added_row_by_row() -> None:
    old, new = pair(steps=1)
    old["sections"][4]["parts"][0]["table"] = None
    assert rows(diff_of(old, new)["steps"]) == [("added", "<ins>Bước việc 1</ins>")]


def test_parts_that_come_and_go_leave_the_others_unchanged() -> None:
    old, new = pair()
    new["sections"][4]["parts"].insert(
        0, make_section("fees", number="5.1", heading="Phí", html="<p>Không</p>")
    )
    new["sections"][4]["parts"][1]["number"] = "5.2"
    assert changed(old, new) == {"fees": "added"}
    assert changed(new, old) == {"fees": "removed"}


def test_free_sections_are_known_by_heading_then_by_likeness_not_by_place() -> None:
    old = free(("Chung", "Lời chung dài dòng."), ("Trách nhiệm", "Ai làm việc gì ở đâu."))
    new = free(
        ("Mở đầu", "Viết mới."),
        ("Chung", "Lời chung dài dòng."),
        ("Vai trò", "Ai làm việc gì ở đâu."),
    )
    told = [(d.heading, d.change.value) for d in compare(old, new) if d.key.startswith("section")]
    assert told == [
        ("<ins>Mở đầu</ins>", "added"),
        ("Chung", "unchanged"),
        ("<del>Trách nhiệm</del><ins>Vai trò</ins>", "changed"),
    ]


def test_sections_that_changed_places_are_said_to_have_moved() -> None:
    old = free(("A", "Một hai ba."), ("B", "Bốn năm sáu."), ("C", "Bảy tám chín."))
    new = free(("C", "Bảy tám chín."), ("A", "Một hai ba."), ("B", "Bốn năm sáu."))
    assert [d.change.value for d in compare(old, new) if d.key.startswith("section")] == [
        "moved",
        "unchanged",
        "unchanged",
    ]


def test_the_head_the_laws_and_the_files_are_compared_too() -> None:
    old, new = pair()
    new["title"] = "Cấp lại giấy phép lao động"
    new["legal_basis"][2] |= {"number": "283/2026/NĐ-CP"}
    new["attachments"][0]["sha256"] = "f" * 64
    assert changed(old, new) == {
        "front": "changed",
        "legal_basis": "changed",
        "attachments": "changed",
    }
    told = diff_of(old, new)["legal_basis"].table
    assert told is not None
    assert [(row.change.value, row.cells[0].html) for row in told.rows] == [
        ("unchanged", "145/2020/NĐ-CP"),
        ("unchanged", "45/2019/QH14"),
        ("removed", "<del>161/2026/NĐ-CP</del>"),
        ("added", "<ins>283/2026/NĐ-CP</ins>"),
    ]


EVIL = "<script>alert(1)</script>"


@pytest.mark.parametrize("changes_too", [False, True])
def test_nothing_that_an_author_wrote_comes_out_as_markup(changes_too: bool) -> None:
    old, new = pair(html=f"<p>a &lt;img src=x onerror=alert(1)&gt; {EVIL}</p>")
    for content in (old, new):
        content["title"] = content["sections"][1]["heading"] = EVIL
        content["legal_basis"][0]["clause"] = content["attachments"][0]["title"] = EVIL
        steps(content)[0] |= {"content": EVIL, "no": EVIL}
        content["sections"][4]["parts"][0]["table"]["columns"][1]["heading"] = EVIL
    if changes_too:
        new["title"] += " x"
        steps(new)[0]["content"] += EVIL
        new["sections"][0]["html"] += "<p>&lt;b&gt;</p>"
    written = [
        html
        for diff in compare(old, new)
        for html in (
            diff.heading,
            *(block.html for block in diff.blocks),
            *(c.html for row in (diff.table.rows if diff.table else []) for c in row.cells),
        )
    ]
    for html in written:
        bare = html
        for tag in ("<ins>", "</ins>", "<del>", "</del>", "<br>"):
            bare = bare.replace(tag, "")
        assert "<" not in bare


def test_two_tables_of_sixty_rewritten_steps_are_little_work_to_compare() -> None:
    def work(count: int) -> int:
        old, new = pair(steps=count)
        for row in steps(new):
            content = row["content"].lower()
            row["content"] = f"Cán bộ thụ lý hồ sơ thẩm định, {content} theo quy định"
            row["responsible"] = "Phòng chuyên môn"
        steps(new).reverse()
        return calls(lambda: compare(old, new))

    # Twice the steps may be twice as hard to tell apart, not four times.
    assert work(60) < 150_000
    assert work(120) < 3 * work(60)


def test_a_standard_heading_that_the_product_renames_is_no_change_of_the_author() -> None:
    old, new = make_procedure(), make_procedure()
    for section in old["sections"]:
        section["heading"] = f"{section['heading']} (cũ)"
    assert changed(old, new)
    old["sections"] = under_headings_of(new, old["sections"])
    assert not changed(old, new)

    own = free(("Trách nhiệm", "a"))
    assert under_headings_of(free(("Quyền hạn", "a")), own["sections"]) == [
        section | {"parts": section.get("parts") or []} for section in own["sections"]
    ]
