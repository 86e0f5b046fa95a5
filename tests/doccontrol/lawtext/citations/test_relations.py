"""What a law does to others, sentence by sentence; negative sentences too."""

from __future__ import annotations

from pathlib import Path

import pytest

from doccontrol.lawtext.citations.references import find_references
from doccontrol.lawtext.citations.relations import FoundRelation, as_json, relations_of
from doccontrol.pdftext.pages import Page, TextSource

ROWS = Path(__file__).with_name("wordings.txt")


def pages(*texts: str, source: TextSource = TextSource.LAYER) -> list[Page]:
    return [Page(number, text, source) for number, text in enumerate(texts, start=1)]


def relations(
    *texts: str, own: str = "", source: TextSource = TextSource.LAYER
) -> list[FoundRelation]:
    return relations_of(find_references(pages(*texts, source=source)), own)


def told(*texts: str, own: str = "", source: TextSource = TextSource.LAYER) -> list[str]:
    """Each relation as a row of ``wordings.txt`` tells it."""
    rows = [as_json(relation) for relation in relations(*texts, own=own, source=source)]
    lines = [f"{row['kind']} | {row['number'] or row['name']} | {row['scope']}" for row in rows]
    return [line.rstrip() for line in lines]


def rows() -> list[tuple[str, list[str]]]:
    found = []
    for block in ROWS.read_text("utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        text = "\n".join(line for line in lines if not line.startswith("=>"))
        expected = [line[3:] for line in lines if line.startswith("=>")]
        if text:
            found.append((text + "\n", [] if expected == ["nothing"] else expected))
    return found


ALL = rows()


def test_the_table_is_not_short():
    assert len(ALL) >= 85
    assert sum(not expected for _text, expected in ALL) >= 20


@pytest.mark.parametrize(("text", "expected"), ALL, ids=[text[:50] for text, _expected in ALL])
def test_a_sentence_tells_what_it_does_and_to_which_provisions(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [row for row in ALL if row[0].count("\n") == 1],
    ids=lambda value: value[:50] if isinstance(value, str) else None,
)
def test_a_paragraph_of_an_office_file_tells_the_same(text, expected):
    assert told(text, source=TextSource.OFFICE) == expected


@pytest.mark.parametrize("width", [40, 57, 73])
@pytest.mark.parametrize(("text", "expected"), ALL, ids=[text[:50] for text, _expected in ALL])
def test_where_the_lines_of_paper_break_changes_nothing(text, expected, width):
    assert told(broken_into_lines(text, width)) == expected


def broken_into_lines(text: str, width: int) -> str:
    """Each paragraph set anew; a paragraph opens with a mark, a heading or after a sentence."""
    broken, line = [], ""
    for place, word in enumerate(text.replace("\n", " \n ").split(" ")):
        if word == "\n" or (line and len(line) + len(word) >= width and place):
            broken.append(line)
            line = "" if word == "\n" else word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*broken, line])


def test_a_text_does_nothing_to_itself():
    text = "Nghị định này thay thế Nghị định số 1/2020/NĐ-CP. Nghị định số 9/2024/NĐ-CP"
    ends = f"{text} hết hiệu lực sau năm năm."
    assert told(ends, own="9/2024/NĐ-CP") == ["thay_the | 01/2020/NĐ-CP | toàn bộ"]


@pytest.mark.parametrize("own", ["12/KH-UBND", "45/SNV-VP", "7/BC-SNV"])
def test_a_letter_or_plan_rests_on_laws_and_changes_none(own):
    text = "Căn cứ Luật Hộ tịch số 60/2014/QH13;\n- Bãi bỏ Thông tư số 1/2015/TT-BTP.\n"
    expected = "can_cu | 60/2014/QH13 |" if own.endswith("UBND") else None
    assert told(text, own=own)[0] == (expected or "can_cu | 60/2014/QH13 |")


def test_a_law_named_once_with_its_number_has_it_everywhere():
    text = (
        "Căn cứ Luật Hộ tịch số 60/2014/QH13;\n"
        "Nghị định này quy định chi tiết một số điều của Luật Hộ tịch."
    )
    detailed = relations(text)[1]
    assert (detailed.printed_number, detailed.name) == ("60/2014/QH13", "Luật Hộ tịch")
    assert detailed.confidence < 0.9


def test_two_laws_of_one_name_are_not_mixed_up():
    text = (
        "Căn cứ Luật Đất đai số 45/2013/QH13; Luật Đất đai số 31/2024/QH15;\n"
        "Nghị định này quy định chi tiết Luật Đất đai."
    )
    assert told(text)[-1] == "quy_dinh_chi_tiet | Luật Đất đai |"


def test_one_relation_for_many_places_gathers_the_provisions():
    text = (
        "1. Bãi bỏ Điều 3 Thông tư số 1/2020/TT-BTP.\n2. Bãi bỏ Điều 9 Thông tư số 1/2020/TT-BTP.\n"
    )
    (relation,) = relations(text)
    assert (relation.scope, relation.whole) == ("Điều 3; Điều 9", False)
    assert text[slice(*relation.span)] == "Thông tư số 1/2020/TT-BTP"


def test_guiding_is_said_once_where_details_are_regulated_too():
    text = (
        "NGHỊ ĐỊNH\nQuy định chi tiết một số điều của Luật Giá số 16/2023/QH15\n"
        "Điều 1. Nghị định này hướng dẫn một số điều của Luật Giá số 16/2023/QH15.\n"
    )
    assert told(text) == ["quy_dinh_chi_tiet | 16/2023/QH15 |"]


def test_a_sentence_goes_on_over_two_pages_below_the_number_of_the_page():
    first = "2. Nghị định này thay thế Nghị định số 1/2020/NĐ-CP và\n"
    second = "\n12\nCÔNG BÁO/Số 957 + 958/Ngày 22-7-2025\nNghị định số 2/2021/NĐ-CP.\n"
    found = relations(first, second)
    assert [(row.printed_number, row.page) for row in found] == [
        ("01/2020/NĐ-CP", 1),
        ("02/2021/NĐ-CP", 2),
    ]
    assert second[slice(*found[1].span)] == "Nghị định số 2/2021/NĐ-CP"
