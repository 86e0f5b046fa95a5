"""Words with their places on the displayed page, in points from its top left corner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from doccontrol.pdftext.cleaning import raised

# Left, top, right, bottom.
Rectangle = tuple[float, float, float, float]


@dataclass(slots=True)
class Token:
    """What stands between two spaces. ``baseline`` is where its letters stand; the box is as high
    as its font in most files, as its letters in some. ``index`` is the place of its first letter
    in the file's own count, ``angle`` the direction of its letters in the space of the PDF."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    index: int = field(default=-1, kw_only=True)
    angle: float = field(default=0.0, kw_only=True)

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


# What stands before a word in its line ("", " " or tabs), and the word.
Line = list[tuple[str, Token]]

# Words stand in one line whose baselines differ by less than this share of their height: a raised
# footnote mark does, the next line set solid does not.
_SAME_LINE = 0.6
# A footnote mark stands higher by at least this share.
_RAISED = 0.15
# One with a space before it is also smaller than this, and no longer.
_SMALL, _MARK_DIGITS = 0.85, 3
# What follows a word without a space, and how near it then stands: after a footnote mark pdfium
# sees a space where there is none.
_CLOSING, _TOUCHING = frozenset(".,;:!?)]}”’"), 0.1


def lines_of(tokens: Iterable[Token]) -> list[list[Token]]:
    """The lines in which ``tokens`` stand, from above; each from left to right."""
    lines: list[list[Token]] = []
    baseline = height = 0.0
    for token in sorted(tokens, key=lambda token: token.baseline):
        own_height = token.bottom - token.top
        if lines and token.baseline - baseline < _SAME_LINE * max(height, own_height):
            lines[-1].append(token)
        else:
            lines.append([token])
            baseline, height = token.baseline, own_height
    for line in lines:
        line.sort(key=lambda token: token.left)
    return lines


def spaced(tokens: Sequence[Token], before: str = "") -> Line:
    """``tokens`` as one line with spaces between them; ``before`` stands before the first."""
    _raise_marks(tokens)
    line = [(" ", token) for token in tokens]
    for place, (left, right) in enumerate(pairwise(tokens), start=1):
        if right.text[0] in _CLOSING and right.left - left.right < _TOUCHING * right.height:
            line[place] = ("", right)
    if line:
        line[0] = (before, tokens[0])
    return line


def _raise_marks(tokens: Sequence[Token]) -> None:
    """A number set small and high beside a word is a footnote mark."""
    for place, token in enumerate(tokens):
        if len(token.text) <= _MARK_DIGITS and token.text.isdecimal() and len(tokens) > 1:
            beside = tokens[place - 1] if place else tokens[1]
            if token.height < _SMALL * beside.height and is_raised(token.baseline, beside):
                token.text = raised(token.text)


def is_raised(foot: float, beside: Token) -> bool:
    """Whether a digit that stands on ``foot`` is set high beside a word."""
    return beside.baseline - foot > _RAISED * beside.height
