"""The straight lines drawn on a page of a PDF: what the tables on it are ruled with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ctypes import byref, c_float
from dataclasses import dataclass, field

import pypdfium2 as pdfium
from pypdfium2 import raw

from doccontrol.pdftext.pdf.glyphs import ToDisplay
from doccontrol.pdftext.pdf.placing import Rectangle

# In points. A thicker stroke is a bar or a shade; a shorter one part of a drawing or a dash.
_THICKEST = 3.0
_SHORTEST = 5.0
# Pages with more objects are maps and drawings.
_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 400

PICTURES = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)

# Its place in the order of drawing, its kind, itself, its box as displayed.
Shape = tuple[int, int, raw.FPDF_PAGEOBJECT, Rectangle]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A line from ``start`` to ``end``, at ``at`` on the other axis, as displayed."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Rulings:
    vertical: list[Ruling] = field(default_factory=list)
    horizontal: list[Ruling] = field(default_factory=list)

    def add(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Take a stroke or thin box for what it is; False if it is neither thin nor long."""
        across, down = right - left, bottom - top
        if across <= _THICKEST and down >= _SHORTEST:
            self.vertical.append(Ruling((left + right) / 2, top, bottom))
        elif down <= _THICKEST and across >= _SHORTEST:
            self.horizontal.append(Ruling((top + bottom) / 2, left, right))
        else:
            return across <= _THICKEST and down <= _THICKEST
        return True


def rulings_of(shapes: Iterable[Shape], place: ToDisplay) -> Rulings:
    """Straight strokes, thin filled boxes, and the edges of stroked boxes and grids."""
    found = Rulings()
    for _, kind, shape, box in shapes:
        if kind == raw.FPDF_PAGEOBJ_PATH and not found.add(*box):
            _add_edges(found, shape, place)
    return found


def picture_area(shapes: Iterable[Shape]) -> float:
    """How much pictures cover, in square points; one within a form counts as the form."""
    return sum(
        (right - left) * (bottom - top)
        for _, kind, _, (left, top, right, bottom) in shapes
        if kind in PICTURES
    )


def shapes_of(page: pdfium.PdfPage, place: ToDisplay, *kinds: int) -> Iterator[Shape]:
    """Objects of some kinds in the order in which they are drawn; none of a page that has too
    many."""
    count = raw.FPDFPage_CountObjects(page)
    if count > _MOST_OBJECTS:
        return
    left, bottom, right, top = sides = [c_float() for _ in range(4)]
    references = [byref(side) for side in sides]
    for index in range(count):
        shape = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(shape)
        if kind not in kinds:
            continue
        if raw.FPDFPageObj_GetBounds(shape, *references):
            yield index, kind, shape, place(left.value, bottom.value, right.value, top.value)


def _add_edges(rulings: Rulings, shape: raw.FPDF_PAGEOBJECT, place: ToDisplay) -> None:
    """The straight edges of a larger path, if they are drawn."""
    fill, stroke, matrix = raw.c_int(), raw.FPDF_BOOL(), raw.FS_MATRIX()
    count = raw.FPDFPath_CountSegments(shape)
    if (
        count > _MOST_SEGMENTS
        or not raw.FPDFPath_GetDrawMode(shape, byref(fill), byref(stroke))
        or not stroke.value
        or not raw.FPDFPageObj_GetMatrix(shape, byref(matrix))
    ):
        return
    x, y = c_float(), c_float()
    begin = last = (0.0, 0.0)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(shape, index)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            _add_edge(rulings, last, point, place)
        if raw.FPDFPathSegment_GetClose(segment):
            _add_edge(rulings, point, begin, place)
        last = point


def _add_edge(
    rulings: Rulings, start: tuple[float, float], end: tuple[float, float], place: ToDisplay
) -> None:
    (left, right), (low, high) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    rulings.add(*place(left, low, right, high))
