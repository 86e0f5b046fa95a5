"""Scans to read, made here: pages set by Typst, drawn as pictures, and what scanners do to them."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont

from tests.doccontrol.pdftext.files import FONTS

DOTS = 200  # an inch: what the scanners of agencies are set to
SEED = 20261122
RED, BLUE, BLACK = (215, 40, 50), (30, 40, 160), (20, 20, 20)


def pictures_of(pdf: bytes, dots: int = DOTS) -> list[Image.Image]:
    """The pages in grey."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dots / 72, grayscale=True).to_pil() for page in document]


def scanned(page: Image.Image, *, skew: float = 0.0, specks: int = 0) -> Image.Image:
    """Black on white, crooked by ``skew`` degrees counter-clockwise, with dust on it."""
    crooked = page.convert("L").rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
    black = crooked.point(lambda value: 255 * (value > 140))
    dust, pen = random.Random(SEED), ImageDraw.Draw(black)
    for _ in range(specks):
        x, y = dust.randrange(black.width), dust.randrange(black.height)
        pen.rectangle((x, y, x + dust.randint(0, 2), y + dust.randint(0, 2)), fill=0)
    return black.convert("1")


def as_pdf(pages: Sequence[Image.Image], dots: int = DOTS) -> bytes:
    written = io.BytesIO()
    pages[0].save(written, "PDF", resolution=dots, save_all=True, append_images=pages[1:])
    return written.getvalue()


def as_file(page: Image.Image, kind: str, **options: object) -> bytes:
    written = io.BytesIO()
    page.save(written, kind, **options)
    return written.getvalue()


def stamped(page: Image.Image, at: tuple[float, float], text: str = "", ink=RED) -> Image.Image:
    """With a round seal of 36 mm at ``at``, in shares of the page, and ``text`` stamped below."""
    ink_alone = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(ink_alone)
    x, y = at[0] * page.width, at[1] * page.height
    radius = 18 / 25.4 * DOTS
    for ring in (radius, 0.75 * radius):
        pen.ellipse((x - ring, y - ring, x + ring, y + ring), outline=ink, width=4)
    pen.regular_polygon((x, y, 0.35 * radius), 5, fill=ink)
    if text:
        font = ImageFont.truetype(FONTS / "LiberationSerif-Bold.ttf", 14 / 72 * DOTS)
        pen.text((x, y + 1.4 * radius), text, ink, font, anchor="mm")
    return ImageChops.multiply(page.convert("RGB"), ink_alone)
