from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from search.queries.language import read
from search.queries.slips import apart, as_telex, as_vni, neighbours
from search.queries.spelling import MOST_CANDIDATES, MOST_SUSPECTS, leftover_keys, suggestion
from search.queries.synonyms import Synonym, Synonyms
from search.text import bigrams, folded, words

TABLE = Synonyms(
    [
        Synonym("CSCL", ("chính sách chất lượng",)),
        Synonym("QT", ("quy trình",), both_ways=False),
    ]
)
# What a reader may find; some syllables are there to mislead.
DOCUMENTS = """
chính sách chất lượng, quy trình cấp giấy phép lao động cho người nước ngoài, đăng ký nội quy,
trợ cấp thất nghiệp, nghỉ thai sản, hồ sơ bản sao, thủ tục hành chính, kiểm soát tài liệu,
đánh giá nội bộ, bảo trợ xã hội, trẻ em, điều luật, ISO, tỉnh, danh sách, ra, lai, chanh, thu
"""


class Index:
    def __init__(self, text: str = DOCUMENTS, times: int = 5) -> None:
        phrases = [self._letters(phrase) for phrase in text.split(",")]
        met = Counter(word for phrase in phrases for word in [*phrase, *bigrams(phrase)])
        self.counts = Counter({word: times * n for word, n in met.items()})
        self.asked: list[Sequence[str]] = []

    def __call__(self, letters: Sequence[str]) -> list[int]:
        self.asked.append(letters)
        return [self.counts[each] for each in letters]

    @staticmethod
    def _letters(text: str) -> list[str]:
        return [folded(word) for word in words(text)]


def meant(text: str, index: Index | None = None) -> str | None:
    return suggestion(read(text, TABLE), index or Index(), TABLE)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        # telex and VNI where the keyboard program was off
        ("chaats luowngj", "chất lượng"),
        ("quy trifnh", "quy trình"),
        ("chatas luongwj", "chất lượng"),
        ("ddieeuf luaajt", "điều luật"),
        ("cha6t1 luo7ng5", "chất lượng"),
        ("chat1 luong75", "chất lượng"),
        ("QUY TRIFNH", "QUY TRÌNH"),
        ("Quy trifnh", "Quy trình"),
        ("kiem soat taif lieeuj loai:quy-trinh", "kiem soat tài liệu loai:quy-trinh"),
        ('"chaats luowngj" nội quy -abcd', '"chất lượng" nội quy -abcd'),
        # a tone that such a syllable cannot bear
        ("chẩt lượng", "chất lượng"),
        # one letter away
        ("quy tirnh cấp phép", "quy trình cấp phép"),
        ("quy trinhh", "quy trinh"),
        ("thai xản", "thai sản"),
        ("hồ xơ", "hồ sơ"),
        ("thất ngiệp", "thất nghiệp"),
        # among keys that were left, a letter too long as well
        ("quyt trinhf", "quy trình"),
        # blanks too few and too many
        ("quytrinh", "quy trinh"),
        ("laodong nguoi nuocngoai", "lao dong nguoi nuoc ngoai"),
        ("giayphep laodong", "giay phep lao dong"),
        ("quy tr inh", "quy trinh"),
    ],
)
def test_a_slip_is_corrected(typed: str, right: str) -> None:
    assert meant(typed) == right


@pytest.mark.parametrize(
    "typed",
    [
        "chất lượng",
        "chat luong",
        "nghĩ việc",  # other marks find the same; "viec" is not there and nothing near it is
        "ISO chất lượng",
        "QTLDVL",
        "bdx chất lượng",
        "xe điện bánh hơi",  # right syllables that stand nowhere
        "phong:khong-co-phong-nay chất lượng",
        "chất lượng -trifnh",  # what must not be found is let be
        "19/2014/QĐ-TTg",
        "số 99/2099",
        "qwertyuiop",
        "đ",
        "",
        "🙂",
    ],
)
def test_what_is_right_or_hopeless_gives_no_suggestion(typed: str) -> None:
    assert meant(typed) is None


def test_only_what_the_reader_may_find_is_suggested() -> None:
    assert meant("quy trifnh", Index("quy")) is None


def test_the_commoner_of_two_corrections_is_meant() -> None:
    assert meant("sachs", Index("sách " * 9 + "sạch")) == "sách"
    assert meant("thnh", Index("thanh " * 90 + "thinh")) == "thanh"
    assert meant("thnh", Index("thanh " + "thinh " * 90)) == "thinh"


