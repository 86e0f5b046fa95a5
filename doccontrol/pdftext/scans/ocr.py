"""Scans: from the picture of a page to its words, with their places and how sure they are."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import cast

from PIL import Image, ImageFilter, ImageOps

from doccontrol.pdftext.pages import Page, TextSource, Word
from doccontrol.pdftext.pdf.arranging import arranged
from doccontrol.pdftext.scans.plausibility import confirmed, missed, plausible, sure_lines, sureness
from doccontrol.pdftext.scans.prepared_pages import Sheet
from doccontrol.pdftext.scans.rendering import pictures_of
from doccontrol.pdftext.scans.tesseract import Layout, Recognised, turn_of, words_of

_PROCESSES = min(4, os.cpu_count() or 1)
# Pages take from half a second to several: with so many ready no process waits for a slow one.
_AHEAD = 2 * _PROCESSES
# Below this the page lies on its side, or is so noisy that smoothing helps.
_UNSURE = 0.6
_SMOOTH = 1.2  # pixels
# Of the height of a page: its number and date if it is the first, and the room for signatures.
# Both are looked at once more, in another size.
_LETTERHEAD, _SIGNATURE = 0.22, 0.27
_OTHER_SIZE = 2 / 3
# In squares so wide that are so dark there is red ink, not merely a red tint of paper or ink.
_GRAIN, _DENSE, _WHITE = 16, 40, 255
# What is left of a name under a seal may look like a whole one.
_HALF_HIDDEN = 0.7
_RECIPIENTS = re.compile("n[oơớờ]i nhận:?", re.I)


def recognise_pages(path: Path | str, numbers: Iterable[int] | None = None) -> Iterator[Page]:
    """The pages ``numbers`` (from 1; None for all) of a PDF or picture, in that order, each as
    soon as it is done. ``numbers`` is asked for the next one only a few pages ahead, and no more
    than those are in memory.

    Raises ``Unreadable``; with "needs-tesseract" where ``installed.available`` is false.
    """
    waiting: deque[_Looks] = deque()
    with ThreadPoolExecutor(_PROCESSES) as threads:
        try:
            for number, picture in pictures_of(Path(path), numbers):
                waiting.append(_Looks.begun(threads, number, picture))
                del picture  # in colour it is three times as large as what is waited for
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().page()
            while waiting:
                yield waiting.popleft().page()
        finally:
            threads.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Looks:
    """What is being recognised of one page."""

    number: int
    whole: Future[tuple[Sheet, list[Recognised]]]
    letterhead: Future[list[Recognised]] | None
    red: Future[list[Recognised]] | None

    @classmethod
    def begun(cls, threads: ThreadPoolExecutor, number: int, picture: Image.Image) -> _Looks:
        sheet = Sheet.of(picture)
        return cls(
            number,
            threads.submit(_whole, sheet),
            threads.submit(_letterhead, sheet.image) if number == 1 else None,
            threads.submit(_stamps, sheet.red) if sheet.red else None,
        )

    def page(self) -> Page:
        sheet, words = self.whole.result()
        if not sheet.turn:
            if self.letterhead:
                down_to = sheet.image.height * _LETTERHEAD
                words = confirmed(words, self.letterhead.result(), down_to)
            if self.red:
                words += missed(words, sure_lines(self.red.result()))
        return _page(self.number, sheet, words)


def _whole(sheet: Sheet) -> tuple[Sheet, list[Recognised]]:
    """The words of the page, turned upright if it lies on its side."""
    words = words_of(sheet.image)
    if sureness(words) < _UNSURE:
        if turn := turn_of(sheet.image):
            sheet = sheet.turned(turn)
            words = words_of(sheet.image)
        else:
            smoothed = sheet.image.filter(ImageFilter.GaussianBlur(_SMOOTH))
            words = max(words, words_of(smoothed), key=sureness)
    words = plausible(words)
    signers = missed(words, sure_lines(_signature(sheet.image, words)))
    for word in signers:
        word.confidence *= _HALF_HIDDEN
    return sheet, words + signers


def _letterhead(image: Image.Image) -> list[Recognised]:
    return _again(image, (0, 0, image.width, round(image.height * _LETTERHEAD)), Layout.BLOCK)


def _signature(image: Image.Image, words: Sequence[Recognised]) -> list[Recognised]:
    """Beside and below the recipients ("Nơi nhận:"): tesseract takes a seal with all that is
    under it for a picture."""
    for before, word in pairwise(words):
        if _RECIPIENTS.fullmatch(f"{before.text} {word.text}"):
            top = max(0, round(word.top - word.height))
            down = min(image.height, round(top + image.height * _SIGNATURE))
            return _again(image, (round(word.right), top, image.width, down), Layout.SPARSE)
    return []


def _stamps(red: Image.Image) -> list[Recognised]:
    """Where the red ink is: on a page of white tesseract does not find four words."""
    ink = ImageOps.invert(red).reduce(_GRAIN).point(lambda value: _WHITE * (value > _DENSE))
    box = ink.getbbox()
    if box is None:
        return []
    left, top, right, bottom = (place * _GRAIN for place in box)
    right, bottom = min(right + _GRAIN, red.width), min(bottom + _GRAIN, red.height)
    return _again(red, (max(0, left - _GRAIN), max(0, top - _GRAIN), right, bottom), Layout.SPARSE)


def _again(image: Image.Image, part: tuple[int, int, int, int], layout: Layout) -> list[Recognised]:
    """The words of a part of the picture, looked at in another size."""
    left, top, right, bottom = part
    size = round((right - left) * _OTHER_SIZE), round((bottom - top) * _OTHER_SIZE)
    if min(size) < 1:
        return []
    smaller = image.resize(size, Image.Resampling.BICUBIC, part)
    return [word.in_larger(_OTHER_SIZE, left, top) for word in words_of(smaller, layout)]


def _page(number: int, sheet: Sheet, recognised: Sequence[Recognised]) -> Page:
    parts: list[str] = []
    words: list[Word] = []
    at = 0
    for line in arranged(recognised):
        for before, token in line:
            word = cast(Recognised, token)
            start = at + len(before)
            at = start + len(word.text)
            parts += (before, word.text)
            words.append(Word(start, at, sheet.on_page(word.ink), word.confidence))
        parts.append("\n")
        at += 1
    return Page(number, "".join(parts[:-1]), TextSource.OCR, tuple(words))
