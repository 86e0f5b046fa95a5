from __future__ import annotations

import random
import sys
import unicodedata
from datetime import date

import pytest

from search.engines.base import Facet
from search.queries.language import ChipKind, NoteKind, read
from search.queries.names import with_names
from search.queries.question import LONGEST_QUESTION, MOST_CLAUSES, Pinpoint, read_question
from search.queries.spelling import suggestion
from search.queries.synonyms import Synonym, Synonyms
from search.text import folded
from tests.counting import calls

NAMES = with_names(
    {
        Facet.UNIT: [
            ("LĐVL", "Phòng Lao động - Việc làm"),
            ("LĐVL", "LĐVL"),
            ("BTXH", "Phòng Bảo trợ xã hội"),
            ("BTXH", "BTXH"),
        ],
        Facet.FIELD: [("Việc làm", "Việc làm"), ("Người có công", "Người có công")],
        Facet.TYPE: [("Nghị định", "Nghị định"), ("Nghị định", "NĐ"), ("Luật", "Luật")],
    }
)
TABLE = Synonyms([Synonym("TTHC", ("thủ tục hành chính",))])


def asked(text: str):
    return read(text, TABLE, NAMES)


def said(text: str) -> list[str]:
    """What must be found, a word or phrase each."""
    return [" ".join(clause.words) for clause in asked(text).question.typed]


def unsaid(text: str) -> list[str]:
    return [" ".join(clause.words) for clause in asked(text).question.without]


# Words, phrases, negations


@pytest.mark.parametrize(
    ("text", "found", "not_found"),
    [
        ("lao động -nữ", ["lao", "động"], ["nữ"]),
        ('lao động -"hợp đồng" nữ', ["lao", "động", "nữ"], ["hợp đồng"]),
        ("lao động -“hợp đồng”", ["lao", "động"], ["hợp đồng"]),
        ("lao động -an-toàn", ["lao", "động"], ["an toàn"]),
        ("cán bộ -19/2014/QĐ-TTg", ["cán", "bộ"], ["19 2014 QĐ TTg"]),
        ("cán bộ - công chức", ["cán", "bộ", "công", "chức"], []),
        ("giai đoạn 2020-2025", ["giai", "đoạn", "2020", "2025"], []),
        ("giai đoạn 2020 -2025", ["giai", "đoạn", "2020", "2025"], []),
        ("145/2020/NĐ-CP", ["145 2020 NĐ CP"], []),
        ("kinh tế-xã hội", ["kinh", "tế", "xã", "hội"], []),
        ("--lao động", ["lao", "động"], []),
        ("lao động -", ["lao", "động"], []),
        ("-lao -động", ["lao", "động"], []),  # nobody asks for all but a word
        ('"lao động" nữ', ["lao động", "nữ"], []),
        ('"lao động -nữ"', ["lao động nữ"], []),
        ('lao động" nữ', ["lao", "động", "nữ"], []),
        ('"" lao động', ["lao", "động"], []),
    ],
)
def test_what_must_and_what_must_not_be_found(text, found, not_found) -> None:
    assert said(text) == found
    assert unsaid(text) == not_found


def test_words_with_a_hyphen_are_taken_away_as_a_phrase_only() -> None:
    (clause,) = read_question("lao động -an-toàn").without
    assert clause.quoted


def test_a_word_typed_with_marks_takes_away_only_what_has_them() -> None:
    (with_marks,) = read_question("hồ sơ -đất").without
    (without,) = read_question("hồ sơ -dat").without
    assert (with_marks.has_marks, without.has_marks) == (True, False)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_unicode_form_is_the_same_question(form) -> None:
    text = "điều 5 nghị định 145/2020 thuỷ lợi -hoà loại:nghị-định"
    composed, other = asked(text), asked(unicodedata.normalize(form, text))
    assert composed.question == other.question
    assert composed.values(Facet.TYPE) == other.values(Facet.TYPE) == {"Nghị định"}