def test_a_word_that_occurs_is_corrected_only_if_it_reads_as_keys_of_something_much_commoner() -> (
    None
):
    assert meant("chaats", Index("chaats " + "chất " * 30)) == "chất"
    assert meant("chaats", Index("chaats " + "chất " * 3)) is None
    assert meant("chan", Index("chan " + "chang " * 90)) is None


def test_the_engine_is_asked_twice_at_most_and_for_few_words() -> None:
    index = Index()
    meant(" ".join(f"xqvz{letter}nh" for letter in "abcdefghiklmnopq"), index)
    meant(" ".join(f"trnh{letter}" for letter in "abcdefghiklmnopq"), other := Index())
    for each in (index, other):
        assert len(each.asked) <= 2
        assert len(each.asked[-1]) <= MOST_SUSPECTS * (MOST_CANDIDATES + 3)


def test_a_question_with_nothing_but_slips_is_corrected_in_part() -> None:
    right = meant("trifnh " * (MOST_SUSPECTS + 2))
    assert right and right.split() == ["trình"] * MOST_SUSPECTS + ["trifnh"] * 2


def test_a_question_without_slips_asks_once() -> None:
    index = Index()
    meant("chất lượng", index)
    assert index.asked == [["chat", "luong"]]


@pytest.mark.parametrize(
    ("keys", "syllable"),
    [
        ("nguwowif", "người"),
        ("nguowif", "người"),
        ("dduwowcj", "được"),
        ("ddwowcj", ""),
        ("hoaf", "hòa"),
        ("thuyr", "thủy"),
        ("quys", "quý"),
        ("giaf", "già"),
        ("soos", "số"),
        ("nghiax", "nghĩa"),
        ("khuyeenr", "khuyển"),
        ("chat", ""),
        ("css", ""),
    ],
)
def test_telex(keys: str, syllable: str) -> None:
    assert as_telex(keys) == syllable


@pytest.mark.parametrize(
    ("keys", "syllable"),
    [("ngu7o7i2", "người"), ("d9u7o7c5", "được"), ("tri2nh", "trình"), ("h5n1", ""), ("2020", "")],
)
def test_vni(keys: str, syllable: str) -> None:
    assert as_vni(keys) == syllable


def test_the_likelier_slips_come_first_and_all_are_syllables() -> None:
    near = sorted(neighbours("xinh"))
    assert near[0] == (0, "sinh")
    assert {"tinh", "kinh", "xin"} <= {word for _cost, word in near}
    assert not {"xnh", "xinhh", "xinh"} & {word for _cost, word in near}


def test_letters_are_read_apart_the_fewest_syllables_first() -> None:
    assert apart("quytrinh")[0] == ["quy", "trinh"]
    assert apart("quytrình")[0] == ["quy", "trình"]
    assert ["thu", "tuc", "hanh", "chinh"] in apart("thutuchanhchinh")
    assert apart("chat") == apart("bcdfgh") == []


@pytest.mark.parametrize("typed", ["thủy sản", "nước lợ", "lúa gạo", "thủy", "xơ mít", "thuy san"])
def test_a_right_word_is_never_corrected(typed: str) -> None:
    others = "thủ y, sản, thu sản phẩm, nước nợ nần, nợ, núa, thú y, sơ, chợ, nước"

    assert meant(typed, Index(others.replace("nước nợ", "nước, nợ"))) is None


@pytest.mark.parametrize("typed", ["đăng kí", "dang ki", "quí", "kĩ thuật", "mĩ thuật"])
def test_the_other_spelling_of_a_syllable_is_no_slip(typed: str) -> None:
    assert meant(typed, Index("đăng ký, quý, kỹ thuật, mỹ thuật")) is None


@pytest.mark.parametrize("typed", ["luaatj lao ddoongj", "quy trinhf", "cha6t1 lượng"])
def test_keys_that_were_left_are_noticed(typed: str) -> None:
    assert leftover_keys(typed)


@pytest.mark.parametrize("typed", ["luật lao động", "luat lao dong", "QT-LĐVL-01", "ISO 9001"])
def test_words_without_such_keys_are_not_taken_for_them(typed: str) -> None:
    assert not leftover_keys(typed)
