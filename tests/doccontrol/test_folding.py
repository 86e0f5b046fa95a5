from __future__ import annotations

import unicodedata

import pytest

from doccontrol.folding import fold

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Chất lượng", "chat luong"),
        ("ĐƯỜNG ĐI", "duong di"),
        ("Ð and ð are eth, written for đ", "d and d are eth, written for d"),
        ("  Sở\tLao  động\n", "so lao dong"),
        ("19/2014/QĐ-TTg", "19/2014/qd-ttg"),
        ("a\u00a0b", "a b"),
        ("", ""),
    ],
)
def test_text_is_compared_without_marks_case_or_spacing(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_the_unicode_form_makes_no_difference(form):
    text = "Quyết định của Thủ tướng Chính phủ về người hưởng trợ cấp"
    folded = "quyet dinh cua thu tuong chinh phu ve nguoi huong tro cap"
    assert fold(unicodedata.normalize(form, text)) == folded


def test_every_vietnamese_letter_folds_to_one_plain_letter():
    letters = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]
    letters += ["đ"]
    letters += [letter.upper() for letter in letters]
    folded = {letter: fold(letter) for letter in letters}
    assert not {k: v for k, v in folded.items() if len(v) != 1 or v not in "aeiouyd"}


def test_folding_twice_changes_nothing():
    once = fold("Ủy ban  Nhân dân Tỉnh ĐỒNG NAI")
    assert fold(once) == once
