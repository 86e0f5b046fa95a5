"""Where the words of a question stand in the candidates: counts, by candidate, field and word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.ranking.question_words import QuestionWords, has_its_marks
from search.ranking.words import BREAK, FOLDED_CODES, MARK_BITS, Codes, PackedWords

Counts = npt.NDArray[np.intp]
TITLE, HEADING, BODY = range(3)
_FIELDS = 3


@dataclass(frozen=True)
class Segments:
    """Texts one after another: how long each is, and whether each word is asked for."""

    lengths: Counts
    hits: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Matches:
    """``words[c, f, w]`` counts word w in field f (title, heading, body) of candidate c,
    ``pairs`` the pairs; ``lengths[c, f]`` are syllables. ``heads`` are the definitions, each
    belonging to candidate ``owners[h]``. ``headings`` are those words by word."""

    words: Counts
    pairs: Counts
    lengths: Counts
    head_words: Counts
    head_pairs: Counts
    head_lengths: Counts
    owners: Counts
    headings: Segments


def match(question: QuestionWords, candidates: Sequence[PackedWords]) -> Matches:
    find = _Finder(question)
    parts = [
        part
        for candidate in candidates
        for part in (candidate.title, candidate.heading, candidate.body)
    ]
    lengths = np.fromiter(map(len, parts), np.intp, len(parts))
    words, pairs = _count(find, np.concatenate(parts), lengths)
    heads, head_lengths, owners = _heads(candidates)
    head_words, head_pairs = _count(find, heads, head_lengths)
    shape = (len(candidates), _FIELDS, -1)
    return Matches(
        words=words.reshape(shape),
        pairs=pairs.reshape(shape),
        lengths=lengths.reshape(len(candidates), _FIELDS),
        head_words=head_words,
        head_pairs=head_pairs,
        head_lengths=head_lengths,
        owners=owners,
        headings=_asked_for(find, [candidate.heading for candidate in candidates]),
    )


class _Finder:
    """Finds the words of a question among codes. Three words in four are passed over by one look
    into a table of folded codes."""

    def __init__(self, question: QuestionWords) -> None:
        self.question = question
        self._codes = question.codes
        bare = question.codes >> MARK_BITS
        # One more than the place in ``question``; 0 is none.
        self._table = np.zeros(FOLDED_CODES + 1, np.uint16)
        self._table[bare[::-1]] = np.arange(len(bare), 0, -1)
        self._any_marks = ~has_its_marks(question.codes)
        self._alike = len(np.unique(bare)) < len(bare)

    def __call__(self, codes: Codes) -> tuple[Counts, Counts]:
        """Where in ``codes`` a word stands, and which. Typed with marks it is found with the same
        ones only, typed without marks with any."""
        met = self._table[codes >> MARK_BITS]
        at = np.flatnonzero(met)
        marked_codes, word = codes[at], met[at].astype(np.intp) - 1
        if self._alike:
            word = self._among_alike(marked_codes)
            same = word >= 0
        else:
            same = self._any_marks[word] | (self._codes[word] == marked_codes)
        return at[same], word[same]

    def _among_alike(self, codes: Codes) -> Counts:
        """If some words differ by their marks only: -1 for one that has yet other marks."""
        exact = np.searchsorted(self._codes, codes)
        exact[exact == len(self._codes)] = 0
        bare = codes >> MARK_BITS << MARK_BITS
        loose = np.searchsorted(self._codes, bare)
        loose[loose == len(self._codes)] = 0
        loose = np.where(self._codes[loose] == bare, loose, -1)
        return np.where(self._codes[exact] == codes, exact, loose)


def _asked_for(find: _Finder, texts: Sequence[Codes]) -> Segments:
    codes = np.concatenate(texts)
    hits = np.zeros(len(codes), np.bool_)
    at, _word = find(codes)
    hits[at] = True
    return Segments(np.fromiter(map(len, texts), np.intp, len(texts)), hits)


def _count(find: _Finder, codes: Codes, lengths: Counts) -> tuple[Counts, Counts]:
    """Counts by segment of ``codes``, whose lengths are given, for each word and each pair."""
    question, segments = find.question, len(lengths)
    many, pairs = len(question.codes), len(question.pair_weights)
    if not segments:
        return np.zeros((0, many), np.intp), np.zeros((0, pairs), np.intp)
    at, word = find(codes)
    segment = np.repeat(np.arange(segments), lengths)[at]
    counted = np.bincount(segment * many + word, minlength=segments * many)

    together = (np.diff(at) == 1) & (np.diff(segment) == 0)
    pair = np.where(together, question.pair_at[word[:-1], word[1:]], -1)
    where = segment[:-1][pair >= 0] * pairs + pair[pair >= 0]
    counted_pairs = np.bincount(where, minlength=segments * pairs)
    return counted.reshape(segments, many), counted_pairs.reshape(segments, pairs)


def _heads(candidates: Sequence[PackedWords]) -> tuple[Codes, Counts, Counts]:
    """Definition heads one after another, without their breaks."""
    codes = np.concatenate([candidate.definitions for candidate in candidates])
    breaks = np.flatnonzero(codes == BREAK)
    ends = np.cumsum(np.fromiter((len(candidate.definitions) for candidate in candidates), np.intp))
    owners = np.searchsorted(ends, breaks, side="right")
    lengths = np.diff(breaks, prepend=-1) - 1
    return codes[codes != BREAK], lengths, owners
