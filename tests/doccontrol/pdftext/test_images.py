"""Pictures as files: their pages, upright, in grey or colour, within limits."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageDraw

from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.scans import images
from tests.doccontrol.pdftext.scans import as_file

ROOM = (60, 60)


@pytest.fixture
def frame(tmp_path):
    def read(content: bytes, number: int = 1, room: tuple[int, int] = ROOM) -> Image.Image:
        path = tmp_path / "picture"
        path.write_bytes(content)
        with images.opened(path) as picture:
            return images.frame_of(picture, number, room)

    return read


def dark_above(mode: str) -> Image.Image:
    """60 by 40 pixels, the upper half black, the lower white."""
    picture = Image.new("L", (60, 40), "white")
    ImageDraw.Draw(picture).rectangle((0, 0, 59, 19), fill="black")
    if mode == "I;16":
        return picture.convert("I").point(lambda value: value * 257).convert("I;16")
    return picture.convert(mode)


def halves(picture: Image.Image) -> tuple[int, int]:
    grey = picture.convert("L")
    return grey.getpixel((5, 5)), grey.getpixel((grey.width - 5, grey.height - 5))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [(kind, mode) for kind in ("PNG", "TIFF") for mode in ("1", "L", "LA", "P", "RGB", "RGBA")]
    + [("TIFF", "CMYK"), ("JPEG", "L"), ("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "I;16")],
)
def test_every_kind_of_picture_comes_in_grey_or_in_colour(frame, kind, mode):
    picture = frame(as_file(dark_above(mode), kind))

    assert picture.mode in ("L", "RGB")
    assert picture.size == (60, 40)
    assert halves(picture) == pytest.approx((0, 255), abs=6)


def test_what_is_transparent_is_paper(frame):
    ink = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    ImageDraw.Draw(ink).rectangle((0, 0, 59, 19), fill=(0, 0, 0, 255))

    assert halves(frame(as_file(ink, "PNG"))) == (0, 255)


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_photograph_taken_sideways_is_turned_upright(frame, orientation):
    turned = dark_above("L").transpose(
        {
            3: Image.Transpose.ROTATE_180,
            6: Image.Transpose.ROTATE_90,
            8: Image.Transpose.ROTATE_270,
        }[orientation]
    )
    exif = Image.Exif()
    exif[0x0112] = orientation

    assert halves(frame(as_file(turned, "JPEG", exif=exif))) == pytest.approx((0, 255), abs=6)


def test_a_tiff_may_have_several_pages(frame):
    pages = [Image.new("L", (60, 40), shade) for shade in (10, 120, 230)]
    content = as_file(pages[0], "TIFF", save_all=True, append_images=pages[1:])

    assert [frame(content, number).getpixel((9, 9)) for number in (3, 1, 2)] == [230, 10, 120]


@pytest.mark.parametrize(
    ("room", "size"), [((30, 60), (30, 20)), ((60, 10), (15, 10)), ((600, 600), (600, 400))]
)
def test_it_is_as_large_as_fits_in_the_room(frame, room, size):
    assert frame(as_file(dark_above("L"), "PNG"), room=room).size == size


def refusal(frame, content: bytes, number: int = 1) -> str:
    with pytest.raises(Unreadable) as refused:
        frame(content, number)
    return refused.value.code


def test_more_pixels_than_the_limit_are_not_unpacked(frame, settings):
    settings.READING_LIMITS = {"pixels": 60 * 40}
    frame(as_file(dark_above("L"), "PNG"))

    settings.READING_LIMITS = {"pixels": 60 * 40 - 1}
    assert refusal(frame, as_file(dark_above("L"), "PNG")) == "unpacks-too-large"


def test_the_limit_holds_for_every_page_of_a_tiff(frame, settings):
    settings.READING_LIMITS = {"pixels": 3000}
    small, large = Image.new("L", (60, 40)), Image.new("L", (60, 60))
    content = as_file(small, "TIFF", save_all=True, append_images=[large])

    frame(content, 1)
    assert refusal(frame, content, 2) == "unpacks-too-large"


def test_a_bomb_is_known_by_what_it_says_of_itself(frame):
    assert refusal(frame, claiming(60_000, 60_000)) == "unpacks-too-large"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_cut_short_is_broken(frame, kind):
    content = as_file(Image.effect_noise((200, 200), 80), kind)

    assert refusal(frame, content[: len(content) // 2]) == "broken"


def test_a_page_that_is_not_there_is_broken(frame):
    assert refusal(frame, as_file(dark_above("L"), "PNG"), 2) == "broken"


def claiming(width: int, height: int) -> bytes:
    """A PNG that says it is so large."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checked = name + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    written = io.BytesIO(b"\x89PNG\r\n\x1a\n")
    written.seek(0, io.SEEK_END)
    written.write(chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)))
    written.write(chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b""))
    return written.getvalue()
