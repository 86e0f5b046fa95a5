from __future__ import annotations

import re
import unicodedata

import pytest

from search.snippets import SNIPPET_LENGTH, Highlighter


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


def test_the_window_is_where_most_different_words_stand_together() -> None:
    text = "hồ sơ " * 200 + "tiếp nhận hồ sơ người có công " + "đơn thư " * 200
    snippet = Highlighter(["hồ", "sơ", "công"]).snippet(text)
    plain = re.sub(r"<[^>]+>", "", snippet)
    assert "<mark>công</mark>" in snippet
    assert plain.startswith("… ")
    assert plain.endswith(" …")
    assert SNIPPET_LENGTH - 20 <= len(plain) <= SNIPPET_LENGTH + 4
    assert set(plain.split()) <= {"…", *text.split()}, "words are not cut"


def test_without_a_match_the_beginning_is_shown() -> None:
    assert Highlighter(["xyz"]).snippet("Một hai ba. " * 50).startswith("Một hai ba.")


def test_a_short_text_is_shown_whole_and_no_words_mark_nothing() -> None:
    assert Highlighter([]).snippet("  Một\n hai ") == "Một hai"


def test_a_word_longer_than_the_window_still_ends() -> None:
    snippet = Highlighter(["a" * 64]).snippet("b " * 300 + "a" * 64 + "c" * 900)
    assert "<mark>" not in snippet