def test_a_long_question_is_read_as_far_in_every_unicode_form() -> None:
    text = "hưởng chế độ trợ cấp thường xuyên " * 20
    decomposed = unicodedata.normalize("NFD", text)
    assert asked(decomposed).text == text[:LONGEST_QUESTION]


def test_old_and_new_places_of_the_tone_are_one_word() -> None:
    (old,), (new,) = (read_question(word).clauses for word in ("thủy", "thuỷ"))
    assert old.marked == new.marked


# Pinpoints


@pytest.mark.parametrize(
    ("text", "article", "words"),
    [
        ("điều 5 nghị định 145/2020", "5", []),
        ("khoản 2 điều 5 NĐ 145/2020", "5", []),
        ("điểm a khoản 2 Điều 5 của Nghị định số 145/2020/NĐ-CP", "5", []),
        ("nghị định 145/2020 điều 5", "5", []),
        ("nghị định 145/2020/NĐ-CP, điều 5 khoản 2", "5", []),
        ("Đ5 NĐ 145/2020", "5", []),
        ("Đ12 NĐ 145/2020", "12", []),
        ("dieu 12a nd145/2020", "12a", []),
        ("điều 12đ NĐ 145", "12đ", []),
        ("điều 5 NĐ 145/2020 về lương", "5", ["về", "lương"]),
        ("điều 5 Bộ luật Lao động số 45/2019/QH14", "5", ["Bộ", "luật", "Lao", "động", "số"]),
        ("điều 5 nghị định 145/2020 ngày 14/12/2020", "5", []),
        ("điều 5, 6 nghị định 145/2020", None, ["điều", "5", "6"]),
        ("điều 5-7 nghị định 145/2020", None, ["điều", "5", "7"]),
        ("nghị định 145/2020 điều 5-7", None, ["điều", "5", "7"]),
        ("nghị định 145/2020 điều 5.1", None, ["điều", "5", "1"]),
        ("điều 5 bộ luật lao động", None, ["điều", "5", "bộ", "luật", "lao", "động"]),
        ("điều 5 quy trình QT-LD-01", None, ["điều", "5", "quy", "trình"]),
    ],
)
def test_an_article_beside_the_number_of_its_law_is_asked_for(text, article, words) -> None:
    question = read_question(text)

    numbers = [clause.number for clause in question.typed if clause.number]
    expected = Pinpoint(numbers[0], article) if article else None
    assert question.pinpoint == expected
    assert [clause.words[0] for clause in question.typed if not clause.number] == words


# Filters


@pytest.mark.parametrize(
    ("text", "facet", "values", "words"),
    [
        ("loai:quytrinh nghỉ", Facet.KIND, {"procedure"}, ["nghỉ"]),
        ("loại:quy-trình nghỉ", Facet.KIND, {"procedure"}, ["nghỉ"]),
        ('loai:"quy trình" nghỉ', Facet.KIND, {"procedure"}, ["nghỉ"]),
        ("loai:quy trinh nghỉ", Facet.KIND, {"procedure"}, ["nghỉ"]),
        ("loại: biểu mẫu nghỉ", Facet.KIND, {"form"}, ["nghỉ"]),
        ("nghỉ loai:bm", Facet.KIND, {"form"}, ["nghỉ"]),
        ("loai:bm loai:quy-trinh nghỉ", Facet.KIND, {"form", "procedure"}, ["nghỉ"]),
        ("loai:nd nghỉ", Facet.TYPE, {"Nghị định"}, ["nghỉ"]),
        ("kind:law nghỉ", Facet.KIND, {"law"}, ["nghỉ"]),
        ("loai:luật nghỉ", Facet.TYPE, {"Luật"}, ["nghỉ"]),
        ("phong:ldvl nghỉ", Facet.UNIT, {"LĐVL"}, ["nghỉ"]),
        ("phòng:lao động nghỉ", Facet.UNIT, {"LĐVL"}, ["nghỉ"]),
        ("phong:lao-dong-viec-lam", Facet.UNIT, {"LĐVL"}, []),
        ('đơn vị: "bảo trợ"', Facet.UNIT, {"BTXH"}, []),
        ("phòng:phòng nghỉ", Facet.UNIT, {"LĐVL", "BTXH"}, ["nghỉ"]),
        ("linhvuc:nguoi-co-cong", Facet.FIELD, {"Người có công"}, []),
        ("lĩnh vực: việc làm", Facet.FIELD, {"Việc làm"}, []),
        ("hieuluc:het nghỉ", Facet.STATE, {"past"}, ["nghỉ"]),
        ("tình trạng: còn hiệu lực nghỉ", Facet.STATE, {"in-force"}, ["nghỉ"]),
        ("-hieuluc:con nghỉ", Facet.STATE, {"past", "upcoming", "unknown"}, ["nghỉ"]),
    ],
)
def test_a_filter_chooses_by_name_with_or_without_marks(text, facet, values, words) -> None:
    assert asked(text).values(facet) == values
    assert asked(text).notes == ()
    assert said(text) == words


