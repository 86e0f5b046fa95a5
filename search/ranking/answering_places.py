"""Which of the places of one document a reader should see first: the one that answers.

Where a document stands among others is decided before, by its best place. That may be the section
of definitions, or what is said about the document as a whole; who asks for a dossier, a time limit
or a fee wants that section. The kinds of ``headings`` are columns of a model learned from laws, and
stay as they were learned; these are the sections of procedures.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.queries.question import Question
from search.ranking.headings import as_asked
from search.ranking.words import MARK_BITS, PackedWords, codes_of, hash_of
from search.text import words

# How something is asked for, and how the heading begins under which it is answered.
_ANSWERS = {
    "bao lâu|thời hạn|thời gian|mấy ngày|bao nhiêu ngày|khi nào|bao giờ": "thời hạn|thời gian",
    "hồ sơ|giấy tờ|cần gì|cần những gì|mang gì|mang theo|chuẩn bị": (
        "thành phần hồ sơ|hồ sơ|số lượng hồ sơ"
    ),
    "phí|lệ phí|bao nhiêu tiền|tốn|mất tiền|giá": "phí|lệ phí|mức thu|mức phí",
    "ở đâu|nộp đâu|chỗ nào|trực tuyến|qua mạng|cách thức|cách nộp": "cách thức|cơ quan thực hiện",
    "ai|những ai|đối tượng|người nào": "đối tượng",
    "cơ quan nào|thẩm quyền": "cơ quan|thẩm quyền",
    "điều kiện|yêu cầu|tiêu chuẩn": "yêu cầu|điều kiện|tiêu chuẩn",
    "kết quả|được nhận gì|nhận được gì": "kết quả",
    "các bước|trình tự|thủ tục thế nào|làm thế nào": "trình tự|nội dung|các bước",
    "mẫu|biểu mẫu|tờ khai": "biểu mẫu",
    "lưu|lưu trữ|hồ sơ lưu": "hồ sơ cần lưu",
    "là gì|thế nào là|định nghĩa|khái niệm": "định nghĩa|giải thích từ ngữ",
}
# What most people need of a document that is about just what they asked for, in this order.
_NEEDED = (
    "thành phần hồ sơ",
    "thời hạn giải quyết",
    "phí",
    "cách thức",
    "yêu cầu",
    "đối tượng",
    "kết quả",
    "nội dung",
)
# Says what the document is, not what it lays down.
_ABOUT = "mục đích|phạm vi|tài liệu viện dẫn|định nghĩa|giải thích từ ngữ|viện dẫn|hồ sơ cần lưu"

_Phrase = tuple[int, ...]


def tells_most(question: Question, places: Sequence[PackedWords]) -> list[int]:
    """Places of one document, given best first, as they are shown: the article asked for, what
    answers what is asked for, and last what is only said about the document."""
    if not places:
        return []
    pinpoint = hash_of(question.pinpoint.form) if question.pinpoint else None
    answers = _answers(question)
    is_its_topic = _is_covered(question, places[0])

    def rank(place: int) -> tuple[int, ...]:
        row = places[place]
        heading = _name_of(row)
        answer = _nth(heading, answers)
        is_about = answer == len(answers) and _nth(heading, _ABOUT_CODES) < len(_ABOUT_CODES)
        return (
            pinpoint is None or pinpoint not in row.numbers.tolist(),
            answer,
            not heading,
            is_about,
            _nth(heading, _NEEDED_CODES) if is_its_topic else 0,
            place,
        )

    return sorted(range(len(places)), key=rank)


def _codes(phrase: str) -> _Phrase:
    return tuple((codes_of(words(phrase)) >> MARK_BITS).tolist())


def _listed(listed: str) -> list[_Phrase]:
    return [_codes(phrase) for phrase in listed.split("|")]


_ANSWERED_UNDER = [(as_asked(question), _listed(under)) for question, under in _ANSWERS.items()]
_ARTICLE = _codes("điều")
_NEEDED_CODES, _ABOUT_CODES = [_codes(phrase) for phrase in _NEEDED], _listed(_ABOUT)


def _answers(question: Question) -> list[_Phrase]:
    text = f" {' '.join(question.folded)} "
    return [
        phrase
        for ways, under in _ANSWERED_UNDER
        if any(way in text for way in ways)
        for phrase in under
    ]


def _name_of(place: PackedWords) -> _Phrase:
    """The heading, of an article without "Điều 5"."""
    heading = tuple((place.heading >> MARK_BITS).tolist())
    return heading[2:] if heading[:1] == _ARTICLE else heading


def _nth(heading: _Phrase, phrases: Sequence[_Phrase]) -> int:
    """The first of the phrases that the heading begins with; how many there are if none. What
    begins with a longer one of what is only said about a document ("hồ sơ cần lưu") is that."""
    longest = max((len(about) for about in _ABOUT_CODES if _starts(heading, about)), default=0)
    return next(
        (
            nth
            for nth, phrase in enumerate(phrases)
            if _starts(heading, phrase) and len(phrase) >= longest
        ),
        len(phrases),
    )


def _starts(heading: _Phrase, phrase: _Phrase) -> bool:
    return heading[: len(phrase)] == phrase


def _is_covered(question: Question, place: PackedWords) -> bool:
    """Whether number and title have all that was asked for, so that the whole is about it."""
    title = (place.title >> MARK_BITS).tolist()
    needed = (codes_of(question.telling_words) >> MARK_BITS).tolist()
    return set(needed) <= set(title)
