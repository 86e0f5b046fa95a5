"""Several files as they were read, for an answer that is the same for all of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from doccontrol.folding import fold
from doccontrol.register.intake.models import IncomingFile
from doccontrol.triage.forms.together import Desk
from doccontrol.triage.refusals import MustBeLookedAt, TickedAreGone
from doccontrol.triage.statement import Statement


def statements_of(files: Collection[int], on: date) -> list[tuple[IncomingFile, Statement | None]]:
    """The files, each with what it says as it stands; None where no number was read, so that nobody
    can tell what rests on it. Raises TickedAreGone, and MustBeLookedAt with those that were not
    read, of which something must be corrected or chosen first, or that are a second file of a text
    among them: what the first registers is compared with it by a person."""
    rows = IncomingFile.objects.filter(pk__in=files).select_related("text__type").order_by("pk")
    if len(rows) != len(files):
        raise TickedAreGone
    said: list[tuple[IncomingFile, Statement | None]] = []
    doubtful, numbers = [], set()
    for file in rows:
        desk = Desk(file, on) if file.state == IncomingFile.State.READ else None
        number = desk.facts["number"].value() if desk is not None else ""
        if desk is not None and not number:
            said.append((file, None))
        elif desk is None or fold(number) in numbers or not desk.as_if_sent.is_valid():
            doubtful.append(file)
        else:
            numbers.add(fold(number))
            said.append((file, desk.as_if_sent.statement()))
    if doubtful:
        raise MustBeLookedAt(doubtful)
    return said
