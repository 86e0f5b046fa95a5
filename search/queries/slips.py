"""What a wrongly typed word may have been: by the rules of the keyboard and of the syllable.

Telex and VNI write marks with letters and digits ("chaats", "cha6t1"); where the keyboard program
is off they stay. Other slips are one letter away, or a blank too few.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from doccontrol.syllables import OPEN, STOPPED, TONES, is_syllable
from search.text import folded, letters

VOWELS = "aeiouyăâêôơư"
_FOLDED = frozenset(form(syllable) for syllable in OPEN | STOPPED for form in (letters, folded))
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300\u0301\u0303\u0309\u0323"
_TELEX_TONES = {"s": _ACUTE, "f": _GRAVE, "r": _HOOK, "x": _TILDE, "j": _DOT}
_VNI_TONES = {"1": _ACUTE, "2": _GRAVE, "3": _HOOK, "4": _TILDE, "5": _DOT}
_VNI_LETTERS = {
    "6": {"a": "â", "e": "ê", "o": "ô"},
    "7": {"u": "ư", "o": "ơ"},
    "8": {"a": "ă"},
    "9": {"d": "đ"},
}
_TELEX_LETTERS = {"a": {"a": "â"}, "e": {"e": "ê"}, "o": {"o": "ô"}, "d": {"d": "đ"}}
_TELEX_LETTERS["w"] = {"a": "ă", "o": "ơ", "u": "ư"}
_LETTERS = "abcdeghiklmnopqrstuvxyđ"
# Sounds that many take for one another, in writing too; and neighbours on the keyboard.
_CONFUSED = ("s x", "ch tr", "d gi", "d r", "gi r", "l n", "i y", "c k", "g gh", "ng ngh", "c t")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LONGEST_SLIP = 12
_LONGEST_RUN, _MOST_JOINED = 30, 5


def could_be_a_syllable(word: str) -> bool:
    """With right marks, or with none at all."""
    return word in _FOLDED or is_syllable(word)


def as_telex(word: str) -> str:
    """The syllable that the keys make; empty if they make none, or change nothing."""
    return _by_keys(word, _TELEX_LETTERS, _TELEX_TONES)


def as_vni(word: str) -> str:
    return _by_keys(word, _VNI_LETTERS, _VNI_TONES)


def neighbours(word: str) -> Iterator[tuple[int, str]]:
    """Syllables one letter away, each with how likely the slip is: the smaller, the likelier."""
    if not 2 <= len(word) <= _LONGEST_SLIP:
        return
    met = {word}
    for cost, near in _one_letter_away(word):
        if near not in met and could_be_a_syllable(near):
            met.add(near)
            yield cost, near


def apart(run: str) -> list[list[str]]:
    """The ways to read a run of letters as syllables, at least two, the fewest first."""
    if not 4 <= len(run) <= _LONGEST_RUN:
        return []
    ways: list[list[list[str]]] = [[[]]]
    for end in range(1, len(run) + 1):
        ways.append([])
        for start in range(max(0, end - 7), end):
            syllable = run[start:end]
            if (len(syllable) > 1 or syllable in VOWELS) and could_be_a_syllable(syllable):
                ways[end] += [[*way, syllable] for way in ways[start] if len(way) < _MOST_JOINED]
    splits = [way for way in ways[-1] if len(way) > 1 and max(map(len, way)) > 1]
    return sorted(splits, key=lambda way: (len(way), sum(len(part) == 1 for part in way)))


def _by_keys(word: str, letters: dict[str, dict[str, str]], tones: dict[str, str]) -> str:
    """Keys may come right after their letter or at the end of the word."""
    typed, tone = "", ""
    for key in word:
        if any(vowel in VOWELS for vowel in typed) and key in tones and not tone:
            tone = tones[key]
        elif marked := _with_mark(typed, letters.get(key, {})):
            typed = marked
        else:
            typed += key
    made = _with_tone(typed, tone)
    return made if made != word and is_syllable(made) else ""


def _with_mark(typed: str, marks: dict[str, str]) -> str:
    """Its mark on the last letter that takes one; "uo" takes two horns. Empty if none does."""
    if "ư" in marks.values() and (horned := re.sub(r"u(o)(?!.*uo)", "ươ", typed)) != typed:
        return horned
    place = max((typed.rfind(letter) for letter in marks), default=-1)
    if place < 0 or (typed[place] == "d" and place != 0):
        return ""
    return typed[:place] + marks[typed[place]] + typed[place + 1 :]


def _with_tone(syllable: str, tone: str) -> str:
    """Old placement ("hòa", "thúy"), as most keyboards have it."""
    onset = re.match(r"qu|gi(?=[aeiouyăâêôơư])|[^aeiouyăâêôơư]*", syllable)
    start = onset.end() if onset else 0
    rhyme = re.match(f"[{VOWELS}]*", syllable[start:])
    vowels = rhyme[0] if rhyme else ""
    if not tone or not vowels:
        return syllable
    with_marks = [place for place, letter in enumerate(vowels) if letter in "ăâêôơư"]
    closed = start + len(vowels) < len(syllable)
    place = len(vowels) - 1 if closed else max(0, len(vowels) - 2)
    place = start + (with_marks[-1] if with_marks else place)
    return unicodedata.normalize("NFC", syllable[: place + 1] + tone + syllable[place + 1 :])


def with_stopped_tone(word: str) -> str:
    """A syllable that ends in a stop bears no other tone than these; of the two the commoner."""
    bare = unicodedata.normalize("NFC", TONES.sub("", unicodedata.normalize("NFD", word)))
    return _with_tone(bare, _ACUTE) if bare in STOPPED else ""


def _one_letter_away(word: str) -> Iterator[tuple[int, str]]:
    for first, other in (pair.split() for pair in _CONFUSED):
        for wrong, right in ((first, other), (other, first)):
            for match in re.finditer(wrong, word):
                yield 0, word[: match.start()] + right + word[match.end() :]
    for place in range(len(word)):
        before, letter, after = word[:place], word[place], word[place + 1 :]
        if after:
            yield 0, before + after[0] + letter + after[1:]
        yield (0 if before.endswith(letter) else 1), before + after
        for instead in _LETTERS:
            near = any(
                abs(row.find(letter) - row.find(instead)) == 1
                for row in _KEYS
                if letter in row and instead in row
            )
            yield (1 if near else 2), before + instead + after
            yield 2, before + instead + letter + after
    for more in _LETTERS:
        yield 1, word + more
