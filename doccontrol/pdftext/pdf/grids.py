"""Tables found by their rulings, and the cell of each word."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from doccontrol.pdftext.pdf.placing import Line, Token, lines_of, spaced
from doccontrol.pdftext.pdf.rulings import Ruling, Rulings

# Rulings closer than this, in points, are one: cells draw their own borders beside each other.
_NEAR = 3.5
# A table has fewer rulings across and down than this; more are hatching.
_MOST_LINES = 400

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: where its columns and rows begin and end, and which rulings part them."""

    across: list[float]
    down: list[float]
    vertical: list[Ruling]
    horizontal: list[Ruling]

    @property
    def top(self) -> float:
        return self.down[0]

    @property
    def row_count(self) -> int:
        return len(self.down) - 1

    def holds(self, token: Token) -> bool:
        x, y = token.centre
        return self.across[0] < x < self.across[-1] and self.down[0] < y < self.down[-1]

    def place(self, token: Token) -> Cell:
        """The row and column in which the word stands, spans not counted."""
        x, y = token.centre
        return bisect_right(self.down, y) - 1, bisect_right(self.across, x) - 1

    def beginning(self, cell: Cell) -> Cell:
        """Where the cell begins that spans ``cell``: up and left until a ruling."""
        row, column = cell
        middle = (self.across[column] + self.across[column + 1]) / 2
        while row > 0 and not _is_ruled(self.horizontal, self.down[row], middle):
            row -= 1
        middle = (self.down[row] + self.down[row + 1]) / 2
        while column > 0 and not _is_ruled(self.vertical, self.across[column], middle):
            column -= 1
        return row, column

    def columns_of(self, row: int) -> list[int]:
        """The columns in which cells begin in ``row``."""
        middle = (self.down[row] + self.down[row + 1]) / 2
        inner = range(1, len(self.across) - 1)
        return [0, *(n for n in inner if _is_ruled(self.vertical, self.across[n], middle))]

    def lines(self, tokens: Iterable[Token]) -> Iterator[Line]:
        """Each row as one line with tabs between its cells. A single row only sets texts side by
        side: its cells come one after the other."""
        by_place: defaultdict[Cell, list[Token]] = defaultdict(list)
        for token in tokens:
            by_place[self.place(token)].append(token)
        words: defaultdict[Cell, list[Token]] = defaultdict(list)
        for place, here in by_place.items():
            words[self.beginning(place)] += here
        if self.row_count == 1:
            for cell in sorted(words):
                yield from map(spaced, lines_of(words[cell]))
            return
        for row in range(self.row_count):
            line: Line = []
            tabs = 0
            for column in self.columns_of(row):
                if within := [word for part in lines_of(words[row, column]) for word in part]:
                    line += spaced(within, before="\t" * tabs)
                    tabs = 0
                tabs += 1
            if line:
                yield line


def grids_of(rulings: Rulings) -> list[Grid]:
    """The tables from above. A frame around one text is none."""
    vertical, horizontal = _joined(rulings.vertical), _joined(rulings.horizontal)
    if max(len(vertical), len(horizontal)) > _MOST_LINES:
        return []
    grids = []
    for sides, levels in _meeting(vertical, horizontal):
        across, down = _places(sides), _places(levels)
        if len(across) > 1 and len(down) > 1 and len(across) + len(down) > 4:
            grids.append(Grid(across, down, sides, levels))
    return sorted(grids, key=lambda grid: grid.top)


def _joined(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Pieces of one line as one."""
    joined: list[Ruling] = []
    by_place: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda ruling: ruling.at):
        if by_place and ruling.at - by_place[-1][0].at < _NEAR:
            by_place[-1].append(ruling)
        else:
            by_place.append([ruling])
    for pieces in by_place:
        at = sum(piece.at for piece in pieces) / len(pieces)
        start = end = None
        for piece in sorted(pieces, key=lambda piece: piece.start):
            if start is None or end is None:
                start, end = piece.start, piece.end
            elif piece.start <= end + _NEAR:
                end = max(end, piece.end)
            else:
                joined.append(Ruling(at, start, end))
                start, end = piece.start, piece.end
        if start is not None and end is not None:
            joined.append(Ruling(at, start, end))
    return joined


def _meeting(
    vertical: Sequence[Ruling], horizontal: Sequence[Ruling]
) -> Iterator[tuple[list[Ruling], list[Ruling]]]:
    """Groups of lines that touch each other, straight or by way of others."""
    left = set(range(len(vertical)))
    while left:
        sides, levels = {left.pop()}, set[int]()
        grown = True
        while grown:
            found = {
                n for n, level in enumerate(horizontal)
                if n not in levels and any(_meet(vertical[side], level) for side in sides)
            }  # fmt: skip
            levels |= found
            more = {n for n in left if any(_meet(vertical[n], horizontal[m]) for m in found)}
            left -= more
            sides |= more
            grown = bool(found)
        yield [vertical[n] for n in sides], [horizontal[n] for n in levels]


def _meet(vertical: Ruling, horizontal: Ruling) -> bool:
    return _reaches(vertical, horizontal.at) and _reaches(horizontal, vertical.at)


def _reaches(ruling: Ruling, place: float) -> bool:
    return ruling.start - _NEAR <= place <= ruling.end + _NEAR


def _is_ruled(rulings: Iterable[Ruling], at: float, place: float) -> bool:
    """Whether a line at ``at`` runs past ``place``."""
    return any(abs(r.at - at) < _NEAR and r.start <= place <= r.end for r in rulings)


def _places(rulings: Iterable[Ruling]) -> list[float]:
    places: list[float] = []
    for at in sorted(ruling.at for ruling in rulings):
        if not places or at - places[-1] >= _NEAR:
            places.append(at)
    return places
