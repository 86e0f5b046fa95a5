"""What a reader typed, taken apart. Nothing a reader can type is an error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, pairwise
from operator import not_

from search.queries.clauses import Clause, Pinpoint, Words
from search.queries.days import is_day_form, written_with_zeros
from search.queries.numbers import spelled_apart
from search.queries.parts import Part, take_apart
from search.queries.synonyms import NO_SYNONYMS, Synonyms
from search.ranking.asking import ASKING_WEIGHT, Asking, read_asking
from search.text import bigrams, compose, folded, letters, words

__all__ = ["Clause", "Pinpoint", "Question", "composed", "question_of", "read_question"]

# Beyond this a question is a pasted page; its beginning says what it is about.
LONGEST_QUESTION = 400
MOST_CLAUSES = 40
# More words that say something than these are no longer keywords, all of which must be there.
MOST_KEYWORDS = 8
# Each is ranked by itself.
MOST_WORDINGS = 3
# What is said of a day that a document was signed on, issued on or begins on.
_ABOUT_A_DAY = frozenset(
    folded(word)
    for word in words(
        "ngày ký duyệt phê ban hành có hiệu lực từ kể lần sửa đổi được trong văn bản tài liệu quy "
        "trình biểu mẫu thông báo công bố quyết định nghị thông tư luật"
    )
)
# A letter has at most two marks of its own.
_CODE_POINTS = 3


@dataclass(frozen=True)
class Question:
    """Clauses as typed, one after another; what is typed twice is asked for once.

    ``without`` must not stand in what is found. ``pinpoint`` is the article of a law that is
    asked for: its number is among the clauses, the words "điều 5" are not.
    """

    typed: tuple[Clause, ...]
    without: tuple[Clause, ...] = ()
    pinpoint: Pinpoint | None = None

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(dict.fromkeys(self.typed))

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for clause in self.clauses for word in clause.words))

    @property
    def syllables(self) -> tuple[str, ...]:
        """All words in their order, as written; what is typed twice stands twice."""
        return tuple(word for clause in self.typed for word in clause.words)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        return tuple(map(folded, self.syllables))

    @cached_property
    def asking(self) -> Asking:
        """Of ``syllables``."""
        return read_asking(self.syllables)

    @property
    def core(self) -> tuple[str, ...]:
        """The folded words that do not only ask."""
        return tuple(compress(self.folded, map(not_, self.asking.places)))

    @property
    def telling_words(self) -> tuple[str, ...]:
        """The words as written that do not only ask."""
        return tuple(compress(self.syllables, map(not_, self.asking.places)))

    @property
    def bigrams(self) -> dict[str, float]:
        """Neighbours as typed, folded, also across clauses, with their weights."""
        weights = [ASKING_WEIGHT if asks else 1.0 for asks in self.asking.places]
        together = [(first + second) / 2 for first, second in pairwise(weights)]
        return dict(zip(bigrams(self.folded), together, strict=True))

    @property
    def asks(self) -> bool:
        """Whether this is a sentence to be answered rather than keywords to be found."""
        return self.asking.is_question or self.asking.places.count(False) > MOST_KEYWORDS

    @cached_property
    def wordings(self) -> tuple[Words, ...]:
        """``syllables``, then the same with terms said otherwise; different ones, two at least
        only where there are terms."""
        most = max((len(clause.alternatives) for clause in self.typed), default=0)
        wordings = [self.syllables, *(self._said_otherwise(nth) for nth in range(most))]
        different = {tuple(map(folded, words)): words for words in reversed(wordings)}
        return tuple(reversed(different.values()))[:MOST_WORDINGS]

    def _said_otherwise(self, nth: int) -> Words:
        phrases = (
            clause.alternatives[min(nth, len(clause.alternatives) - 1)]
            if clause.alternatives
            else clause.words
            for clause in self.typed
        )
        return tuple(word for phrase in phrases for word in phrase)

    @property
    def highlighted(self) -> Words:
        """The words to show where they stand, in any wording."""
        other = [
            word
            for clause in self.typed
            for alternative in clause.alternatives
            for word in alternative
        ]
        days = [word for clause in self.typed for word in written_with_zeros(clause.number)]
        own = self.telling_words if self.asks else self.words
        return tuple(dict.fromkeys([*own, *other, *days]))

    @property
    def has_marks(self) -> bool:
        """Whether the reader types marks at all: only then can their absence mean anything."""
        return any(clause.marked != clause.folded for clause in self.clauses)

    @cached_property
    def wins_by_number(self) -> tuple[str, ...]:
        """The numbers whose bearers are what was asked for, whatever else was typed. A day is one
        only where little more is asked: of all that began on 01/01/2025, a question about wages
        from that day means none."""
        numbers = [clause.number for clause in self.clauses if clause.number]
        about = {word for clause in self.clauses if not clause.number for word in clause.folded}
        is_about_days = about <= _ABOUT_A_DAY
        return tuple(form for form in numbers if is_about_days or not is_day_form(form))

    @cached_property
    def number_forms(self) -> tuple[str, ...]:
        """Numbers asked for, and the whole question read as one code ("qt ld 01")."""
        numbers = self.wins_by_number
        whole = spelled_apart([letters(word) for clause in self.typed for word in clause.words])
        return tuple(dict.fromkeys([*numbers, *sorted(whole)]))


def read_question(text: str, synonyms: Synonyms = NO_SYNONYMS) -> Question:
    """Takes a question apart; without a letter or digit in it, it has no clauses."""
    return question_of(take_apart(composed(text), synonyms))


def composed(text: str) -> str:
    """As much of the text as is read. Parts are places in it."""
    return compose(text[: _CODE_POINTS * LONGEST_QUESTION])[:LONGEST_QUESTION]


def question_of(parts: Iterable[Part]) -> Question:
    clauses, without, pinpoints = list[Clause](), list[Clause](), list[Pinpoint]()
    for part in parts:
        if isinstance(part.clause, Pinpoint):
            pinpoints.append(part.clause)
        elif len(clauses) + len(without) < MOST_CLAUSES:
            (without if part.negative else clauses).append(part.clause)
    return Question(tuple(clauses), tuple(dict.fromkeys(without)), next(iter(pinpoints), None))
