"""What to believe of recognised words: specks, handwriting, names among seals and signatures."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from statistics import fmean

from doccontrol.pdftext.pdf.placing import Rectangle
from doccontrol.pdftext.scans.tesseract import Recognised
from doccontrol.syllables import is_syllable

# Specks and strokes of pens come as signs rather than letters, and tesseract doubts them itself;
# or as a line of its own, of a letter or two that it doubts even more.
_DOUBTED, _UNSURE, _FEW_LETTERS = 0.7, 0.3, 4
_DASHES, _PUNCTUATION = frozenset("-–—"), frozenset("-–—+•*.,;:!?()[]/%&=<>≤≥“”\"'’…")
# A word that only a second look found.
_SURE = 0.85
# Two words stand at the same place if they share this much of the smaller one.
_SAME_PLACE = 0.4
_WIDER = 1.3


def sureness(words: Sequence[Recognised]) -> float:
    """The mean confidence of ``words`` by their length; 1 where there are none."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 1.0


def plausible(words: Iterable[Recognised]) -> list[Recognised]:
    """Without what is no word of the page: specks, strokes of pens, lines of tables."""
    kept: list[Recognised] = []
    for _, line in groupby(words, key=lambda word: (word.top, word.bottom)):
        part = list(line)
        letters = _letters("".join(word.text for word in part))
        if letters > _FEW_LETTERS or sureness(part) >= _UNSURE:
            kept += filter(_is_plausible, part)
    return kept


def _is_plausible(word: Recognised) -> bool:
    letters = _letters(word.text)
    if 2 * letters >= len(word.text) or set(word.text) <= _DASHES:
        return True
    is_strange = any(not _letters(sign) and sign not in _PUNCTUATION for sign in word.text)
    return not is_strange and (letters > 0 or word.confidence >= _DOUBTED)


def _letters(text: str) -> int:
    """How many letters and digits; an accent alone ("ˆ") is none."""
    return sum(sign.isalnum() and unicodedata.category(sign) != "Lm" for sign in text)


def sure_lines(words: Iterable[Recognised]) -> Iterator[Recognised]:
    """Of what was read among seals and signatures the lines that surely are words, two or more:
    the round text of a seal never is, a name under it is."""
    for _, line in groupby(words, key=lambda word: (word.top, word.bottom)):
        part = list(line)
        if len(part) > 1 and all(
            word.confidence >= _SURE and is_syllable(word.text.strip(".,")) for word in part
        ):
            yield from part


def missed(words: Sequence[Recognised], again: Iterable[Recognised]) -> list[Recognised]:
    """What only the second look has, at places where ``words`` have nothing."""
    return [
        other for other in again if not any(_at_same_place(word.ink, other.ink) for word in words)
    ]


def confirmed(
    words: Sequence[Recognised], again: Sequence[Recognised], down_to: float
) -> list[Recognised]:
    """``words`` after a second look, at another size, at those that stand above ``down_to``.

    Print is read alike twice, handwriting hardly ever: where digits differ, the word is believed
    as little as both looks together deserve. Sure words that only the second look has are added.
    """
    for word in words:
        digits = _digits(word.text)
        if not digits or word.ink[3] > down_to:
            continue
        others = [other for other in again if _at_same_place(word.ink, other.ink)]
        seen = _digits("".join(other.text for other in others))
        # One word now may have been several then.
        if seen != digits and not (digits in seen and _reach(others) > _WIDER * _reach([word])):
            word.confidence *= fmean([other.confidence for other in others] or [0.0])
    sure = [other for other in plausible(again) if other.confidence >= _SURE]
    return [*words, *missed(words, sure)]


def _reach(words: Sequence[Recognised]) -> float:
    return max(word.ink[2] for word in words) - min(word.ink[0] for word in words)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _at_same_place(left: Rectangle, other: Rectangle) -> bool:
    across = min(left[2], other[2]) - max(left[0], other[0])
    down = min(left[3], other[3]) - max(left[1], other[1])
    if across <= 0 or down <= 0:
        return False
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (left, other))
    return across * down >= _SAME_PLACE * smaller
