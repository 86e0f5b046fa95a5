"""What a heading leads one to expect: how it begins and ends, and what questions it answers.

"Who may …?" is answered under "Thẩm quyền …", "how long …?" under "Thời hạn …"; under "Hiệu lực thi
hành" almost nothing is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search.ranking.matching import Segments
from search.ranking.question_words import Floats, QuestionWords
from search.ranking.words import PackedWords, codes_of
from search.text import folded, words

# What is asked for: how that is said in a question, in a heading.
_KINDS = {
    "time": (
        "bao lâu|khi nào|lúc nào|bao giờ|thời hạn|thời gian",
        "thời hạn|thời gian|thời điểm|kỳ hạn|thời hiệu",
    ),
    "amount": ("bao nhiêu|mức nào", "mức|số lượng|tỷ lệ|giá|tiền"),
    "who": (
        "ai|cơ quan nào|tổ chức nào|người nào|đối tượng nào|những đối tượng|thẩm quyền",
        "thẩm quyền|trách nhiệm|quyền hạn|cơ quan|đối tượng",
    ),
    "dossier": ("hồ sơ", "hồ sơ|thành phần"),
    "conditions": (
        "điều kiện|tiêu chuẩn|yêu cầu|cần gì",
        "điều kiện|tiêu chuẩn|yêu cầu",
    ),
    "steps": ("trình tự|thủ tục|các bước|thế nào", "trình tự|thủ tục|quy trình"),
    "meaning": (
        "là gì|thế nào là|được hiểu|hiểu như thế nào|định nghĩa|khái niệm",
        "giải thích từ ngữ",
    ),
}
_ABOUT_THE_LAW = (
    "phạm vi điều chỉnh|đối tượng áp dụng|hiệu lực thi hành|tổ chức thực hiện|"
    "điều khoản thi hành|trách nhiệm thi hành|quy định chuyển tiếp"
)
# Of a question itself; the others are told by its words.
_OF_QUESTION = ("time", "amount", "who")
_ENDS, _LONGEST_START = 2, 6
_IDLE = "idle"

Flags = npt.NDArray[np.bool_]


def as_asked(listed: str) -> list[str]:
    """Phrases as they stand in a folded question with blanks around it."""
    return [f" {' '.join(map(folded, words(phrase)))} " for phrase in listed.split("|")]


_IN_QUESTIONS = {kind: as_asked(question) for kind, (question, _heading) in _KINDS.items()}
_IN_HEADINGS = {kind: heading for kind, (_question, heading) in _KINDS.items()} | {
    _IDLE: _ABOUT_THE_LAW
}
_VOCABULARY = np.unique(
    codes_of([word for listed in _IN_HEADINGS.values() for word in words(listed)])
)
# For each kind its phrases, each as the places of its words in the vocabulary.
_ANSWERED = {
    kind: [np.searchsorted(_VOCABULARY, codes_of(words(phrase))) for phrase in listed.split("|")]
    for kind, listed in _IN_HEADINGS.items()
}


def heading_columns(
    question: QuestionWords, segments: Segments, candidates: Sequence[PackedWords]
) -> dict[str, Floats]:
    """``segments`` says of each word of each heading whether it is asked for."""
    kinds, many = _kinds(question), len(candidates)
    has = _words_had(candidates)
    expected = [_any_of(kind, has) for kind in kinds]
    return _ends(segments) | {
        "heading_expected": np.sum(expected, axis=0) if expected else np.zeros(many),
        "heading_idle": _any_of(_IDLE, has),
        "heading_meanings": _any_of("meaning", has),
        **{f"question_{kind}": np.full(many, float(kind in kinds)) for kind in _OF_QUESTION},
    }


def _ends(segments: Segments) -> dict[str, Floats]:
    ends = np.cumsum(segments.lengths)
    starts = ends - segments.lengths
    # One more, for places just beyond the last heading.
    hits = np.append(segments.hits, False)

    def hit(place: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
        """True where the heading is too short to have a word there."""
        inside = (place >= starts) & (place < ends)
        return ~inside | hits[np.clip(place, 0, len(hits) - 1)]

    first = np.mean([hit(starts + nth) for nth in range(_ENDS)], axis=0)
    last = np.mean([hit(ends - 1 - nth) for nth in range(_ENDS)], axis=0)
    beginning = np.array([hit(starts + nth) for nth in range(_LONGEST_START)])
    owners = np.repeat(np.arange(len(ends)), segments.lengths)
    unasked = segments.lengths - np.bincount(owners, segments.hits, len(ends))
    return {
        "heading_first": first,
        "heading_last": last,
        "heading_unasked": np.log1p(unasked),
        "heading_begins_unasked": np.minimum.accumulate(~beginning, axis=0).sum(axis=0) * 1.0,
    }


def _kinds(question: QuestionWords) -> list[str]:
    text = f" {' '.join(question.syllables)} "
    return [kind for kind, phrases in _IN_QUESTIONS.items() if any(map(text.__contains__, phrases))]


def _words_had(candidates: Sequence[PackedWords]) -> Flags:
    """Which words of the vocabulary each heading has."""
    headings = [candidate.heading for candidate in candidates]
    codes = np.concatenate(headings)
    place = np.searchsorted(_VOCABULARY, codes)
    place[place == len(_VOCABULARY)] = 0
    known = np.flatnonzero(_VOCABULARY[place] == codes)
    owners = np.repeat(np.arange(len(headings)), list(map(len, headings)))
    has = np.zeros((len(headings), len(_VOCABULARY)), np.bool_)
    has[owners[known], place[known]] = True
    return has


def _any_of(kind: str, has: Flags) -> Floats:
    """1 where a heading has all words of one of the phrases."""
    has_any = np.any([has[:, places].all(axis=1) for places in _ANSWERED[kind]], axis=0)
    flags: Floats = has_any.astype(np.float64)
    return flags
