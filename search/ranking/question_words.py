"""A question as the second stage compares it: its words and pairs, each with its weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from search.ranking.asking import ASKING_WEIGHT, Asking, read_asking
from search.ranking.words import MARK_BITS, Codes, codes_of
from search.text import bigrams, folded, marked

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


class Frequencies(Protocol):
    """In how many documents of the index words stand; a little old is good enough."""

    def documents(self) -> int:
        """How many documents there are."""

    def of_words(self, words: Sequence[str]) -> list[int]:
        """For folded words."""

    def of_pairs(self, pairs: Sequence[str]) -> list[int]:
        """For pairs of neighbours as ``search.text.bigrams`` writes them."""


@dataclass(frozen=True)
class QuestionWords:
    """``words`` are different ones, sorted by ``codes``; without marks the code is the folded
    one. ``pair_at[a, b]`` is the place of the pair of words a and b, -1 if it was not asked."""

    syllables: tuple[str, ...]
    asking: Asking
    has_marks: bool
    codes: Codes
    weights: Floats
    pair_at: Places
    pair_weights: Floats

    @classmethod
    def empty(cls) -> QuestionWords:
        none = np.zeros(1)
        codes, pair_at = np.ones(1, np.uint32), np.full((1, 1), -1, np.intp)
        return cls((), read_asking([]), False, codes, none, pair_at, none)

    @property
    def asking_share(self) -> float:
        return sum(self.asking.places) / max(len(self.syllables), 1)


def weigh(typed: Sequence[str], frequencies: Frequencies) -> QuestionWords:
    """Rare words and pairs weigh more, those that only ask little. ``typed`` as written."""
    bare = [folded(word) for word in typed]
    asking = read_asking(typed)
    shares = np.where(np.array(asking.places, bool), ASKING_WEIGHT, 1.0)
    documents = frequencies.documents()
    codes, first, place = np.unique(codes_of(typed), return_index=True, return_inverse=True)
    rarity = _rarity(frequencies.of_words([bare[at] for at in first]), documents)
    weights = np.zeros(len(codes))
    np.maximum.at(weights, place, shares)

    pairs = bigrams(bare)
    pair_rarity = _rarity(frequencies.of_pairs(pairs), documents)
    pair_at = np.full((len(codes), len(codes)), -1, np.intp)
    pair_weights: list[float] = []
    for at, (a, b) in enumerate(pairwise(place)):
        if pair_at[a, b] < 0:
            pair_at[a, b] = len(pair_weights)
            pair_weights.append(pair_rarity[at] * (shares[at] + shares[at + 1]) / 2)
    return QuestionWords(
        syllables=tuple(bare),
        asking=asking,
        has_marks=any(marked(word) != bare[at] for at, word in enumerate(typed)),
        codes=codes,
        weights=weights * rarity,
        pair_at=pair_at,
        pair_weights=np.array(pair_weights) if pair_weights else np.zeros(1),
    )


def has_its_marks(codes: Codes) -> npt.NDArray[np.bool_]:
    """Which codes were typed with marks, so that only the same marks are the same word."""
    return (codes & ((1 << MARK_BITS) - 1)) != 0


def _rarity(frequencies: Sequence[int], documents: int) -> Floats:
    """As in BM25; never negative."""
    holding = np.minimum(np.array(frequencies, np.float64), documents)
    rarity: Floats = np.log1p((documents - holding + 0.5) / (holding + 0.5))
    return rarity
