"""Is this text as it was printed, or what a bad recogniser left behind? Judged by syllables.

Old scanners put English OCR behind a page ("Quyt djnh", "ngày 10 tháng 10 nám"), and old Vietnamese
fonts leave other letters in a text layer ("Céng hßa x· héi"). Both break the rules of the
Vietnamese syllable: onset, rhyme and tone.
"""

from __future__ import annotations

import re
import unicodedata
from math import sqrt

from doccontrol.syllables import is_syllable

# One letter alone (a list's a, b, c) says nothing.
WORD = re.compile(r"[^\W\d_]{2,}")
# Nor does "QĐ", "HĐND".
ABBREVIATION = re.compile(r"[B-DF-HJ-NP-TV-XZĐ]{2,}")
# Letters that no font explains: the replacement character, private use, left-over controls.
UNEXPLAINED = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")

# Measured on pages of the Công báo and of ministries (words with marks that are syllables: 99 % or
# more; syllables with marks: 64 % or more) and on scanners' own layers (76 % and 34 %, or no mark
# at all). English prose has 16 % words that are syllables by chance.
LEAST_VALID = 0.95
FEW_WRONG = 2  # words glued together, names of other peoples
LEAST_MARKED = 0.5
MOST_IN_A_FOREIGN_TEXT = 0.4
MOST_UNEXPLAINED = 0.3


def share_of_vietnamese(text: str) -> float:
    """The share of words, from 0 to 1, that are Vietnamese syllables; 0 where there is no word."""
    words = _words(text)
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def is_trustworthy(text: str) -> bool:
    """Whether a page's text layer may stand for what is printed on it.

    Refused only on evidence: the fewer the words, the worse they must be, so that tables of
    numbers and pages of a few words pass. What has no marks is refused only if its words look like
    Vietnamese that lost them; another language passes.
    """
    if len(UNEXPLAINED.findall(text)) > MOST_UNEXPLAINED * len(text):
        return False
    words = _words(text)
    syllables = [word for word in words if is_syllable(word)]
    marked = [word for word in words if not word.isascii()]
    marked_syllables = [word for word in syllables if not word.isascii()]
    wrong = len(marked) - len(marked_syllables)
    if wrong > FEW_WRONG and _at_most(len(marked_syllables), len(marked)) < LEAST_VALID:
        return False
    return _at_most(len(marked_syllables), len(syllables)) >= LEAST_MARKED or len(
        syllables
    ) < MOST_IN_A_FOREIGN_TEXT * len(words)


def _words(text: str) -> list[str]:
    words = WORD.findall(unicodedata.normalize("NFC", text))
    return [word for word in words if not ABBREVIATION.fullmatch(word)]


def _at_most(hits: int, tries: int) -> float:
    """What a share may be, seen in so few tries: the upper end of its 95 % Wilson interval, 1 where
    nothing was tried."""
    if not tries:
        return 1.0
    share, z = hits / tries, 1.96
    middle = share + z * z / (2 * tries)
    margin = z * sqrt(share * (1 - share) / tries + z * z / (4 * tries * tries))
    return (middle + margin) / (1 + z * z / tries)