def test_all_but_one_kind() -> None:
    assert asked("-loai:luat nghỉ").values(Facet.KIND) == {
        "procedure",
        "form",
        "policy",
        "general",
        "announcement",
    }


@pytest.mark.parametrize(
    "text",
    [
        "ghi chú: quy trình",
        "sở: nội vụ",  # not "số"
        "phóng: lao động",
        "phong: không có phòng này",
        "số: mười bản",
        "xloai:luat",
        "loai:",
        "loai: ",
    ],
)
def test_what_is_no_filter_is_words(text) -> None:
    assert asked(text).filters == ()
    assert [folded(word) for word in asked(text).question.syllables] == [
        folded(word) for word in text.replace(":", " ").split()
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("so:19/2014", "19/2014"),
        ("Số: 145/2020/NĐ-CP ngày 14/12/2020", "145/2020/ndcp"),
        ('so:"QT LD 01"', "qtld01"),
        ("số:19", "19"),
        ("mã:qt-ld-01", "qtld01"),
        ("số hiệu: QĐ 19", "qd19"),
    ],
)
def test_the_number_filter_asks_for_the_own_number(text, number) -> None:
    (clause,) = asked(text).question.typed
    assert (clause.number, clause.exact) == (number, True)


def test_two_different_own_numbers_find_nothing_and_it_is_said() -> None:
    two = asked("so:19/2014 so:26/2014")
    assert two.finds_nothing
    assert [note.kind for note in two.notes] == [NoteKind.TWO_NUMBERS]
    assert not asked("so:19/2014 số:19/2014").finds_nothing


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("nghỉ ngay:01/7/2026", date(2026, 7, 1)),
        ("nghỉ hieuluc:1-7-2026", date(2026, 7, 1)),
        ("nghỉ ngày:2026-07-01", date(2026, 7, 1)),
        ("nghỉ ngay:01/7/2025 ngay:01/7/2026", date(2026, 7, 1)),
    ],
)
def test_a_day_is_asked_for(text, on) -> None:
    assert asked(text).on == on
    assert said(text) == ["nghỉ"]


@pytest.mark.parametrize(
    ("text", "kind", "nothing"),
    [
        ("phong:xyz lương", NoteKind.UNKNOWN_VALUE, True),
        ("loai:quy lương", NoteKind.UNKNOWN_VALUE, True),
        ("ngay:31/02/2026 lương", NoteKind.UNKNOWN_VALUE, True),
        ('loai:"" lương', NoteKind.UNKNOWN_VALUE, True),
        ("-phong:ldvl lương", NoteKind.NOT_EXCLUDABLE, False),
    ],
)
def test_what_cannot_be_followed_is_said(text, kind, nothing) -> None:
    read_so = asked(text)
    (note,) = read_so.notes
    assert (note.kind, read_so.finds_nothing) == (kind, nothing)
    assert text.removesuffix(" lương") in note.sentence
    assert said(text) == ["lương"]


# What was understood


