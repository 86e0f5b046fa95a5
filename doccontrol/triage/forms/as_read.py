"""Several files as they were read, for an answer that is the same for all of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from doccontrol.register.intake.models import IncomingFile
from doccontrol.triage.forms.together import Desk
from doccontrol.triage.refusals import MustBeLookedAt
from doccontrol.triage.statement import Statement


def statements_of(files: Collection[int], on: date) -> list[tuple[IncomingFile, Statement | None]]:
    """The files that were read, each with what it says as it stands; None where no number was read,
    so that nobody can tell what rests on it. Raises MustBeLookedAt with those of which something
    must be corrected or chosen first."""
    readable = IncomingFile.objects.filter(pk__in=files, state=IncomingFile.State.READ)
    said: list[tuple[IncomingFile, Statement | None]] = []
    doubtful = []
    for file in readable.select_related("text__type").order_by("pk"):
        desk = Desk(file, on)
        if not desk.facts["number"].value():
            said.append((file, None))
        elif desk.as_if_sent.is_valid():
            said.append((file, desk.as_if_sent.statement()))
        else:
            doubtful.append(file)
    if doubtful:
        raise MustBeLookedAt(doubtful)
    return said
