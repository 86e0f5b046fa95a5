"""Pages as pictures: for the eye, and for recognition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from doccontrol.pdftext.kinds import kind_of
from doccontrol.pdftext.limits import configured
from doccontrol.pdftext.pages import FileKind
from doccontrol.pdftext.pdf import text_layer
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.scans import images

# Tesseract is at its best at about 300 dots per inch: an A4 page is then 3508 high.
_PIXELS_PER_POINT = 300 / 72
_A4_HIGH = 3508
# Pages may claim any size: a scan stored as 72 dots per inch claims four times its own.
_SHORTEST, _LONGEST = 2400, 5000
# Of a page for the eye.
_WIDEST, _HIGHEST = 3000, 6000
_QUICKLY = 3  # of zlib's levels


def pictures_of(
    path: Path, numbers: Iterable[int] | None = None
) -> Iterator[tuple[int, Image.Image]]:
    """The pages ``numbers`` (from 1; None for all) of a PDF or picture with their
    numbers, in grey or colour at about 300 dots per inch, one at a time.

    Raises ``Unreadable`` for what is refused or is no such file.
    """
    if _is_picture(path):
        with images.opened(path) as picture:
            for number in range(1, images.count_of(picture) + 1) if numbers is None else numbers:
                yield number, images.frame_of(picture, number, (_A4_HIGH, _A4_HIGH))
        return
    with text_layer.opened(path, configured()) as document:
        document.init_forms()
        for number in range(1, len(document) + 1) if numbers is None else numbers:
            yield number, _drawn(document, number, _for_recognition)


def render_page(path: Path, number: int, width: int) -> bytes:
    """The page ``number`` (from 1) of a PDF or picture as PNG, ``width`` pixels wide or as near as
    the page and the most that is drawn allow. Raises ``Unreadable``."""
    width = min(max(1, width), _WIDEST)
    if _is_picture(path):
        with images.opened(path) as picture:
            image = images.frame_of(picture, number, (width, _HIGHEST))
    else:
        with text_layer.opened(path, configured()) as document:
            document.init_forms()  # what a signature looks like belongs to its form field
            image = _drawn(
                document, number, lambda across, down: min(width / across, _HIGHEST / down)
            )
    written = BytesIO()
    image.save(written, "PNG", compress_level=_QUICKLY)
    return written.getvalue()


def _is_picture(path: Path) -> bool:
    kind = kind_of(path)
    if kind not in (FileKind.IMAGE, FileKind.PDF):
        raise Unreadable("unknown-kind")
    return kind == FileKind.IMAGE


def _for_recognition(across: float, down: float) -> float:
    longest = max(across, down)
    return min(_LONGEST, max(_SHORTEST, longest * _PIXELS_PER_POINT)) / longest


def _drawn(
    document: pdfium.PdfDocument, number: int, scale_of: Callable[[float, float], float]
) -> Image.Image:
    """The page in colour; ``scale_of`` its width and height in points is pixels per point."""
    try:
        page = document[number - 1]
    except pdfium.PdfiumError as error:
        raise Unreadable("broken") from error
    try:
        across, down = (max(side, 1.0) for side in page.get_size())
        bitmap = page.render(scale=scale_of(across, down))
        try:
            return bitmap.to_pil()
        finally:
            bitmap.close()
    finally:
        page.close()
