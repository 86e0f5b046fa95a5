"""The pages of a JPEG, PNG or TIFF file as pictures; a TIFF may have several."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps

from doccontrol.pdftext.limits import configured
from doccontrol.pdftext.refusals import Unreadable, is_of_the_machine

# What Pillow raises for bytes that only look like a picture.
_BROKEN = (OSError, ValueError, SyntaxError, KeyError, TypeError, EOFError, IndexError)
_DEEP = ("I", "F")  # more than 8 bits of grey; modes begin so
_PLAIN = ("L", "RGB")


@contextmanager
def opened(path: Path) -> Iterator[Image.Image]:
    """The picture, not yet unpacked; raises ``Unreadable`` where it is broken, here or while it
    is open."""
    try:
        # The size is judged by our own limit.
        with (
            warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning),
            Image.open(path, formats=["JPEG", "PNG", "TIFF"]) as picture,
        ):
            yield picture
    except Image.DecompressionBombError as error:
        raise Unreadable("unpacks-too-large") from error
    except _BROKEN as error:
        if is_of_the_machine(error):
            raise
        raise Unreadable("broken") from error


def count_of(picture: Image.Image) -> int:
    """How many pages it has."""
    return getattr(picture, "n_frames", 1)


def frame_of(picture: Image.Image, number: int, room: tuple[int, int]) -> Image.Image:
    """The page ``number`` (from 1) upright, in grey or in colour on white, as large as fits in
    ``room``: width and height in pixels. Raises ``Unreadable`` beyond the limit on pixels."""
    picture.seek(number - 1)
    if picture.width * picture.height > configured().pixels:
        raise Unreadable("unpacks-too-large")
    picture.draft(None, (max(room), max(room)))  # a JPEG is unpacked no larger than is needed
    plain = _plain(ImageOps.exif_transpose(picture))
    scale = min(room[0] / plain.width, room[1] / plain.height)
    size = (max(1, round(plain.width * scale)), max(1, round(plain.height * scale)))
    return plain.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _plain(picture: Image.Image) -> Image.Image:
    if picture.mode in _PLAIN:
        return picture
    if picture.mode.startswith(_DEEP):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode == "1":
        return picture.convert("L")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")
