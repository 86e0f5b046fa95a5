"""A page as a picture made ready for recognition, and the way back from it onto the page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import cos, radians, sin, tan
from typing import Self

from PIL import Image, ImageChops, ImageOps

from doccontrol.pdftext.pages import Box
from doccontrol.pdftext.pdf.placing import Rectangle

# The page as so many upright bands, each reduced to one column of pixels: sheared instead of
# turned, and lines of text that lie level leave the sharpest edges.
_BANDS, _ROWS = 32, 1200
_MOST_SKEW, _COARSE, _FINE = 5.0, 0.5, 0.1  # degrees
_SHEARED = 60  # rows at the top and at the bottom that shearing leaves empty
_STRAIGHT = 0.4  # what tesseract does as well without being helped
_MARGIN = 0.05  # of the page: the edge of the sheet and of the scanner's lid are no lines
_WHITE = 255
# Red ink is redder than it is anything else by this much, of 255, on so many of 10,000 pixels.
_RED, _SOME_RED = 60, 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """``image`` is greyscale, without red ink, its lines level; ``red`` is the red ink alone,
    black on white, if there is any."""

    image: Image.Image
    red: Image.Image | None
    size: tuple[int, int]  # of the page, in pixels, before any turning
    skew: float = 0.0  # by how many degrees it was turned counter-clockwise
    turn: int = 0  # and then clockwise: 0, 90, 180 or 270

    @classmethod
    def of(cls, picture: Image.Image) -> Self:
        grey, red = inks_of(picture)
        skew = skew_of(grey)
        if abs(skew) < _STRAIGHT:
            return cls(grey, red, picture.size)
        return cls(_rotated(grey, skew), red and _rotated(red, skew), picture.size, skew)

    def turned(self, degrees: int) -> Self:
        """Turned clockwise by a multiple of 90 degrees."""
        image = self.image.rotate(-degrees, expand=True)
        return replace(self, image=image, red=None, turn=degrees)

    def on_page(self, box: Rectangle) -> Box:
        """Where on the page, as displayed, ``box`` of the picture is: its middle to the pixel, its
        size as on the picture, so that a long word on a crooked page has no high box."""
        width, height = box[2] - box[0], box[3] - box[1]
        x, y = self._unturned((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        if self.turn in (90, 270):
            width, height = height, width
        across, down = self.size
        angle = radians(self.skew)
        dx, dy = x - across / 2, y - down / 2
        x = across / 2 + dx * cos(angle) - dy * sin(angle)
        y = down / 2 + dx * sin(angle) + dy * cos(angle)
        return (
            _share(x - width / 2, across),
            _share(y - height / 2, down),
            _share(x + width / 2, across),
            _share(y + height / 2, down),
        )

    def _unturned(self, x: float, y: float) -> tuple[float, float]:
        across, down = self.size
        match self.turn:
            case 90:
                return y, down - x
            case 180:
                return across - x, down - y
            case 270:
                return across - y, x
            case _:
                return x, y


def inks_of(picture: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """The picture in grey without its red ink, which is that of seals and stamps; and the red ink
    alone, where there is some: names are stamped in red too."""
    if picture.mode != "RGB":
        return picture.convert("L"), None
    red, green, blue = picture.split()
    # What red ink covers of black letters stays dark: it is dark in red light too.
    ink = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    if _share_above(ink, _RED) * 10_000 < _SOME_RED:
        return red, None
    return ImageChops.add(red, ink), ink.point(
        lambda value: max(0, _WHITE - value * _WHITE // (2 * _RED))
    )


def skew_of(grey: Image.Image) -> float:
    """By how many degrees counter-clockwise ``grey`` is to be turned for its lines to be level;
    0 for a blank page."""
    across, down = grey.size
    middle = (
        int(across * _MARGIN), int(down * _MARGIN),
        int(across * (1 - _MARGIN)), int(down * (1 - _MARGIN)),
    )  # fmt: skip
    bands = ImageOps.invert(grey.resize((_BANDS, _ROWS), Image.Resampling.BOX, middle))
    rise = across / down * _ROWS / _BANDS  # rows from one band to the next, at 45 degrees

    def sharpness(degrees: float) -> int:
        slope = tan(radians(degrees)) * rise
        shear = (1, 0, 0, slope, 1, -slope * _BANDS / 2)
        sheared = bands.transform(
            bands.size, Image.Transform.AFFINE, shear, Image.Resampling.BILINEAR
        )
        rows = sheared.resize((1, _ROWS), Image.Resampling.BOX).tobytes()
        return sum((above - below) ** 2 for above, below in pairwise(rows[_SHEARED:-_SHEARED]))

    # Of angles that are as good the least: on a blank page all are.
    def best(centre: float, reach: float, step: float) -> float:
        count = round(reach / step)
        angles = [centre + place * step for place in range(-count, count + 1)]
        return max(angles, key=lambda degrees: (sharpness(degrees), -abs(degrees)))

    return round(best(best(0.0, _MOST_SKEW, _COARSE), _COARSE - _FINE, _FINE), 1)


def _rotated(image: Image.Image, degrees: float) -> Image.Image:
    return image.rotate(degrees, Image.Resampling.BILINEAR, fillcolor=_WHITE)


def _share_above(image: Image.Image, value: int) -> float:
    counts = image.histogram()
    return sum(counts[value + 1 :]) / max(1, sum(counts))


def _share(place: float, whole: float) -> float:
    return min(1.0, max(0.0, place / whole))
