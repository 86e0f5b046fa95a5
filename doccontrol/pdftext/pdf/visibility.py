"""Which words of a page are seen: not those set without ink, in white, below a cover, on a layer
that is switched off, or too small to be read.

Most pages give no cause to doubt, and are not looked at. Where there is one, the page is drawn: a
word is seen where its place is not of one colour.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Sequence
from ctypes import c_uint, c_ulong
from dataclasses import dataclass
from typing import cast

import pypdfium2 as pdfium
from PIL import Image, ImageStat
from pypdfium2 import raw

from doccontrol.pdftext.pdf.placing import Rectangle, Token
from doccontrol.pdftext.pdf.rulings import Shape

_WITHOUT_INK = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_WHITE, _OPAQUE = 235, 255
# Pixels a point, of the page drawn to be looked at; A0 and larger are drawn smaller.
_SCALE, _LONGEST = 1.4, 3000
# Of 255 shades: so much do letters differ from their paper at least.
_LEAST_CONTRAST = 24
_BRIGHT = 235.0
# Lower letters, in points, are read by nobody.
_LOWEST = 1.6
# Part of a word's box that is looked at: rulings and underlines touch its edges.
_EDGE = 0.15
_LEAST_COVER = 5.0
_MOST_COVERS = 500
_LAYER = "OC"


@dataclass(frozen=True, slots=True)
class _Ink:
    """How the letters of one text object are set."""

    address: int
    is_missing: bool
    is_white: bool
    layer: str | None  # None: on none


@dataclass(slots=True)
class Shapes:
    """What a page shows beside its letters: pictures, and what is filled and opaque with its place
    in the order of drawing."""

    pictures: list[Rectangle]
    covers: list[tuple[int, Rectangle]]
    has_forms: bool


class Visibility:
    """Of one page, turned clockwise by ``turn`` for its tokens; ``layers`` names those of the file
    that are switched off, and is asked only where something may lie on one."""

    def __init__(
        self,
        page: pdfium.PdfPage,
        textpage: pdfium.PdfTextPage,
        turn: int,
        shapes: Shapes,
        layers: Callable[[], frozenset[str]],
    ) -> None:
        self._page = page
        self._textpage = textpage
        self._turn = turn
        self._shapes = shapes
        self._layers = layers
        self._off: frozenset[str] = frozenset()
        self._inks: dict[int, _Ink] = {}
        self._order: dict[int, int] | None = None
        self._drawn: Image.Image | None = None
        self._scale = 1.0

    def seen(self, tokens: Sequence[Token]) -> list[Token]:
        """Of ``tokens`` those that are; what is not of the page's own text is."""
        inks = [self._ink(token) for token in tokens]
        if self._shapes.has_forms or any(ink and ink.layer is not None for ink in inks):
            self._off = self._layers()
        pairs = zip(tokens, inks, strict=True)
        return [token for token, ink in pairs if ink is None or self._is_seen(token, ink)]

    def _is_seen(self, token: Token, ink: _Ink) -> bool:
        if token.height < _LOWEST and len(token.text) > 1:
            return False
        if ink.is_missing:
            # What a recogniser set behind the picture of a page.
            return any(_holds(picture, token) for picture in self._shapes.pictures)
        if ink.layer in self._off:
            return False
        if ink.is_white:
            return self._shows_letters(token, on_shade=True)
        if self._off or self._is_covered(token, ink):
            return self._shows_letters(token)
        return True

    def _ink(self, token: Token) -> _Ink | None:
        if token.index < 0:
            return None
        shown = raw.FPDFText_GetTextObject(self._textpage.raw, token.index)
        if not shown:
            return None
        address = ctypes.addressof(shown.contents)
        if address not in self._inks:
            self._inks[address] = _ink_of(shown, address)
        return self._inks[address]

    def _is_covered(self, token: Token, ink: _Ink) -> bool:
        """Whether something opaque was drawn over it later."""
        if not any(_holds(cover, token) for _, cover in self._shapes.covers):
            return False
        if self._order is None:
            self._order = {
                ctypes.addressof(raw.FPDFPage_GetObject(self._page, index).contents): index
                for index in range(raw.FPDFPage_CountObjects(self._page))
            }
        drawn = self._order.get(ink.address)
        return drawn is not None and any(
            later > drawn and _holds(cover, token) for later, cover in self._shapes.covers
        )

    def _patch(self, token: Token) -> Image.Image | None:
        if self._drawn is None:
            longest = max(self._page.get_size())
            self._scale = min(_SCALE, _LONGEST / max(longest, 1.0))
            # ``get_rotation`` is in what is drawn already.
            further = (self._turn - self._page.get_rotation()) % 360
            self._drawn = self._page.render(
                scale=self._scale, rotation=further, grayscale=True
            ).to_pil()
        inset = _EDGE * token.height
        box = (
            max(int((token.left + inset / 2) * self._scale), 0),
            max(int((token.top + inset) * self._scale), 0),
            min(int((token.right - inset / 2) * self._scale) + 1, self._drawn.width),
            min(int((token.bottom - inset) * self._scale) + 1, self._drawn.height),
        )
        return self._drawn.crop(box) if box[0] < box[2] and box[1] < box[3] else None

    def _shows_letters(self, token: Token, *, on_shade: bool = False) -> bool:
        """Whether its place is of more than one shade; ``on_shade``: and not of a bright one."""
        patch = self._patch(token)
        if patch is None:
            return False
        lowest, highest = cast(tuple[int, int], patch.getextrema())
        is_too_bright = on_shade and ImageStat.Stat(patch).mean[0] >= _BRIGHT
        return highest - lowest >= _LEAST_CONTRAST and not is_too_bright


