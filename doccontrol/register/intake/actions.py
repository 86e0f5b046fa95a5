"""The only code that writes incoming files: kept once, refused, joined to a legal text.

What is read of them is written by ``steps``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import reversion
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doccontrol.errors import Refused
from doccontrol.history import recorded
from doccontrol.outbox import owe
from doccontrol.pdftext.limits import configured
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.register.actions import ReasonMissing
from doccontrol.register.consequences import tell
from doccontrol.register.intake import keeping
from doccontrol.register.intake.models import IncomingFile
from doccontrol.register.models import LegalText

if TYPE_CHECKING:
    from doccontrol.organisation.models import Person

# The job that carries a file one step further (``jobs``).
READ_JOB = "read_incoming_file"
State, Way = IncomingFile.State, IncomingFile.Way


class OfAnotherText(Refused):
    """The file was already joined to a legal text, and not to this one."""

    def __init__(self, row: IncomingFile) -> None:
        words = _("The file “%(name)s” already belongs to the legal text %(text)s.")
        super().__init__(words % {"name": row.name, "text": row.text})


@dataclass(frozen=True, slots=True)
class Kept:
    """``is_new`` is False where the same bytes are kept already, under whatever name."""

    row: IncomingFile
    is_new: bool


def keep(file: IO[bytes] | Any, *, name: str, way: IncomingFile.Way, by: Person | None) -> Kept:
    """Keep the bytes of ``file`` once and owe their reading.

    The same bytes again give the row that they have, whoever comes first. What was refused
    before is tried again, as limits and readers change. Too large or empty, the row is refused at
    once. Nothing is said of the kind: that is for the process that reads.
    """
    with keeping.received(file, most=configured().bytes) as received, transaction.atomic():
        refusal = "too-large" if received.is_cut else "" if received.size else "empty"
        arrival: dict[str, Any] = {
            "name": keeping.plain_name(name),
            "size": received.size,
            "way": way,
            "received_by": by,
            "received_at": timezone.now(),
        }
        stays = {"state": State.REFUSED, "refusal": refusal, "file": ""}
        waits = {"state": State.WAITING, "refusal": "", "file": keeping.name_of(received.sha256)}
        _row, is_new = IncomingFile.objects.get_or_create(
            sha256=received.sha256, defaults=arrival | (stays if refusal else waits)
        )
        row = IncomingFile.objects.select_for_update().get(pk=_row.pk)
        if row.state == State.REFUSED and not is_new:
            is_new = True
            _change(row, **arrival, **(stays if refusal else waits))
        elif way == Way.INBOX and row.state in (State.WAITING, State.READING):
            # If it is refused yet, its bytes go back where they were put last.
            _change(row, way=way)
        if not (refusal or keeping.path_of(row.sha256).exists()):
            received.put()
        if row.state in (State.WAITING, State.READING):
            owe(READ_JOB, str(row.pk), file=row.pk)
        return Kept(row, is_new)


def refuse(row: IncomingFile, code: str) -> None:
    """List the file as refused for ``code`` of ``refusals`` and keep its bytes no longer.

    Bytes from the inbox go back there: nobody may have them elsewhere. A file that was read once
    stays as it was read. Safe to repeat.
    """
    with transaction.atomic():
        current = IncomingFile.objects.select_for_update().get(pk=row.pk)
        if current.read_at is not None:
            _change(current, state=State.READ, refusal="")
            return
        current.pages.all().delete()
        _change(current, state=State.REFUSED, refusal=code, file="", page_count=0, pages_read=0)
    let_go(current)


def set_aside(row: IncomingFile, code: str) -> None:
    """The file is kept, but this machine lacks what reads it (``code``). A file that was read once
    stays as it was read."""
    with transaction.atomic():
        current = IncomingFile.objects.select_for_update().get(pk=row.pk)
        if current.read_at is None:
            _change(current, state=State.UNREAD, refusal=code)
        else:
            _change(current, state=State.READ, refusal="")


def begin_again(row: IncomingFile) -> None:
    """Let the file be read from its beginning; pages that were recognised are not done twice.

    Raises FileNotFoundError if storage has lost the bytes: what was read of them stays.
    """
    if row.state != State.REFUSED and not keeping.path_of(row.sha256).exists():
        raise FileNotFoundError(f"{row}: {keeping.path_of(row.sha256)} is gone.")
    with transaction.atomic():
        current = IncomingFile.objects.select_for_update().get(pk=row.pk)
        if current.state != State.REFUSED:
            _change(current, state=State.WAITING, refusal="", kind="", pages_read=0)
            owe(READ_JOB, str(current.pk), file=current.pk)


def attach_to_text(row: IncomingFile, text: LegalText, *, by: Person | None, reason: str) -> None:
    """The file is the original of ``text``; said twice it changes nothing.

    The reason stands in the text's history. Raises ReasonMissing, OfAnotherText.
    """
    if not reason.strip():
        raise ReasonMissing
    with recorded(by, reason):
        current = IncomingFile.objects.select_for_update().get(pk=row.pk)
        if current.text_id == text.pk:
            return
        if current.text_id is not None:
            raise OfAnotherText(current)
        _change(current, text=text)
        row.text = text
        reversion.add_to_revision(text)
        tell([text])


def _change(row: IncomingFile, **changed: Any) -> None:
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))


def let_go(row: IncomingFile) -> None:
    """Give up the bytes, unless they have come in again meanwhile: then they are kept anew."""
    with transaction.atomic():
        current = IncomingFile.objects.select_for_update().get(pk=row.pk)
        path = keeping.path_of(current.sha256)
        if current.state != State.REFUSED or not path.exists():
            return
        if current.way == Way.INBOX:
            keeping.give_back(path, current.name, Unreadable(current.refusal).sentence)
        else:
            path.unlink()
