"""What counts as a word of Vietnamese, and which words are the same one.

The same code reads documents and questions, so nothing depends on an engine's own analysis.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from doccontrol.folding import fold

# Raised whenever the same text would give other words: an index built before is then refused.
ANALYSIS_VERSION = 2

WORD = re.compile(r"[^\W_]+")
# Between the words of a pair; no word has it.
PAIRED_BY = "_"
# Longer runs of letters are noise of scanning, and engines refuse very long terms.
LONGEST_WORD = 64
# grave, acute, tilde, hook above, dot below
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_VOCABULARY = 65_536
# Where i and y are two spellings of one syllable: as the whole rhyme (kí, ký; mĩ thuật, mỹ thuật),
# and after "qu" whatever follows (quít, quýt). "thúi" and "thúy" are two.
_TWO_SPELLINGS = re.compile(r"(?:[hklmstv]|qu)y$|quy(?=[a-zê])")


def compose(text: str) -> str:
    """The text in NFC. Offsets into words and folded text below are offsets into this."""
    return unicodedata.normalize("NFC", text)


def words(text: str) -> list[str]:
    """The words of a text as written. A syllable is a word: "chất lượng" is two."""
    return [word[:LONGEST_WORD] for word in WORD.findall(compose(text))]


@lru_cache(maxsize=_VOCABULARY)
def marked(word: str) -> str:
    """The word with its marks, in small letters, the tone written last.

    So the old and the new place of the tone (hoà, hòa; thuỷ, thủy) give one word, and so do i and
    y where they are one sound (kĩ, kỹ). The result is for comparing only, never for showing.
    """
    letters = unicodedata.normalize("NFD", word.lower())
    tones = "".join(letter for letter in letters if letter in _TONES)
    bare = "".join(letter for letter in letters if letter not in _TONES)
    return _one_spelling(unicodedata.normalize("NFC", bare)) + tones


@lru_cache(maxsize=_VOCABULARY)
def folded(word: str) -> str:
    """The word without marks, by which it is known however it is spelled: "đồng" is "dong", "ký"
    and "kí" are "ki". For comparing only, never for showing."""
    return _one_spelling(fold(word))


def letters(word: str) -> str:
    """The word as someone types it who leaves out all marks: "ký" is "ky"."""
    return fold(word)


def _one_spelling(syllable: str) -> str:
    if "y" not in syllable:
        return syllable
    return _TWO_SPELLINGS.sub(lambda match: match[0][:-1] + "i", syllable)


def bigrams(syllables: Sequence[str]) -> list[str]:
    """Neighbouring syllables joined, which stands in for word segmentation."""
    return [f"{first}{PAIRED_BY}{second}" for first, second in pairwise(syllables)]


class _LetterByLetter(dict[int, str]):
    """Folds one letter to exactly one letter, remembered as ``str.translate`` meets it."""

    def __missing__(self, codepoint: int) -> str:
        letter = chr(codepoint)
        bare = letter if letter.isspace() else fold(letter)
        self[codepoint] = bare if len(bare) == 1 else letter
        return self[codepoint]


_ALIGNED = _LetterByLetter()


def fold_aligned(text: str) -> str:
    """Composed text folded letter by letter, so that every offset stays what it was."""
    return text.translate(_ALIGNED)