def _ink_of(shown: raw.FPDF_PAGEOBJECT, address: int) -> _Ink:
    mode = raw.FPDFTextObj_GetTextRenderMode(shown)
    red, green, blue, alpha = shades = c_uint(), c_uint(), c_uint(), c_uint()
    is_filled = mode in (raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_CLIP)
    is_known = raw.FPDFPageObj_GetFillColor(shown, *map(ctypes.byref, shades))
    is_faint = bool(is_known) and alpha.value < _OPAQUE - _WHITE
    is_white = bool(is_known) and min(red.value, green.value, blue.value) >= _WHITE
    return _Ink(
        address, mode in _WITHOUT_INK, is_filled and (is_white or is_faint), _layer_of(shown)
    )


def _layer_of(shown: raw.FPDF_PAGEOBJECT) -> str | None:
    """The name of the layer on which it lies, "" for one that has none; None for no layer."""
    for index in range(min(max(raw.FPDFPageObj_CountMarks(shown), 0), 20)):
        mark = raw.FPDFPageObj_GetMark(shown, index)
        if mark and _answer_of(raw.FPDFPageObjMark_GetName, mark) == _LAYER:
            return _answer_of(raw.FPDFPageObjMark_GetParamStringValue, mark, b"Name")
    return None


def _answer_of(ask: Callable[..., int], *arguments: object) -> str:
    buffer, length = (ctypes.c_ushort * 256)(), c_ulong()
    if not ask(*arguments, buffer, ctypes.sizeof(buffer), ctypes.byref(length)):
        return ""
    return bytes(buffer)[: length.value].decode("utf-16-le", "replace").rstrip("\0")


def shapes_among(shapes: Iterable[Shape]) -> Shapes:
    found = Shapes([], [], False)
    for index, kind, shape, box in shapes:
        found.has_forms |= kind == raw.FPDF_PAGEOBJ_FORM
        if kind == raw.FPDF_PAGEOBJ_PATH:
            if len(found.covers) < _MOST_COVERS and _is_cover(shape, box):
                found.covers.append((index, box))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE or _has_a_picture(shape):
            found.pictures.append(box)
    return found


def _has_a_picture(form: raw.FPDF_PAGEOBJECT) -> bool:
    count = min(max(raw.FPDFFormObj_CountObjects(form), 0), _MOST_COVERS)
    inside = (raw.FPDFFormObj_GetObject(form, index) for index in range(count))
    pictures = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)
    return any(raw.FPDFPageObj_GetType(shape) in pictures for shape in inside)


def _is_cover(shape: raw.FPDF_PAGEOBJECT, box: Rectangle) -> bool:
    """Whether a shape is filled, opaque and as high as letters."""
    if min(box[2] - box[0], box[3] - box[1]) < _LEAST_COVER:
        return False
    fill, stroke = ctypes.c_int(), raw.FPDF_BOOL()
    drawn = raw.FPDFPath_GetDrawMode(shape, ctypes.byref(fill), ctypes.byref(stroke))
    if not drawn or fill.value == raw.FPDF_FILLMODE_NONE:
        return False
    shades = c_uint(), c_uint(), c_uint(), c_uint()
    is_known = raw.FPDFPageObj_GetFillColor(shape, *map(ctypes.byref, shades))
    return bool(is_known) and shades[3].value >= _OPAQUE


def _holds(box: Rectangle, token: Token) -> bool:
    across, down = token.centre
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]
