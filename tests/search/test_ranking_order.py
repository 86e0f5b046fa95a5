"""What wins outright, what comes next, and what the second stage knows of a candidate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from search.engines.analysis import analyse
from search.queries.clauses import Clause, Pinpoint
from search.queries.question import Question, read_question
from search.ranking.features import GROUPS, NAMES, compare
from search.ranking.order import Win, in_order
from search.ranking.question_words import weigh
from search.ranking.words import PackedWords, unpack
from tests.search.corpus import make_document


class EveryWordOnce:
    """Frequencies of an index of a thousand documents in which all words are alike."""

    def documents(self) -> int:
        return 1_000

    def of_words(self, words: Sequence[str]) -> list[int]:
        return [10] * len(words)

    def of_pairs(self, pairs: Sequence[str]) -> list[int]:
        return [2] * len(pairs)


def packed(**named: Any) -> PackedWords:
    return unpack(analyse(make_document(**named)).packed)


def order(
    question: Question | str, *candidates: PackedWords, past: Sequence[int] = ()
) -> list[int]:
    asked = read_question(question) if isinstance(question, str) else question
    in_force = [place not in past for place in range(len(candidates))]
    placed = in_order(asked, candidates, in_force, EveryWordOnce())
    scores = [each.score for each in placed]
    assert scores == sorted(scores, reverse=True)
    return [each.candidate for each in placed]


def features(text: str, candidate: PackedWords) -> dict[str, float]:
    asked = weigh(read_question(text).syllables, EveryWordOnce())
    (row,) = compare(asked, [candidate]).tolist()
    return dict(zip(NAMES, row, strict=True))


def test_the_article_that_was_asked_for_stands_before_its_law_its_law_before_a_title() -> None:
    law = {"title": "Luật Lao động", "number": "45/2019/QH14", "kind": "law"}
    question = Question(
        (Clause(("45", "2019", "QH14"), number="45/2019/qh14"),),
        pinpoint=Pinpoint("45/2019/qh14", "5"),
    )
    article = packed(**law, article="5", body="Quyền và nghĩa vụ")
    other = packed(**law, article="6", body="45 2019 QH14 " * 9)
    named = packed(title="45 2019 QH14")
    assert order(question, named, other, article) == [2, 1, 0]


def test_an_exact_title_stands_before_what_fits_ever_so_well_with_and_without_marks() -> None:
    body = "đánh giá nội bộ " * 30
    better = packed(title="Quy trình đánh giá nội bộ", heading="Đánh giá nội bộ", body=body)
    exact = packed(title="Đánh giá nội bộ", body="khác")
    assert order("đánh giá nội bộ", better, exact) == [1, 0]
    assert order("danh gia noi bo", better, exact) == [1, 0]


def test_in_force_stands_before_past_among_equal_wins_and_never_before_a_greater_one() -> None:
    exact = packed(title="Đánh giá nội bộ")
    partly = packed(title="Khác", body="đánh giá nội bộ")
    assert order("đánh giá nội bộ", exact, exact, past=[0]) == [1, 0]
    assert order("đánh giá nội bộ", partly, exact, past=[1]) == [1, 0]
    assert order("bộ nội đánh giá", exact, packed(body="giá"), past=[0]) == [1, 0]


def test_a_number_alone_is_looked_for_in_titles_then_in_headings_then_in_texts() -> None:
    filler = "hồ sơ được tiếp nhận " * 5
    body = packed(body="CS-01 " * 30)
    heading = packed(heading="Về CS-01 và các việc khác", body=filler)
    title = packed(title="Về CS-01 và các việc khác", body=filler)
    assert order("cs 01", body, heading, title) == [2, 1, 0]


def test_the_wording_that_suits_a_candidate_better_decides() -> None:
    term = Clause(("bìa", "đỏ"), alternatives=(("giấy", "chứng", "nhận", "đất"),))
    question = Question((Clause(("cấp",)), term))
    assert len(question.wordings) == 2
    unlike = packed(heading="Bìa sách", body="sách màu đỏ được cấp")
    meant = packed(heading="Cấp giấy chứng nhận đất", body="Cấp giấy chứng nhận đất cho dân.")
    assert order(question, unlike, meant) == [1, 0]


def test_alike_candidates_stay_as_they_were() -> None:
    same = packed(body="giống nhau")
    assert order("giống nhau", same, same, same) == [0, 1, 2]


def test_nothing_found_is_no_error() -> None:
    assert in_order(read_question("gì"), [], [], EveryWordOnce()) == []
    assert order("gì", packed()) == [0]


def test_a_win_is_none_unless_all_of_the_title_was_typed() -> None:
    (placed,) = in_order(
        read_question("đánh giá"), [packed(title="Đánh giá nội bộ")], [True], EveryWordOnce()
    )
    assert placed.win is Win.NONE


def test_typed_marks_must_agree_and_missing_ones_agree_with_all() -> None:
    candidate = packed(heading="Bàn giao tài sản")
    assert features("bàn giao", candidate)["words_heading"] == pytest.approx(1)
    assert features("ban giao", candidate)["words_heading"] == pytest.approx(1)
    assert features("bán giao", candidate)["words_heading"] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("text", "body", "expected"),
    [
        ("bán bàn", "bàn", 0.5),
        ("bán bàn", "bán bàn", 1),
        ("bán bàn", "bạn", 0),
        ("bán ban nhà", "bạn", 1 / 3),
        ("bán ban nhà", "bán", 1 / 3),
    ],
)
def test_words_that_differ_by_their_marks_are_told_apart(
    text: str, body: str, expected: float
) -> None:
    assert features(text, packed(body=body))["words_body"] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "heading", "expected"),
    [
        ("nộp hồ sơ trong bao lâu", "Thời hạn nộp", 1),
        ("nop ho so trong bao lau", "Thời hạn nộp", 1),
        ("nộp hồ sơ trong bao lâu", "Nơi nộp", 0),
        ("ai được cấp", "Thẩm quyền cấp", 1),
        ("nơi được cấp", "Thẩm quyền cấp", 0),
    ],
)
def test_a_heading_may_answer_the_kind_of_question(
    text: str, heading: str, expected: float
) -> None:
    assert features(text, packed(heading=heading))["heading_expected"] == expected


def test_how_a_heading_begins_is_told() -> None:
    told = features("thuê nhà ở", packed(heading="Chấm dứt thuê nhà ở"))
    assert (told["heading_first"], told["heading_last"]) == (0, 1)
    assert told["heading_begins_unasked"] == 2
    assert features("thuê nhà", packed(heading=""))["heading_first"] == 1


def test_a_line_that_defines_is_told_apart_from_one_that_mentions() -> None:
    defines = features("người khuyết tật là gì", packed(body="1. Người khuyết tật là người bị …"))
    mentions = features("người khuyết tật là gì", packed(body="Trợ cấp người khuyết tật nặng"))
    assert defines["wanted_definition_fit"] > 0.8
    assert mentions["wanted_definition_fit"] == 0


def test_every_feature_has_one_name_and_belongs_to_a_group() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert set(NAMES) == {name for names in GROUPS.values() for name in names}
