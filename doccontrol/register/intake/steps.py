"""From a kept file to what was read of it, in steps that can be repeated and resumed.

A step ends within minutes, so that nothing waits long behind it; a long scan takes many. What is
done stands in the rows: whoever takes the next step needs to know nothing else.

A file that is at fault itself is refused; a fault of ours is said on its row and raised, so that
the outbox tries again and the job is seen to fail. Neither gives up a byte.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from doccontrol.pdftext.limits import Limits, configured
from doccontrol.pdftext.pages import TextSource
from doccontrol.pdftext.process.child import Child
from doccontrol.pdftext.refusals import DOUBTFUL, FAULT, Unreadable
from doccontrol.pdftext.scans import installed
from doccontrol.pdftext.word import legacy
from doccontrol.register.deriving.after_changes import announce
from doccontrol.register.intake import keeping
from doccontrol.register.intake.actions import hand_back, note_fault, refuse, set_aside, take_up
from doccontrol.register.intake.models import IncomingFile, IncomingFileQuerySet, IncomingPage
from doccontrol.register.intake.page_rows import COLUMNS

logger = logging.getLogger(__name__)

COPY_SUFFIX = "-ocr.pdf"
# Raised whenever files are read better than before: ``read_texts --all`` reads them again.
VERSION = 2
# No further page is begun in one slice of recognition after so long.
SLICE_SECONDS = 10
# The longest step, in seconds: other jobs of the worker wait for its end.
STEP_SECONDS = 540
# What asks for too much is refused when it has done so this often: a busy machine does, too.
ATTEMPTS_IN_DOUBT = 2
_TELL_EVERY = 0.5  # seconds
_NOTES = "notes"
_READER = "doccontrol.register.intake.reader"
State = IncomingFile.State


class Step(StrEnum):
    EXTRACT = "extract"  # the text that is in the file
    RECOGNISE = "recognise"  # some of the pages that are pictures
    READ = "read"  # number, dates, relations: from the text of all pages
    COPY = "copy"  # of a scan, with its text behind the pictures


class NotReadYet(Exception):
    """Something failed on this machine. The file is kept, its row says so, and the outbox tries
    again."""

    def __init__(self, row: IncomingFile, attempts: int, cause: Exception) -> None:
        super().__init__(f"{row} is kept and not read yet (attempt {attempts}): {cause!r}")


# Long, or of no use to whoever waits for the reading: other files come first.
PATIENT = {Step.RECOGNISE, Step.COPY}
# What each code that begins with "needs-" asks of the machine.
_MEANS = {"needs-tesseract": installed, "needs-libreoffice": legacy}


def next_step(row: IncomingFile) -> Step | None:
    """What is to be done with the file, as it stands in the database; None if nothing is."""
    if row.state in (State.WAITING, State.READING):
        if not row.kind:
            return Step.EXTRACT
        return Step.RECOGNISE if installed.available() and _pictures_of(row).exists() else Step.READ
    if row.state == State.READ and not row.searchable and _recognised_of(row).exists():
        return Step.COPY
    return None


def carry_on(pk: int) -> Step | None:
    """Take the next step of the file, and the quick ones that follow.

    Returns the patient step that is left, if one is. A file that cannot be read is refused or set
    aside; what is no fault of the file raises NotReadYet, lost bytes FileNotFoundError.
    """
    row = IncomingFile.objects.get(pk=pk)
    if row.state == State.REFUSED:  # by a worker that ended before it gave the inbox its copy
        hand_back(row)
        return None
    if row.refusal == FAULT:
        take_up(row)
        row.refresh_from_db()
    step = next_step(row)
    with Child(_limits()) as child:
        while step is not None:
            if not keeping.path_of(row.sha256).exists():
                raise FileNotFoundError(f"{row}: {keeping.path_of(row.sha256)} is gone")
            if not _take(step, row, child):
                return None
            row.refresh_from_db()
            step = next_step(row)
            if step in PATIENT:
                return step
    return None


def read_now(row: IncomingFile) -> IncomingFile:
    """All steps at once; returns the row as it then stands. Raises NotReadYet and
    FileNotFoundError."""
    while carry_on(row.pk) is not None:
        pass
    row.refresh_from_db()
    return row


def could_be_read_better() -> Iterator[IncomingFile]:
    """Files of which something is unread that this machine can read by now, and about which
    nobody has decided: what was decided about stays as it was shown."""
    unread = IncomingFile.objects.filter(refusal__in=_MEANS, decided_on__isnull=True)
    for row in unread.order_by("pk"):
        if _MEANS[row.refusal].available():
            yield row


def to_be_tried_again() -> Iterator[IncomingFile]:
    """Files that a fault of ours kept from being read: it may be mended by now."""
    files = IncomingFile.objects.with_a_fault_of_ours().filter(decided_on__isnull=True)
    yield from files.order_by("pk")


def read_by_an_older_version() -> IncomingFileQuerySet:
    return IncomingFile.objects.for_triage().exclude(reading__version=VERSION).order_by("pk")


def _limits() -> Limits:
    limits = configured()
    return replace(
        limits,
        seconds=min(limits.seconds, STEP_SECONDS),
        total_seconds=min(limits.total_seconds, STEP_SECONDS),
    )


def _take(step: Step, row: IncomingFile, child: Child) -> bool:
    """Returns whether the file can go on. Raises NotReadYet."""
    try:
        _DOING[step](row, child)
    except Unreadable as reason:
        if step == Step.COPY:
            logger.warning("%s: no searchable copy: %s", row, reason.code)
        elif reason.code in _MEANS:
            set_aside(row, reason.code)
        elif reason.code in DOUBTFUL and row.faults + 1 < ATTEMPTS_IN_DOUBT:
            raise _not_read_yet(row, reason) from reason
        else:
            refuse(row, reason.code)
        return False
    except DatabaseError:  # nothing can be said on a row either
        raise
    except Exception as error:
        if step == Step.COPY:  # the file is read
            raise
        raise _not_read_yet(row, error) from error
    return True


def _not_read_yet(row: IncomingFile, cause: Exception) -> NotReadYet:
    return NotReadYet(row, note_fault(row), cause)


def _extract(row: IncomingFile, child: Child) -> None:
    answer = child.call(f"{_READER}:extracted", _path(row), progress=_Teller(row))
    with transaction.atomic():
        current = _still_waiting(row)
        if current is None:
            return
        pictures = [page["number"] for page in answer["pages"] if page["source"] == TextSource.NONE]
        recognised = set(
            _recognised_of(current).filter(number__in=pictures).values_list("number", flat=True)
        )
        current.pages.exclude(number__in=recognised).delete()
        IncomingPage.objects.bulk_create(
            IncomingPage(file=current, **page)
            for page in answer["pages"]
            if page["number"] not in recognised
        )
        current.kind, current.page_count = answer["kind"], len(answer["pages"])
        # Until it is read: then they stand among its warnings.
        current.reading = current.reading | {_NOTES: answer["notes"]}
        current.pages_read = current.pages.exclude(source=TextSource.NONE).count()
        current.state = State.READING
        current.save(update_fields=["kind", "page_count", "pages_read", "state", "reading"])


def _recognise(row: IncomingFile, child: Child) -> None:
    numbers = list(_pictures_of(row).values_list("number", flat=True))
    done = row.page_count - len(numbers)
    answer = child.call(
        f"{_READER}:recognised",
        _path(row),
        numbers,
        SLICE_SECONDS,
        progress=_Teller(row, done, row.page_count),
    )
    if all(page["source"] == TextSource.NONE for page in answer):  # it would be asked for ever
        raise Unreadable("broken")
    with transaction.atomic():
        current = _still_waiting(row)
        if current is None:
            return
        for page in answer:
            number = page.pop("number")
            _pictures_of(current).filter(number=number).update(**page)
        current.pages_read = current.page_count - _pictures_of(current).count()
        current.searchable = ""  # an earlier copy lacks these pages
        current.save(update_fields=["pages_read", "searchable"])


def _read(row: IncomingFile, child: Child) -> None:
    pages = list(row.pages.order_by("number").values(*COLUMNS))
    unread = [page["number"] for page in pages if page["source"] == TextSource.NONE]
    if len(unread) == len(pages):
        raise Unreadable("needs-tesseract")
    notes = row.reading.get(_NOTES, [])
    reading = child.call(f"{_READER}:read_values", pages, row.kind, row.name, notes)
    with transaction.atomic():
        current = _still_waiting(row)
        if current is None:
            return
        current.state, current.refusal = State.READ, "needs-tesseract" if unread else ""
        current.reading, current.read_at = reading | {"version": VERSION}, timezone.now()
        current.faults = 0
        current.save(update_fields=["state", "refusal", "reading", "read_at", "faults"])
        if current.text is not None:  # read again, after it was joined to its text
            announce([], acted_on=[current.text])


def _copy(row: IncomingFile, child: Child) -> None:
    """Not before the text is read: nobody waits for the copy. It appears when it is complete."""
    target = keeping.path_of(row.sha256, COPY_SUFFIX)
    unfinished = target.with_name(f"{target.name}.part")
    pages = list(_recognised_of(row).values(*COLUMNS))
    unfinished.touch()
    child.call(f"{_READER}:copied", _path(row), pages, target=unfinished, progress=_nothing)
    unfinished.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    unfinished.replace(target)
    IncomingFile.objects.filter(pk=row.pk).update(
        searchable=keeping.name_of(row.sha256, COPY_SUFFIX)
    )


_DOING = {Step.EXTRACT: _extract, Step.RECOGNISE: _recognise, Step.READ: _read, Step.COPY: _copy}


def _path(row: IncomingFile) -> Path:
    return keeping.path_of(row.sha256)


def _pictures_of(row: IncomingFile) -> models.QuerySet[IncomingPage]:
    """Pages that nothing has read yet; a page that is blank has been read."""
    return row.pages.filter(source=TextSource.NONE).order_by("number")


def _recognised_of(row: IncomingFile) -> models.QuerySet[IncomingPage]:
    return row.pages.filter(source=TextSource.OCR).order_by("number")


def _still_waiting(row: IncomingFile) -> IncomingFile | None:
    """The row, held until the end of the transaction; None if another worker has settled it."""
    return IncomingFile.objects.waiting().select_for_update().filter(pk=row.pk).first()


def _nothing(*_: object) -> None:
    pass


class _Teller:
    """Keeps on the row how many pages are done, not more often than anybody looks."""

    def __init__(self, row: IncomingFile, before: int = 0, of: int = 0) -> None:
        self._rows = IncomingFile.objects.waiting().filter(pk=row.pk)
        self._before, self._of, self._told_at = before, of, 0.0

    def __call__(self, done: int, of: int) -> None:
        if time.monotonic() - self._told_at >= _TELL_EVERY:
            self._told_at = time.monotonic()
            self._rows.update(
                state=State.READING, pages_read=self._before + done, page_count=self._of or of
            )
