from __future__ import annotations

import re
import unicodedata

import pytest

from search.page.snippets import SNIPPET_LENGTH, SNIPPET_WORDS, Highlighter
from search.ranking.passages import best_starts
from search.ranking.words import codes_of
from search.text import words


def snippet(text: str, *asked: str) -> str:
    (start,) = best_starts(asked, [codes_of(words(text))], SNIPPET_WORDS)
    return Highlighter(asked).snippet(text, start)


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("chat", "Chất lượng", "<mark>Chất</mark> lượng"),
        ("chất", "Chất, chật", "<mark>Chất</mark>, chật"),
        ("chất", "Chật", "<mark>Chật</mark>"),
        ("hoa", "hoà, hòa, hoàn", "<mark>hoà</mark>, <mark>hòa</mark>, hoàn"),
        ("hòa", "hoà, hoá", "<mark>hoà</mark>, hoá"),
        ("dong", "Lao ĐỘNG", "Lao <mark>ĐỘNG</mark>"),
        ("script", "<script>a & b</script>", None),
        ("không", "a < b", "a &lt; b"),
    ],
)
def test_words_are_marked_with_their_own_letters(
    typed: str, text: str, expected: str | None
) -> None:
    html = Highlighter([typed]).highlight(text)
    assert html == (expected or "&lt;<mark>script</mark>&gt;a &amp; b&lt;/<mark>script</mark>&gt;")


def test_text_in_decomposed_form_is_marked_as_a_whole_word() -> None:
    text = unicodedata.normalize("NFD", "Chất lượng")
    assert Highlighter(["luong"]).highlight(text) == "Chất <mark>lượng</mark>"


def test_the_stretch_is_where_most_different_words_stand_together() -> None:
    text = "hồ sơ " * 200 + "tiếp nhận hồ sơ người có công " + "đơn thư " * 200
    html = snippet(text, "hồ", "sơ", "công")
    assert "<mark>công</mark>" in html
    assert plain(html).startswith("… ")
    assert plain(html).endswith(" …")
    assert len(plain(html).split()) == SNIPPET_WORDS + 2
    assert set(plain(html).split()) <= {"…", *text.split()}, "words are not cut"


def test_the_typed_marks_draw_the_stretch_and_other_marks_only_if_nothing_has_them() -> None:
    text = "bán " + "x " * 100 + "bàn " + "y " * 100
    assert "<mark>bàn</mark>" in snippet(text, "bàn")
    assert "<mark>bán</mark>" in snippet(text.replace("bàn", "ghế"), "bàn")
    assert "<mark>bán</mark>" in snippet(text, "ban"), "the first, if marks were not typed"


def test_what_stands_at_the_very_end_is_shown_with_what_stands_before_it() -> None:
    html = snippet("một hai " * 100 + "cuối.", "cuối")
    assert html.endswith("<mark>cuối</mark>.")
    assert len(plain(html).split()) == SNIPPET_WORDS + 1


def test_each_text_has_its_own_stretch() -> None:
    texts = ["a " * 200 + "công", "", "công " + "b " * 200]
    starts = best_starts(["công"], [codes_of(words(text)) for text in texts], SNIPPET_WORDS)
    assert starts == [201 - SNIPPET_WORDS, 0, 0]


def test_without_a_match_the_beginning_is_shown() -> None:
    assert snippet("Một hai ba. " * 50, "xyz").startswith("Một hai ba.")
    assert best_starts([], [], SNIPPET_WORDS) == []


def test_a_short_text_is_shown_whole_and_no_words_mark_nothing() -> None:
    assert snippet("  Một\n hai ") == "Một hai"


def test_very_long_words_do_not_make_a_very_long_snippet() -> None:
    text = "c " * 100 + f"{'a' * 64} " * 100
    assert len(plain(snippet(text, "a" * 64))) <= SNIPPET_LENGTH + 4
    assert len(snippet("a" * 5_000)) <= SNIPPET_LENGTH + 4
