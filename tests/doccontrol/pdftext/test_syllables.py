"""Text layers to be trusted, and those that are not."""

from __future__ import annotations

import unicodedata

import pytest

from doccontrol.pdftext.scans.syllables import is_trustworthy, share_of_vietnamese
from doccontrol.syllables import is_syllable

VIETNAMESE = (
    "Phòng Quản lý giáo dục nghề nghiệp rà soát quy trình, thủ tục hành chính và biểu mẫu đang áp "
    "dụng, gửi kết quả về Văn phòng Sở trước ngày ba mươi tháng này để tổng hợp, trình Giám đốc. "
    "Khuya hôm ấy chuyến xe ngoằn ngoèo qua quãng đường nghiêng, quyển sổ ướt nhoè vẫn nguyên vẹn."
)
# The same as an English recogniser, an old font and a wrong character set leave it.
BY_AN_ENGLISH_RECOGNISER = (
    "Phông Quàn 1 giáo dçic nghê nghip rà soát quy trInh, thu tc hành chInh va biu mu dang áp "
    "diing, gui kt qua v Van phông S tnrôc ngày ba mixoi tháng nay d tng hçip, trInh Giám dc."
)
IN_AN_OLD_FONT = (
    "Céng hßa x· héi chñ nghÜa ViÖt Nam §éc lËp - Tù do - H¹nh phóc. Phßng Qu¶n lý gi¸o dôc nghÒ "
    "nghiÖp rµ so¸t quy tr×nh, thñ tôc hµnh chÝnh vµ biÓu mÉu ®ang ¸p dông, göi kÕt qu¶ vÒ Së."
)
ENGLISH = (
    "The organisation shall determine external and internal issues that are relevant to its "
    "purpose and its strategic direction and that affect its ability to achieve the results it "
    "intends. It shall monitor and review information about these issues."
)
SYLLABLES = "nghiêng khuya quyển giếng gì quốc ƯỚT huỳnh hoà hòa thuỷ thủy Đắk yếu ngoèo oách ba ị"
NO_SYLLABLES = "cac cãt bộṕ cqng dc näm cüa djnh viCn vigc hç street việtt UBND quyt"


def without_marks(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@pytest.mark.parametrize("word", SYLLABLES.split(" "))
def test_a_syllable_has_an_onset_a_rhyme_and_one_tone(word):
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", NO_SYLLABLES.split(" "))
def test_what_breaks_the_rules_is_no_syllable(word):
    assert not is_syllable(word)


def test_the_share_counts_words_and_not_numbers_or_single_letters():
    assert share_of_vietnamese("1. Điều 5 a) Quyt djnh 12/2020") == pytest.approx(1 / 3)
    assert share_of_vietnamese("12/2020 % a b") == 0


@pytest.mark.parametrize(
    "text",
    [
        VIETNAMESE,
        VIETNAMESE.upper(),
        unicodedata.normalize("NFD", VIETNAMESE),
        ENGLISH,
        f"{ENGLISH} {VIETNAMESE}",
        "STT Đơn vị Chỉ tiêu 1 12.500 98,7 2 3.410 100 3 77 kg " * 20,
        "Samsung Electronics Vietnam, Robert Bosch Engineering, Nguyễn Thị Hương, Trần Văn Bình, "
        "Phạm Quốc Thắng, Deutsche Bank Aktiengesellschaft, Lê Hoàng Anh, Michael Schneider",
        "- 12 -",
        "UBND QĐ TT BNV CP, Tổngcộng",
        "",
    ],
    ids=[
        "Vietnamese", "capitals", "decomposed", "English", "both", "numbers", "names",
        "page number", "a word glued", "nothing",
    ],
)  # fmt: skip
def test_text_as_it_was_printed_is_trusted(text):
    assert is_trustworthy(text)


@pytest.mark.parametrize(
    "text",
    [
        BY_AN_ENGLISH_RECOGNISER * 5,
        IN_AN_OLD_FONT,
        VIETNAMESE.encode().decode("latin-1"),
        without_marks(VIETNAMESE),
        "\ue012\ue034\ue056 \ue001\ue002 " * 20,
        "\ufffd\ufffd \ufffd\ufffd\ufffd " * 20,
    ],
    ids=["recogniser", "old font", "character set", "marks lost", "private use", "replaced"],
)
def test_what_a_bad_program_left_behind_is_not(text):
    assert not is_trustworthy(text)


def test_few_words_are_refused_only_if_they_are_very_bad():
    assert is_trustworthy(" ".join(BY_AN_ENGLISH_RECOGNISER.split()[:8]))
    assert not is_trustworthy(" ".join(IN_AN_OLD_FONT.split()[:8]))