def test_every_thing_understood_is_a_chip_that_can_be_taken_away() -> None:
    text = 'TTHC "một cửa" khoản 2 điều 5 nđ 145/2020 phong:ldvl -phí lương ngay:1/7/2026 so:19'
    chips = [(chip.kind, chip.label, chip.without) for chip in asked(text).chips]

    def without(words: str, instead: str = "") -> str:
        return " ".join(text.replace(words, instead).split())

    assert chips == [
        (ChipKind.SYNONYM, "TTHC = thủ tục hành chính", without("TTHC", '"TTHC"')),
        (ChipKind.PHRASE, '"một cửa"', without('"một cửa"')),
        (ChipKind.PINPOINT, "điều 5", without("khoản 2 điều 5")),
        (ChipKind.NUMBER, "nđ 145/2020", without("nđ 145/2020")),
        (ChipKind.FILTER, "phòng: Phòng Lao động - Việc làm", without("phong:ldvl")),
        (ChipKind.WITHOUT, "phí", without("-phí")),
        (ChipKind.FILTER, "ngày: 01/07/2026", without("ngay:1/7/2026")),
        (ChipKind.FILTER, "số: 19", without("so:19")),
    ]


def test_an_unknown_filter_can_be_taken_away_too() -> None:
    assert [chip.without for chip in asked("phong:xyz lương").chips] == ["lương"]


# Whatever a reader types

_PIECES = [
    "điều 5",
    "145/2020/NĐ-CP",
    "TTHC",
    '"',
    "“",
    "-",
    ":",
    "loai:",
    "so:",
    "ngay:99/99/9999",
    "phòng:",
    "\x00",
    "\u0301",
    "\ud7ff",
    "\u202e",
    "\n",
    "🙂",
    "ﬁ",
    "İ",
    "٣/٢٠٢٠",
    "²/2020",
    "a" * 70,
]


def _anything(chosen: random.Random) -> str:
    def piece() -> str:
        if chosen.random() < 0.5:
            return chosen.choice(_PIECES)
        return chr(chosen.choice([chosen.randrange(0xD800), chosen.randrange(0xE000, 0x110000)]))

    return chosen.choice(["", " "]).join(piece() for _ in range(chosen.randrange(40)))


@pytest.mark.parametrize("seed", range(300))
def test_nothing_that_can_be_typed_is_an_error(seed) -> None:
    text = _anything(random.Random(seed))
    understood = asked(text)

    question = understood.question
    assert len(question.typed) <= MOST_CLAUSES
    assert all(clause.words for clause in (*question.typed, *question.without))
    assert all(word and " " not in word for word in question.folded)
    assert question.wordings
    assert [question.asking, question.bigrams, question.number_forms, question.has_marks]
    assert all(note.sentence for note in understood.notes)
    for chip in understood.chips:
        read(chip.without, TABLE, NAMES)
    suggestion(understood, lambda words: [len(words[0])] * len(words), TABLE)


@pytest.mark.parametrize(
    "text",
    [
        '"' * 10_000,
        '-"' * 5_000,
        "loai:" * 2_000,
        "so: " * 2_000,
        "a" * 1_000_000,
        "- " * 100_000,
        "\u0301" * 1_000_000,
        "1/" * 5_000,
        "điều 5 khoản " * 1_000,
        "a-" * 5_000,
        "thủ tục hành chính " * 1_000,
    ],
    ids=lambda text: text[:6],
)
def test_of_a_pasted_page_no_more_is_read_than_a_question_is_long(text) -> None:
    understood = asked(text)
    assert understood.chips is not None
    assert len(understood.text) <= LONGEST_QUESTION
    suggestion(understood, lambda words: [0] * len(words), TABLE)
    assert calls(lambda: asked(text * 2)) < 1.1 * calls(lambda: asked(text))


def test_every_code_point_can_stand_in_a_question() -> None:
    every = [chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point < 0xE000]
    for start in range(0, len(every), 5_000):
        asked(" ".join(every[start : start + 100]))


def test_half_a_letter_of_a_broken_browser_is_no_error() -> None:
    assert said("lao \ud800 động") == ["lao", "động"]
