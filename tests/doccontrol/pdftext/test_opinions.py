"""What is believed of recognised words, on words made by hand."""

from __future__ import annotations

import pytest

from doccontrol.pdftext.scans.plausibility import confirmed, missed, plausible, sure_lines, sureness
from doccontrol.pdftext.scans.tesseract import Recognised

BELOW = 1000.0


def line(*words: tuple[str, float], top: float = 100.0, left: float = 0.0) -> list[Recognised]:
    """Words of one line, each 100 wide and 30 high."""
    made = []
    for place, (text, confidence) in enumerate(words):
        x = left + 110 * place
        ink = (x, top, x + 100, top + 30)
        made.append(Recognised(text, x, top, x + 100, top + 30, top + 28, ink, confidence))
    return made


def texts(words) -> list[str]:
    return [word.text for word in words]


@pytest.mark.parametrize(
    ("again", "confidence"),
    [
        ([("127/SNV", 0.9)], 0.88),  # read alike: as sure as before
        ([("l27/SNV", 0.6)], 0.88 * 0.6),
        ([("121/SNV", 0.9)], 0.88 * 0.9),
        ([("1276/SNV", 0.9)], 0.88 * 0.9),
        ([("⁄7Z/SNV", 0.2)], 0.88 * 0.2),
        ([], 0.0),
    ],
)
def test_digits_that_a_second_look_reads_otherwise_are_believed_less(again, confidence):
    (word,) = confirmed(line(("127/SNV", 0.88)), line(*again), BELOW)[:1]

    assert word.confidence == pytest.approx(confidence)


def test_what_is_read_as_one_word_or_as_two_is_the_same():
    number = line(("12", 0.9), ("7/SNV", 0.8))
    joined = [Recognised("127/SNV", 0, 100, 210, 130, 128, (0, 100, 210, 130), 0.9)]

    assert [word.confidence for word in confirmed(number, joined, BELOW)] == [0.9, 0.8]


def test_words_without_digits_and_words_further_down_are_left_alone():
    words = line(("Số:", 0.9)) + line(("2026", 0.9), top=990.0)

    assert [word.confidence for word in confirmed(words, [], BELOW)] == [0.9, 0.9]


def test_sure_words_that_only_the_second_look_has_are_added():
    again = line(("Số:", 0.95), ("127/SNV", 0.9), ("ñ", 0.3), ("~", 0.95))

    assert texts(confirmed(line(("Số:", 0.9)), again, BELOW)) == ["Số:", "127/SNV"]


def test_a_word_at_a_taken_place_is_not_missed():
    words = line(("Trần", 0.4))
    nearby = line(("Trấn", 0.9), ("Bình", 0.9), left=20.0)

    assert texts(missed(words, nearby)) == ["Bình"]


@pytest.mark.parametrize(
    "word",
    [("-", 0.2), ("—", 0.4), ("•", 0.9), (";", 0.8), ("5®", 0.2), ("Số", 0.1), ("(3).", 0.5)],
)
def test_words_and_signs_stay(word):
    assert texts(plausible(line(("Kính", 0.9), ("gửi:", 0.9), word)))[2:] == [word[0]]


@pytest.mark.parametrize("word", [("ˆ", 0.9), ("¬", 0.3), (".", 0.5), ("_^2", 0.5), ("{~", 0.95)])
def test_specks_and_strokes_go(word):
    assert texts(plausible(line(("Kính", 0.9), ("gửi:", 0.9), word))) == ["Kính", "gửi:"]


def test_a_doubted_letter_or_two_in_a_line_of_their_own_go():
    speck, scrawl = line(('"xã', 0.0), top=10.0), line(("Z4/TB-SNV", 0.2), top=50.0)

    assert texts(plausible([*speck, *scrawl])) == ["Z4/TB-SNV"]


def test_among_seals_only_lines_of_sure_words_are_believed():
    seal = line(("XHCz", 0.5), ("S", 0.9), top=10.0) + line(("SỐ", 0.97), top=50.0)
    name = line(("Lê", 0.93), ("Thị", 0.96), ("Thu.", 0.96), top=200.0)
    half = line(("Nguy", 0.4), ("Văn", 0.97), ("Hải", 0.97), top=300.0)

    assert texts(sure_lines([*seal, *name, *half])) == ["Lê", "Thị", "Thu."]


def test_a_page_is_as_sure_as_its_letters():
    assert sureness(line(("a", 0.1), ("ngành", 0.9))) == pytest.approx((0.1 + 5 * 0.9) / 6)
    assert sureness([]) == 1
