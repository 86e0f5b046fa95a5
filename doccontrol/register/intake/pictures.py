"""The pages of an incoming file as pictures, and where their words stand: to look at beside what
was read."""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from doccontrol.jobs.outbox import Payload, handles
from doccontrol.jobs.working import every_day
from doccontrol.pdftext.limits import configured
from doccontrol.pdftext.pages import FileKind, Page, TextSource
from doccontrol.pdftext.process.child import Child
from doccontrol.register.intake import keeping
from doccontrol.register.intake.models import IncomingFile
from doccontrol.register.intake.page_rows import COLUMNS, page_of

# Pixels; any other width is answered with the next of these, so that the cache stays small.
WIDTHS = (480, 960, 1440)
KEPT_FOR = timedelta(days=30)
# Somebody waits for the page.
_SECONDS = 30
_READER = "doccontrol.register.intake.reader"
_OFFICE = (FileKind.DOC, FileKind.DOCX)


def page_image(row: IncomingFile, number: int, width: int) -> bytes | None:
    """Page ``number`` (from 1) as PNG, about ``width`` pixels wide; None where there is no picture
    of a page: an Office file, a refused file, a page that the file has not.

    Raises ``Unreadable`` and ``ReaderFailed``.
    """
    if row.kind in _OFFICE or not _has(row, number):
        return None
    width = next((wide for wide in WIDTHS if wide >= width), WIDTHS[-1])
    path = _folder() / row.sha256 / f"{number}-{width}.png"
    if not path.exists():
        source = keeping.path_of(row.sha256)
        _put(path, _child().call(f"{_READER}:picture", source, number, width))
    else:
        os.utime(path)
    return path.read_bytes()


def page_words(row: IncomingFile, number: int) -> Page | None:
    """The page with the place of each word; without words where nobody knows it (Office files).
    None for a page that the file has not. Raises ``Unreadable`` and ``ReaderFailed``."""
    kept = row.pages.filter(number=number).values(*COLUMNS).first()
    if kept is None:
        return None
    page = page_of(kept)
    if page.source != TextSource.LAYER or not keeping.path_of(row.sha256).exists():
        return page
    source = keeping.path_of(row.sha256)
    return replace(page, words=page_of(_child().call(f"{_READER}:words", source, number)).words)


@handles("forget_page_pictures", label=_("Clearing of old page pictures"))
def forget_page_pictures(payload: Payload) -> None:
    """Pictures that nobody has looked at for long are made again when they are asked for."""
    before = time.time() - KEPT_FOR.total_seconds()
    for path in _folder().glob("*/*.png"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


every_day("forget_page_pictures")


@cache
def _child() -> Child:
    """One for each process of the site: whoever pages through a file does not wait for its start,
    and pictures asked for at once are made one after the other."""
    limits = configured()
    return Child(replace(limits, seconds=min(limits.seconds, _SECONDS), total_seconds=_SECONDS))


def _folder() -> Path:
    folder: Path = settings.CACHE_DIR / "pages"
    return folder


def _has(row: IncomingFile, number: int) -> bool:
    return 1 <= number <= row.page_count and keeping.path_of(row.sha256).exists()


def _put(path: Path, content: bytes) -> None:
    """In one step: who looks meanwhile finds the whole picture or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)
