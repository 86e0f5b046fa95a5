"""Tesseract as a process of its own: a picture in, words out. Nothing is written to disk."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from itertools import pairwise
from statistics import median

from PIL import Image

from doccontrol.pdftext.cleaning import cleaned
from doccontrol.pdftext.limits import configured
from doccontrol.pdftext.pdf.placing import Rectangle, Token
from doccontrol.pdftext.refusals import ReaderFailed, Unreadable
from doccontrol.pdftext.scans.installed import LANGUAGE

_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "TMPDIR")
_WORD = "5"  # the level of a row in its table
# Degrees clockwise that make a page upright.
_ROTATE = re.compile(rb"^Rotate: (90|180|270)$", re.M)
_ORIENTATION_CONFIDENCE = re.compile(rb"^Orientation confidence: ([\d.]+)$", re.M)
_SURE_OF_ORIENTATION = 2.0
# What the lines of tables are taken for.
_RULES = "|¦"
# A gap so many times as wide as its line is high is no space between words.
_WIDE = 1.5
# Below the baseline, as a share of what is above it.
_DESCENT = 0.25

# Text, place in the picture, confidence.
_Cell = tuple[str, Rectangle, float]


class Layout(StrEnum):
    """What tesseract is told of a picture: its "page segmentation modes"."""

    PAGE = "3"
    BLOCK = "6"
    SPARSE = "11"


@dataclass(slots=True)
class Recognised(Token):
    """A word in pixels of its picture. Its height is that of its line, so that letters without
    ascenders do not make it low; ``ink`` is where its letters are. ``confidence`` is 0 to 1."""

    ink: Rectangle
    confidence: float

    def in_larger(self, scale: float, left: float = 0, top: float = 0) -> Recognised:
        """Its place in the picture of which this one is a part, from ``left`` and ``top``, made
        smaller by ``scale``."""
        x, y, x2, y2 = self.ink
        ink = (left + x / scale, top + y / scale, left + x2 / scale, top + y2 / scale)
        own_top, bottom, baseline = (
            top + place / scale for place in (self.top, self.bottom, self.baseline)
        )
        return Recognised(
            self.text, ink[0], own_top, ink[2], bottom, baseline, ink, self.confidence
        )


def words_of(image: Image.Image, layout: Layout = Layout.PAGE) -> list[Recognised]:
    """The words of a greyscale picture of about 300 dots per inch, line by line.

    Raises ``Unreadable("too-slow")`` beyond the time of one page, ``Unreadable("broken")`` where
    tesseract gives up.
    """
    table = _run(image, "-l", LANGUAGE, "--psm", layout, "tsv")
    return list(_words(table.decode("utf-8", "replace").splitlines()))


def turn_of(image: Image.Image) -> int:
    """By how many degrees clockwise the picture is to be turned to be upright: 0 where tesseract
    does not know."""
    try:
        said = _run(image, "-l", "osd", "--psm", "0")
    except Unreadable:
        return 0  # too few letters, or the data for it is not installed
    sure = _ORIENTATION_CONFIDENCE.search(said)
    turn = _ROTATE.search(said)
    return int(turn[1]) if turn and sure and float(sure[1]) >= _SURE_OF_ORIENTATION else 0


def _run(image: Image.Image, *arguments: str) -> bytes:
    program = shutil.which("tesseract")
    if program is None:
        raise Unreadable("needs-tesseract")
    picture = BytesIO()
    image.save(picture, "PPM")
    # One thread each: two processes use two cores better than the threads of one.
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment["OMP_THREAD_LIMIT"] = "1"
    try:
        done = subprocess.run(  # noqa: S603 - no shell, words of our own
            [
                program,
                "stdin",
                "stdout",
                "--dpi",
                "300",
                *arguments,
            ],
            input=picture.getbuffer(),
            capture_output=True,
            timeout=configured().seconds,
            env=environment,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("too-slow") from error
    except subprocess.CalledProcessError as error:
        if error.returncode < 0:
            raise ReaderFailed(f"tesseract died of signal {-error.returncode}") from error
        raise Unreadable("broken") from error
    return done.stdout


def _words(table: Iterable[str]) -> Iterator[Recognised]:
    lines: dict[tuple[str, ...], list[_Cell]] = defaultdict(list)
    for row in csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) == 12 and row[0] == _WORD and (text := cleaned(row[11]).strip(_RULES)):
            left, top, width, height = map(float, row[6:10])
            box = (left, top, left + width, top + height)
            lines[tuple(row[2:5])].append((text, box, float(row[10]) / 100))
    for line in lines.values():
        for part in _parts(line):
            # Letters with ascenders, and letters without descenders, whatever specks are on them.
            top, baseline = (
                _quarter(box[1] for _, box, _ in part),
                _quarter(box[3] for _, box, _ in part),
            )
            bottom = baseline + _DESCENT * (baseline - top)
            for text, ink, confidence in part:
                yield Recognised(text, ink[0], top, ink[2], bottom, baseline, ink, confidence)


def _parts(line: list[_Cell]) -> Iterator[list[_Cell]]:
    """The line cut at its wide gaps: columns beside each other need not stand at one height."""
    widest = _WIDE * median(box[3] - box[1] for _, box, _ in line)
    start = 0
    for place, ((_, left, _), (_, right, _)) in enumerate(pairwise(line), start=1):
        if right[0] - left[2] > widest:
            yield line[start:place]
            start = place
    yield line[start:]


def _quarter(values: Iterable[float]) -> float:
    """The value that a quarter of them do not reach."""
    ordered = sorted(values)
    return ordered[len(ordered) // 4]
