"""The text of files that belong to editions: read once by the worker, kept under their hash.

Attachments never change, so what was read of one stays right for ever, and building the index anew
reads no file again. Until a file is read, its edition is found by all that is not in the file.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from doccontrol.documents.models.editions import Attachment
from doccontrol.jobs.outbox import Payload, handles, owe
from doccontrol.jobs.working import at_start
from doccontrol.pdftext.limits import configured
from doccontrol.pdftext.process.child import Child
from doccontrol.pdftext.refusals import DOUBTFUL, ReaderFailed, Unreadable

logger = logging.getLogger(__name__)

READ_JOB = "read_attachments"
# Raised whenever files are read better than before: then all are read again.
VERSION = 1
# Nobody waits for it, but other jobs of the worker wait for its end.
_SECONDS = 60
_READER = "search.index.attachment_reading:letters"


def text_of(attachment: Attachment) -> str:
    """What stands in the file; "" while it has not been read, and if it cannot be."""
    try:
        return _place(attachment.sha256).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def is_read(attachment: Attachment) -> bool:
    return _place(attachment.sha256).exists()


@handles(READ_JOB, label=_("Reading of attached files for search"), patience=1)
def read_attachments(payload: Payload) -> None:
    """Read what is unread of one edition, and owe the index every edition that has such a file."""
    unread = [
        attachment
        for attachment in Attachment.objects.filter(edition=payload["edition"])
        if not is_read(attachment)
    ]
    if not unread:
        return
    failures = list(_read_all(unread))
    hashes = {attachment.sha256 for attachment in unread}
    having = Attachment.objects.filter(sha256__in=hashes).order_by()
    for edition in having.values_list("edition", flat=True).distinct():
        owe("index_edition", str(edition), edition=edition)
    if failures:  # after what could be read: the job is tried again for the rest
        raise failures[0]


def _read_all(unread: Iterable[Attachment]) -> Iterator[ReaderFailed]:
    """Each on its own: a fault of ours at one file keeps no other from being read."""
    with Child(replace(configured(), seconds=_SECONDS, total_seconds=_SECONDS)) as child:
        for attachment in unread:
            try:
                _read(attachment, child)
            except ReaderFailed as failure:
                yield failure


@at_start
def owe_unread() -> None:
    """The first start, a new version that reads better, or a cache that somebody has emptied."""
    attachments = Attachment.objects.order_by("edition").only("edition", "sha256")
    owe_reading(
        {attachment.edition_id for attachment in attachments.iterator() if not is_read(attachment)}
    )


def owe_reading(editions: Iterable[int]) -> None:
    for edition in sorted(editions):
        owe(READ_JOB, str(edition), edition=edition)


def _read(attachment: Attachment, child: Child) -> None:
    """A file that cannot be read has no text: it is not tried again at every start. One that took
    too long or too much is: the machine may have been busy. Raises ReaderFailed."""
    with tempfile.TemporaryDirectory() as folder:
        # A copy under no name of anybody's: storage need not be a disk.
        copy = Path(folder) / "file"
        with attachment.file.open("rb") as file, copy.open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        try:
            text = child.call(_READER, copy)
        except Unreadable as reason:
            logger.info("%s is found by its name only: %s", attachment, reason.code)
            if reason.code in DOUBTFUL:
                return
            text = ""
    _keep(attachment.sha256, text)


def _keep(sha256: str, text: str) -> None:
    """In one step: a reader finds all of it or nothing."""
    place = _place(sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=place.parent, prefix="arriving-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(place)


def _place(sha256: str) -> Path:
    return Path(settings.CACHE_DIR) / f"attachment-texts-{VERSION}" / f"{sha256}.txt"
