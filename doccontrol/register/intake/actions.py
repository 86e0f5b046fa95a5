"""The only code that writes incoming files: kept once, refused, joined to a legal text, and let go
by a person.

What is read of them is written by ``steps``. No bytes that were kept are given up but by
``let_go``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import reversion
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from doccontrol.errors import Refused
from doccontrol.history import recorded
from doccontrol.jobs.outbox import owe
from doccontrol.pdftext.limits import configured
from doccontrol.pdftext.refusals import FAULT, Unreadable
from doccontrol.register.actions import ReasonMissing
from doccontrol.register.deriving.after_changes import announce
from doccontrol.register.intake import keeping
from doccontrol.register.intake.models import IncomingFile
from doccontrol.register.models.texts import LegalText

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

# The job that carries a file one step further (``jobs``).
READ_JOB = "read_incoming_file"
# The entry in the log (``admin.register_log_actions``).
LET_GO = "doccontrol.incoming_file.let_go"
State, Way = IncomingFile.State, IncomingFile.Way


class OfAnotherText(Refused):
    """The file was already joined to a legal text, and not to this one."""

    def __init__(self, row: IncomingFile) -> None:
        words = _("The file “%(name)s” already belongs to the legal text %(text)s.")
        super().__init__(words % {"name": row.name, "text": row.text})


class NotLetGo(Refused):
    """Only what was refused is let go: the rest is the original of something."""

    def __init__(self, row: IncomingFile) -> None:
        words = _("“%(name)s” is not refused: its file stays. Refresh the list of incoming files.")
        super().__init__(words % {"name": row.name})


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
            "faults": 0,
            "let_go_at": None,
            "let_go_by": None,
        }
        stays = {"state": State.REFUSED, "refusal": refusal, "file": ""}
        waits = {"state": State.WAITING, "refusal": "", "file": keeping.name_of(received.sha256)}
        _row, is_new = IncomingFile.objects.get_or_create(
            sha256=received.sha256, defaults=arrival | (stays if refusal else waits)
        )
        row = IncomingFile.objects.select_for_update().get(pk=_row.pk)
        if row.state == State.REFUSED and not is_new and not (refusal and row.file):
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
    """List the file as refused for ``code`` of ``refusals``. Its bytes stay until a person lets
    them go (``let_go``).

    What came from the inbox lies in the folder of refused files too: who put it there looks
    there. A file that was read once stays as it was read. Safe to repeat.
    """
    with transaction.atomic():
        current = IncomingFile.objects.select_for_update().get(pk=row.pk)
        if current.read_at is not None:
            _change(current, state=State.READ, refusal="")
            return
        current.pages.all().delete()
        _change(current, state=State.REFUSED, refusal=code, page_count=0, pages_read=0)
    hand_back(current)


def hand_back(row: IncomingFile) -> None:
    """A copy of a refused file of the inbox beside it, with the reason. Safe to repeat."""
    path = keeping.path_of(row.sha256)
    if row.way == Way.INBOX and row.file and path.exists():
        keeping.give_copy(path, row.name, Unreadable(row.refusal).sentence)


def note_fault(row: IncomingFile) -> int:
    """Reading failed by no fault of the file: say so on its row, and how often.

    A file that was read once stays as it was read, with the note. Returns the attempts that
    failed; 0 if somebody has settled the file meanwhile.
    """
    with transaction.atomic():
        current = IncomingFile.objects.waiting().select_for_update().filter(pk=row.pk).first()
        if current is None:
            return 0
        state = State.UNREAD if current.read_at is None else State.READ
        _change(current, state=state, refusal=FAULT, faults=current.faults + 1)
        return current.faults


def take_up(row: IncomingFile) -> None:
    """Another attempt after a fault of ours: what is done already is not done again. What was
    decided about meanwhile stays as it was shown."""
    with transaction.atomic():
        current = IncomingFile.objects.select_for_update().get(pk=row.pk)
        if current.refusal != FAULT:
            return
        is_decided = current.decided_on is not None
        _change(current, state=State.READ if is_decided else State.WAITING, refusal="")


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
    if row.file and not keeping.path_of(row.sha256).exists():
        raise FileNotFoundError(f"{row}: {keeping.path_of(row.sha256)} is gone.")
    with transaction.atomic():
        current = IncomingFile.objects.select_for_update().get(pk=row.pk)
        if current.file:
            _change(current, state=State.WAITING, refusal="", kind="", pages_read=0, faults=0)
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
        announce([], acted_on=[text])


def _change(row: IncomingFile, **changed: Any) -> None:
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))


def let_go(row: IncomingFile, *, by: Person) -> None:
    """Give up the bytes of a refused file because a person says so; the row and the log tell who
    and when. Safe to repeat. Raises NotLetGo."""
    with transaction.atomic():
        current = IncomingFile.objects.select_for_update().get(pk=row.pk)
        if current.state != State.REFUSED:
            raise NotLetGo(current)
        if current.file:
            _change(current, file="", let_go_by=by, let_go_at=timezone.now())
            facts = {"sha256": current.sha256, "size": current.size, "refusal": current.refusal}
            log(current, LET_GO, user=by, data=facts)
    remove_let_go(current)  # again, too: whoever was killed here has left them


def remove_let_go(row: IncomingFile) -> None:
    """The bytes, after the row says so for certain; not if they have come in again meanwhile."""
    with transaction.atomic():
        current = IncomingFile.objects.select_for_update().get(pk=row.pk)
        if not current.file:
            keeping.path_of(current.sha256).unlink(missing_ok=True)
