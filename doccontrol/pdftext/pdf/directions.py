"""Words that run in another direction than the text: stamps, watermarks, the edge of a page.

They are no part of its lines. Turned words in a cell of a table belong to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from math import degrees
from statistics import median

import pypdfium2 as pdfium
from pypdfium2 import raw

from doccontrol.pdftext.pdf.glyphs import ASKEW
from doccontrol.pdftext.pdf.grids import Grid
from doccontrol.pdftext.pdf.placing import Token

_QUARTER, _WHOLE = 90, 360
_MOST_SAMPLES = 120
# Letters so much larger than those of the page, with words of it in their midst, lie below them.
_LARGE = 2.5


def turn_of_text(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> int:
    """How far the page is to be turned clockwise, in quarters, for most of its letters to stand
    upright; as it is displayed if no direction prevails."""
    count = textpage.count_chars()
    turns: Counter[int] = Counter()
    for index in range(0, count, max(count // _MOST_SAMPLES, 1)):
        if raw.FPDFText_GetUnicode(textpage.raw, index) <= ord(" "):
            continue
        angle = degrees(max(raw.FPDFText_GetCharAngle(textpage.raw, index), 0.0))
        quarter = round(angle / _QUARTER) * _QUARTER
        if abs(angle - quarter) <= ASKEW:
            turns[-quarter % _WHOLE] += 1
    displayed = page.get_rotation()
    if not turns:
        return displayed
    turn, letters = turns.most_common(1)[0]
    return turn if 2 * letters > sum(turns.values()) else displayed


def parted(
    tokens: Sequence[Token], grids: Sequence[Grid], turn: int
) -> tuple[list[Token], list[str]]:
    """The words of the text, and what runs in another direction or lies large below it."""
    upright: list[Token] = []
    aside: list[str] = []
    for angle, group in groupby(tokens, key=lambda token: _quantised(token.angle + turn)):
        words = list(group)
        if not angle:
            upright += words
            continue
        phrase = _joined(words)
        if angle % _QUARTER == 0 and any(grid.holds(phrase) for grid in grids):
            upright.append(phrase)
        else:
            aside.append(phrase.text)
    text, below = _without_large(upright)
    return text, [*aside, *below]


def _quantised(angle: float) -> int:
    """0 for the direction of the text, a quarter for one across it, else whole degrees."""
    nearest = round(angle / _QUARTER) * _QUARTER
    kept = nearest if abs(angle - nearest) <= ASKEW else round(angle)
    return kept % _WHOLE


def _joined(words: Sequence[Token]) -> Token:
    bottom = max(word.bottom for word in words)
    return Token(
        " ".join(word.text for word in words),
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        bottom,
        bottom,
        index=words[0].index,
    )


def _without_large(tokens: list[Token]) -> tuple[list[Token], list[str]]:
    if not tokens:
        return tokens, []
    usual = median(token.height for token in tokens)
    large = [token for token in tokens if token.height > _LARGE * usual]
    small = [token for token in tokens if token.height <= _LARGE * usual]
    below = [token for token in large if any(_holds(token, other) for other in small)]
    lines = {id(token) for token in below}
    kept = [token for token in tokens if id(token) not in lines]
    return kept, [" ".join(token.text for token in below)] if below else []


def _holds(large: Token, small: Token) -> bool:
    across, down = small.centre
    return large.left < across < large.right and large.top < down < large.bottom
