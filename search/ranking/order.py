"""Candidates in their order: what wins outright, then what the model finds best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from search.queries.question import Question
from search.ranking.features import NAMES, Rows, compare
from search.ranking.model import Model, shipped
from search.ranking.question_words import Floats, Frequencies, QuestionWords, weigh
from search.ranking.words import MARK_BITS, PackedWords, codes_of, hash_of

# So many candidates are compared: twice as many find no more among the first ten.
WINDOW = 100

_WHOLE = 0.999
# Words of a code spelled apart.
_LONGEST_CODE = 4
_WORDS_OF, _PAIRS_OF = (
    [NAMES.index(f"{what}_{field}") for field in ("heading", "title")]
    for what in ("words", "pairs")
)


class Win(IntEnum):
    """What comes first whatever else is said; higher before lower."""

    NONE = 0
    TITLE = 1
    NUMBER = 2
    PINPOINT = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate, by its place in the first stage. ``score`` falls from place to place and
    means nothing beside that of another question."""

    candidate: int
    win: Win
    score: float

    @classmethod
    def beyond(cls, candidate: int) -> Placed:
        """What the window does not reach stays as the engine has it."""
        return cls(candidate, Win.NONE, 0.0)


@dataclass(frozen=True)
class Ranking:
    """All that decides the order of the candidates of one question, in the order of the first
    stage. ``wording`` is the one that suits a candidate best, ``rows[w, c]`` what is known of a
    candidate beside a wording, ``cites`` whether its title (2) or heading (1) has the number that
    is all there is of the question."""

    wordings: list[QuestionWords]
    rows: Rows
    wins: list[Win]
    in_force: Sequence[bool]
    cites: npt.NDArray[np.intp]
    shares: Floats
    wording: npt.NDArray[np.intp]

    @property
    def placed(self) -> list[Placed]:
        """Best first; alike ones stay as they were."""
        likely = (self.cites + self.shares) / (3 + 1e-9)
        placed = [
            Placed(place, win, 2 * win + in_force + float(likely[place]))
            for place, (win, in_force) in enumerate(zip(self.wins, self.in_force, strict=True))
        ]
        return sorted(placed, key=lambda row: -row.score)


def in_order(
    question: Question,
    candidates: Sequence[PackedWords],
    in_force: Sequence[bool],
    frequencies: Frequencies,
    model: Model | None = None,
) -> list[Placed]:
    """All candidates, best first: what wins outright, then what is ``in_force`` on the asked
    day, then what the model finds best in the wording that suits it best."""
    if not candidates:
        return []
    return judge(question, candidates, in_force, frequencies, model).placed


def judge(
    question: Question,
    candidates: Sequence[PackedWords],
    in_force: Sequence[bool],
    frequencies: Frequencies,
    model: Model | None = None,
) -> Ranking:
    """At least one candidate."""
    wordings = [weigh(wording, frequencies) for wording in question.wordings]
    rows = np.stack([compare(row, candidates) for row in wordings])
    scores = np.stack([(model or shipped()).score(row) for row in rows]).astype(np.float64)
    # Scores of one wording compare with each other only; shares of the whole do with all.
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    names = [codes_of(wording) >> MARK_BITS for wording in question.wordings]
    forms = set(map(hash_of, question.number_forms))
    pinpoint = hash_of(question.pinpoint.form) if question.pinpoint else None
    return Ranking(
        wordings=wordings,
        rows=rows,
        wins=[_win(names, forms, pinpoint, row) for row in candidates],
        in_force=in_force,
        cites=_cites(question, rows[0]),
        shares=shares.max(axis=0),
        wording=shares.argmax(axis=0),
    )


def _win(
    names: Sequence[npt.NDArray[np.integer]],
    forms: set[int],
    pinpoint: int | None,
    candidate: PackedWords,
) -> Win:
    if forms or pinpoint:
        own = candidate.numbers.tolist()
        if pinpoint in own:
            return Win.PINPOINT
        if not forms.isdisjoint(own):
            return Win.NUMBER
    length = len(candidate.title) - candidate.number_length
    if all(len(name) != length for name in names):
        return Win.NONE
    title = candidate.title[candidate.number_length :] >> MARK_BITS
    return Win.TITLE if any(np.array_equal(name, title) for name in names) else Win.NONE


def _cites(question: Question, rows: Rows) -> npt.NDArray[np.intp]:
    """Whoever types a number and no more looks for what is named by it, then for what is about
    it, then for what mentions it."""
    if not _is_number(question):
        return np.zeros(len(rows), np.intp)
    whole = (rows[:, _WORDS_OF] > _WHOLE) & (rows[:, _PAIRS_OF] > _WHOLE)
    place: npt.NDArray[np.intp] = np.max(whole * np.array([1, 2]), axis=1)
    return place


def _is_number(question: Question) -> bool:
    """Whether it is numbers and codes and nothing else ("QĐ 19/2014", "qt ld 01")."""
    letters = "".join(question.folded)
    spelled = len(question.folded) <= _LONGEST_CODE and not letters.isalpha()
    return all(clause.number for clause in question.clauses) or spelled
