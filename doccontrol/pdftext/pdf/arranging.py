"""The order in which the words of a page are read: columns side by side are kept apart.

A letterhead ("CHÍNH PHỦ … | CỘNG HÒA …") and a block of signatures ("Nơi nhận … | TM. …") are
read down the left side, then down the right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median

from doccontrol.pdftext.pdf.placing import Line, Token, lines_of, spaced

# Measured by the height of the letters, about 1.1 of their size in points.
_GUTTER = 0.7  # what is empty between two columns, at least
_WIDER_THAN_SPACES = 2.2  # and wider than the spaces of its line, by this
_TAB = 1.8  # a gap within a line that is no mere space
_COLUMN = 4.5  # a narrower column is a row of numbers or bullets before their texts
_ABOVE, _BELOW = 1.0, 2.0  # empty height between the lines of one column, at most
_FAR = 8.0  # and with more do not: room for a signature and a seal
# Parts of one band overlap so much: lines set solid overlap less.
_OVERLAP = 0.25
# Longer than a letterhead or signatures: rows of a list, to be read across.
_MOST_ROWS = 15
_MOST_COLUMNS = 3

Gap = tuple[float, float]


@dataclass(slots=True)
class Segment:
    """Words of one line with no more than spaces between them."""

    tokens: list[Token]
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(slots=True)
class Band:
    """Segments that overlap in height: a line of the page, or lines of columns side by side."""

    segments: list[Segment]
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return max(segment.height for segment in self.segments)

    def is_beyond(self, gutter: Gap) -> bool:
        """Whether all of it stands to the right of ``gutter``."""
        return all(segment.left >= gutter[1] for segment in self.segments)

    def is_before(self, gutter: Gap) -> bool:
        return all(segment.right <= gutter[0] for segment in self.segments)

    def has_both_sides_of(self, gutter: Gap) -> bool:
        return not self.is_beyond(gutter) and not self.is_before(gutter)

    def free(self) -> list[Gap]:
        """The empty stretches across the page."""
        gaps, reach = [], -inf
        for segment in sorted(self.segments, key=lambda segment: segment.left):
            if segment.left > reach:
                gaps.append((reach, segment.left))
            reach = max(reach, segment.right)
        return [*gaps, (reach, inf)]


def arranged(tokens: Sequence[Token]) -> Iterator[Line]:
    """The lines of ``tokens`` in reading order."""
    bands = _bands([segment for line in lines_of(tokens) for segment in _segments(line)])
    at = 0
    while at < len(bands):
        block = _block(bands, at)
        if block is None:
            yield from _across(bands[at].segments)
            at += 1
        else:
            yield from block.lines()
            at += len(block.bands)


def _segments(line: Sequence[Token]) -> Iterator[Segment]:
    gaps = [right.left - left.right for left, right in pairwise(line)]
    height = max(token.height for token in line)
    least = max(_GUTTER * height, _WIDER_THAN_SPACES * median(gaps) if len(gaps) > 3 else 0.0)
    start = 0
    for place, gap in enumerate([*gaps, inf], start=1):
        if gap > least:
            part = list(line[start:place])
            start = place
            yield Segment(
                part,
                part[0].left,
                min(token.top for token in part),
                part[-1].right,
                max(token.bottom for token in part),
            )


def _bands(segments: Sequence[Segment]) -> list[Band]:
    bands: list[Band] = []
    for segment in sorted(segments, key=lambda segment: segment.top):
        if bands:
            last = bands[-1]
            overlap = min(last.bottom, segment.bottom) - segment.top
            if overlap > _OVERLAP * segment.height:
                last.segments.append(segment)
                last.bottom = max(last.bottom, segment.bottom)
                continue
        bands.append(Band([segment], segment.top, segment.bottom))
    return bands


def _across(segments: Sequence[Segment]) -> Iterator[Line]:
    """Line by line from left to right, a tab for a wide gap."""
    if len(segments) == 1:
        yield spaced(segments[0].tokens)
        return
    for line in lines_of(_tokens(segments)):
        spread = spaced(line)
        for place, (left, right) in enumerate(pairwise(line), start=1):
            if right.left - left.right > _TAB * right.height:
                spread[place] = ("\t", right)
        yield spread


@dataclass(slots=True)
class Block:
    """Bands that leave the same gutters empty."""

    bands: list[Band]
    gutters: list[Gap]

    def columns(self) -> list[list[Segment]]:
        """The segments left of the first gutter, between it and the second, and so on."""
        columns: list[list[Segment]] = [[] for _ in range(len(self.gutters) + 1)]
        for band in self.bands:
            for segment in band.segments:
                beyond = sum(segment.left >= left for left, _ in self.gutters)
                columns[beyond].append(segment)
        return columns

    def is_list(self) -> bool:
        """Whether its rows belong together: many of them, many columns, or labels before
        what they say."""
        rows = sum(band.has_both_sides_of(self.gutters[0]) for band in self.bands)
        if rows > _MOST_ROWS or len(self.gutters) >= _MOST_COLUMNS:
            return True
        labels = [segment.tokens[-1].text.endswith(":") for segment in self.columns()[0]]
        return len(labels) > 1 and sum(labels) > len(labels) / 2

    def lines(self) -> Iterator[Line]:
        if self.is_list():
            for band in self.bands:
                yield from _across(band.segments)
        else:
            for column in self.columns():
                yield from _across(column)


def _block(bands: Sequence[Band], start: int) -> Block | None:
    """The columns that begin with the band at ``start``, if there are any."""
    first = start
    if len(bands[start].segments) == 1:
        # The right column may begin above the left one.
        first += 1
        if first == len(bands) or _apart(bands[start], bands[first]) > _ABOVE:
            return None
    gaps = _gaps(bands[first])
    if start < first:
        gaps = _common(gaps, bands[start].free(), _GUTTER * bands[start].height)
    end, gutters = first + 1, gaps
    for place in range(first + 1, len(bands)):
        gaps = _common(gaps, bands[place].free(), _GUTTER * bands[place].height)
        if not gaps or _apart(bands[place - 1], bands[place]) > _FAR:
            break
        if any(bands[place].has_both_sides_of(gap) for gap in gaps):
            end, gutters = place + 1, gaps
    return _checked(bands, start, first, end, gutters)


def _checked(
    bands: Sequence[Band], start: int, first: int, end: int, gutters: list[Gap]
) -> Block | None:
    """The block, if its gutters part columns; what goes on below in its left one is added."""
    shared = bands[first:end]
    often = [gap for gap in gutters if sum(band.has_both_sides_of(gap) for band in shared) > 1]
    if not often and gutters:
        widest = max(gutters, key=lambda gap: gap[1] - gap[0])
        often = [widest] if widest[1] - widest[0] > _TAB * bands[first].height else []
    if not often or (start < first and not bands[start].is_beyond(often[-1])):
        return None
    end = _goes_on_until(bands, end, often[0])
    block = Block(list(bands[start:end]), often)
    lines = sum(len(lines_of(_tokens(band.segments))) for band in block.bands)
    return block if lines > 1 and all(map(_is_column, block.columns())) else None


def _goes_on_until(bands: Sequence[Band], end: int, gutter: Gap) -> int:
    """The end of the left column: only lines beside the gutter, and none far below, may follow.
    Lines of the right column that come after it are in order anyway."""
    gaps = [gutter]
    for place in range(end, len(bands)):
        band = bands[place]
        gaps = _common(gaps, band.free(), _GUTTER * band.height)
        if not gaps or len(band.segments) > 1 or _apart(bands[place - 1], band) > _BELOW:
            break
        if band.is_before(gaps[0]):
            end = place + 1
    return end


def _is_column(segments: Sequence[Segment]) -> bool:
    return any(segment.right - segment.left > _COLUMN * segment.height for segment in segments)


def _gaps(band: Band) -> list[Gap]:
    return [gap for gap in band.free() if -inf < gap[0] and gap[1] < inf]


def _common(gaps: Sequence[Gap], free: Sequence[Gap], least: float) -> list[Gap]:
    both = [(max(gap[0], other[0]), min(gap[1], other[1])) for gap in gaps for other in free]
    return [gap for gap in both if gap[1] - gap[0] > least]


def _apart(above: Band, below: Band) -> float:
    """The empty height between two bands, measured by the lower one's lines."""
    return (below.top - above.bottom) / below.height


def _tokens(segments: Sequence[Segment]) -> list[Token]:
    return [token for segment in segments for token in segment.tokens]
