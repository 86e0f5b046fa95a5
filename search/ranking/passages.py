"""Where in a text the reader should look: the stretch in which most of the words stand together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from search.ranking.words import MARK_BITS, Codes, codes_of

# What a word is worth that stands there with other marks than those typed.
_OTHER_MARKS = 0.25
# Many words break a tie of different ones.
_ONE_MORE = 0.01

Places = npt.NDArray[np.intp]


def best_starts(words: Sequence[str], bodies: Sequence[Codes], length: int) -> list[int]:
    """For each body the word with which its best stretch of ``length`` words begins: where most
    different ones of ``words`` stand, in the middle of the stretch. 0 if none does."""
    starts = [0] * len(bodies)
    if not words or not bodies:
        return starts
    question = np.unique(codes_of(words))
    bare = np.unique(question >> MARK_BITS)
    codes = np.concatenate(bodies)
    word = np.searchsorted(bare, codes >> MARK_BITS)
    word[word == len(bare)] = 0
    at = np.flatnonzero(bare[word] == codes >> MARK_BITS)
    word, as_typed = word[at], _as_typed(question, codes[at])

    lengths = np.fromiter(map(len, bodies), np.intp, len(bodies))
    ends = np.cumsum(lengths)
    body = np.searchsorted(ends, at, side="right")
    # So far apart that no stretch reaches from one body into the next.
    place = at + body * length
    beyond = np.searchsorted(place, place + length)
    worth = _worth(word, as_typed, len(bare), beyond)
    of_body = np.searchsorted(body, np.arange(len(bodies) + 1))
    for number, (first, last) in enumerate(pairwise(of_body.tolist())):
        if first < last:
            best = first + int(np.argmax(worth[first:last]))
            spare = length - int(place[beyond[best] - 1] - place[best]) - 1
            start = int(at[best] - (ends[number] - lengths[number])) - spare // 2
            starts[number] = max(0, min(start, int(lengths[number]) - length))
    return starts


def _as_typed(question: Codes, passage: Codes) -> npt.NDArray[np.bool_]:
    """What was typed without marks is found with any."""
    return _is_in(passage, question) | _is_in(passage >> MARK_BITS << MARK_BITS, question)


def _is_in(places: npt.NDArray[np.integer], few: Codes) -> npt.NDArray[np.bool_]:
    """``few`` are sorted."""
    place = np.searchsorted(few, places)
    place[place == len(few)] = 0
    there: npt.NDArray[np.bool_] = few[place] == places
    return there


def _worth(
    word: Places, as_typed: npt.NDArray[np.bool_], many: int, beyond: Places
) -> npt.NDArray[np.float64]:
    """Of the stretch that begins with each found word and ends before the one ``beyond``."""
    until = np.zeros((len(word) + 1, 2 * many), np.int32)
    rows = np.arange(1, len(word) + 1)
    until[rows, word] = 1
    until[rows[as_typed], many + word[as_typed]] = 1
    until = until.cumsum(axis=0)
    inside = (until[beyond] - until[:-1]) > 0
    different: npt.NDArray[np.float64] = (
        _OTHER_MARKS * inside[:, :many].sum(axis=1)
        + (1 - _OTHER_MARKS) * inside[:, many:].sum(axis=1)
        + _ONE_MORE * (beyond - np.arange(len(word)))
    )
    return different
