"""One corrected question, or none: "Ý bạn là …". What was typed is never silently replaced.

Only words that stand in nothing the reader may find are looked at, and only by what stands there
are corrections judged; which those are is asked of the engine, never kept here. A right word
("thủy") is not split and not shortened: it gives way only to one that sounds alike and stands
beside the same neighbour there ("chợ cấp": "trợ cấp").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log1p

from search.queries.clauses import Clause
from search.queries.language import ParsedQuestion
from search.queries.parts import Part
from search.queries.slips import (
    VOWELS,
    apart,
    as_telex,
    as_vni,
    could_be_a_syllable,
    neighbours,
    with_stopped_tone,
)
from search.queries.synonyms import Synonyms
from search.text import WORD, bigrams, folded, marked
from search.text import letters as folded_letters

Pairs = Mapping[tuple[str, str], tuple[str, str]]
Occurrences = Callable[[Sequence[str]], Sequence[int]]

# What the engine is asked for costs; the likeliest come first.
MOST_SUSPECTS, MOST_CANDIDATES = 6, 24
# A word that does occur, but reads as keys of a keyboard program, is a slip if what the keys make
# is so much commoner.
_MUCH_COMMONER = 20
# Each step of cost weighs as much as being so many times commoner; standing beside a word that it
# stands beside in the synonym table makes up for one.
_STEP = log1p(30)
_AMONG_SIGNS = 1
_SHORT = 4


@dataclass(frozen=True)
class _Typed:
    """A word as it stands in the text."""

    start: int
    end: int
    written: str

    @property
    def word(self) -> str:
        return self.written.lower()

    @property
    def is_abbreviation(self) -> bool:
        has_vowels = not set(VOWELS).isdisjoint(folded(self.written))
        return not has_vowels and (self.written.isupper() or len(self.written) < _SHORT)


@dataclass(frozen=True)
class _Candidate:
    """``instead`` of the words from place ``first`` to ``last``, both included. One of ``pairs``
    must stand somewhere, if there are any: what was typed is a right word."""

    first: int
    last: int
    instead: tuple[str, ...]
    cost: int
    pairs: tuple[str, ...] = ()

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple(map(folded, self.instead))


def suggestion(
    question: ParsedQuestion, occurrences: Occurrences, synonyms: Synonyms
) -> str | None:
    """The text of the question, corrected; None if nothing better is known.

    ``occurrences`` says in how many documents each of some folded words stands; it is asked twice
    at most.
    """
    typed = list(_plain_words(question))
    if not typed:
        return None
    letters = [folded(word.written) for word in typed]
    counts = dict(zip(letters, occurrences(letters), strict=True))
    # Who types marks has a keyboard program that takes the keys away.
    has_marks = question.question.has_marks
    candidates = list(_candidates(typed, counts, keys_cost=int(has_marks)))
    if not candidates:
        return None
    unknown = {part for row in candidates for part in (*row.letters, *row.pairs)} - counts.keys()
    counts |= zip(sorted(unknown), occurrences(sorted(unknown)), strict=True)
    chosen = _chosen(typed, candidates, counts, synonyms.pairs, has_marks=has_marks)
    text = question.text
    for candidate in sorted(chosen, key=lambda candidate: -candidate.first):
        first, last = typed[candidate.first], typed[candidate.last]
        instead = _as_written(first.written, candidate.instead)
        text = f"{text[: first.start]}{instead}{text[last.end :]}"
    return None if text == question.text else text


def _plain_words(question: ParsedQuestion) -> Iterator[_Typed]:
    """Numbers only where they may be keys of VNI; what the synonym table knows is right."""
    for part in question.parts:
        if _may_be_wrong(part):
            for match in WORD.finditer(question.text, part.start, part.end):
                if not match[0].isdigit():
                    yield _Typed(*match.span(), match[0])


def _may_be_wrong(part: Part) -> bool:
    clause = part.clause
    if not isinstance(clause, Clause) or part.negative or clause.alternatives or clause.exact:
        return False
    return not clause.number or (len(clause.words) == 1 and bool(as_vni(clause.words[0].lower())))


def _candidates(
    typed: Sequence[_Typed], counts: Mapping[str, int], *, keys_cost: int
) -> Iterator[_Candidate]:
    suspects = 0
    for place, word in enumerate(typed):
        count = counts[folded(word.written)]
        keyed = as_telex(word.word) or as_vni(word.word) or _with_right_tone(word.word)
        if word.is_abbreviation or (count and not keyed) or suspects == MOST_SUSPECTS:
            continue
        suspects += 1
        if keyed:
            yield _Candidate(place, place, (keyed,), keys_cost)
        if not count and could_be_a_syllable(word.word):
            yield from islice(_sounding_alike(typed, place), MOST_CANDIDATES)
            yield from _joined(typed, place)
        elif not count:
            yield from islice(_slips(place, word.word), MOST_CANDIDATES)
            yield from _joined(typed, place)


def _slips(place: int, word: str) -> Iterator[_Candidate]:
    for cost, way in enumerate(apart(word)[:4]):
        yield _Candidate(place, place, tuple(way), min(cost, 1))
    for cost, near in sorted(neighbours(word)):
        yield _Candidate(place, place, (near,), 1 + cost)


def _sounding_alike(typed: Sequence[_Typed], place: int) -> Iterator[_Candidate]:
    """Of a right syllable. Among keys that were left, what was typed without marks may be a letter
    too long as well ("quyt trinhf")."""
    word = typed[place].word
    among_keys = word == folded_letters(word) and any(map(_keyed, typed))
    before = [_meant_letters(other) for other in typed[max(0, place - 1) : place]]
    after = [_meant_letters(other) for other in typed[place + 1 : place + 2]]
    for cost, near in sorted(neighbours(word)):
        pairs = bigrams([*before, folded(near), *after])
        if pairs and cost <= int(among_keys):
            yield _Candidate(place, place, (near,), 1 + cost, tuple(pairs))


def _keyed(word: _Typed) -> str:
    """What the keys make that were left in a word which is none."""
    return "" if could_be_a_syllable(word.word) else as_telex(word.word) or as_vni(word.word)


def _meant_letters(word: _Typed) -> str:
    return folded(_keyed(word) or word.written)


def leftover_keys(text: str) -> bool:
    """Whether a word of the text is none, but reads as keys of Telex or VNI."""
    return any(_keyed(_Typed(*match.span(), match[0])) for match in WORD.finditer(text))


def _joined(typed: Sequence[_Typed], place: int) -> Iterator[_Candidate]:
    """With the word before or after: "tr inh"; two right words are not joined."""
    for first in (place - 1, place):
        if 0 <= first < len(typed) - 1:
            pair = typed[first : first + 2]
            together = "".join(word.word for word in pair)
            are_right = all(could_be_a_syllable(word.word) for word in pair)
            beside = pair[1].start - pair[0].end == _AMONG_SIGNS
            if beside and not are_right and could_be_a_syllable(together):
                yield _Candidate(first, first + 1, (together,), 1)


def _with_right_tone(word: str) -> str:
    return "" if could_be_a_syllable(word) else with_stopped_tone(word)


def _chosen(
    typed: Sequence[_Typed],
    candidates: Sequence[_Candidate],
    counts: Mapping[str, int],
    pairs: Pairs,
    *,
    has_marks: bool,
) -> list[_Candidate]:
    """The best for each word, none of which takes another's words."""
    letters = [folded(word.written) for word in typed]

    def beside(candidate: _Candidate) -> tuple[tuple[str, str], tuple[str, str]]:
        before = letters[candidate.first - 1] if candidate.first else ""
        after = letters[candidate.last + 1] if candidate.last + 1 < len(letters) else ""
        return (before, candidate.letters[0]), (candidate.letters[-1], after)

    def worth(candidate: _Candidate) -> float:
        rarest = min(counts[part] for part in candidate.letters)
        known = any(pair in pairs for pair in beside(candidate))
        return log1p(rarest) + (known - candidate.cost) * _STEP

    def stands(candidate: _Candidate) -> bool:
        rarest = min(counts[part] for part in candidate.letters)
        typed_here = counts[letters[candidate.first]]
        same = candidate.letters == (letters[candidate.first],)
        if candidate.pairs and not any(counts[pair] for pair in candidate.pairs):
            return False
        return rarest > 0 and (same or rarest >= _MUCH_COMMONER * typed_here)

    chosen, taken = list[_Candidate](), set[int]()
    for best in sorted(filter(stands, candidates), key=worth, reverse=True):
        places = set(range(best.first, best.last + 1))
        if taken.isdisjoint(places):
            taken |= places
            chosen.append(best)
            for place, part in zip((best.first, best.last), (0, -1), strict=True):
                letters[place] = best.letters[part]
    return [_with_marks(best, beside(best), pairs, has_marks) for best in chosen]


def _with_marks(
    candidate: _Candidate,
    beside: tuple[tuple[str, str], tuple[str, str]],
    pairs: Pairs,
    has_marks: bool,
) -> _Candidate:
    """Of keys without the key of a vowel ("chat1 luong75") the table knows the right marks; who
    types none is given none."""
    is_bare = marked(candidate.instead[0]) == candidate.letters[0]
    if len(candidate.instead) > 1 or (is_bare and not has_marks):
        return candidate
    before, after = beside
    if after in pairs:
        return _Candidate(candidate.first, candidate.last, (pairs[after][0],), candidate.cost)
    if before in pairs:
        return _Candidate(candidate.first, candidate.last, (pairs[before][1],), candidate.cost)
    return candidate


def _as_written(typed: str, instead: Sequence[str]) -> str:
    text = " ".join(instead)
    if len(typed) > 1 and typed.isupper():
        return text.upper()
    return text[:1].upper() + text[1:] if typed[:1].isupper() else text
