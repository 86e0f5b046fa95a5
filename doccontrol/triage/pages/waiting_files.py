"""The files that were read and wait for a decision, as lists name and rank them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet
from django.utils import timezone

from doccontrol.pdftext.refusals import Unreadable
from doccontrol.register.intake.models import IncomingFile
from doccontrol.triage.expected_clocks import PARTS, expected_clocks
from doccontrol.triage.read_values import ReadField, Reading, read_fields, warnings_of

VIEW, DECIDE = "doccontrol.view_triage", "doccontrol.add_triage"
# What a row of the list shows of the reading; the citations of a long text stay where they are.
LISTED = ("number", "type", "issuer", "issued", "subject", "effective", "conflicts")
# What the order of the list asks besides.
RANKED = tuple(dict.fromkeys((*LISTED, *PARTS, "warnings")))


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A row of ``waiting_files`` with what was read of it, by the name of the field."""

    file: IncomingFile
    fields: dict[str, ReadField]

    def words(self, name: str) -> str:
        """The first value that was read; "" where none was."""
        values = self.fields[name].values if name in self.fields else []
        return values[0].words if values else ""

    @property
    def name(self) -> str:
        """As people call the text; the file where nothing was read."""
        parts = (self.words("type"), self.words("number"))
        return " ".join(part for part in parts if part) or self.file.name


@dataclass(frozen=True, slots=True)
class RankedFile:
    """A row of the room. ``warnings`` are those of its own page; ``clocks`` is None where nobody
    can tell before a person has looked; ``waited`` are days."""

    listed: ListedFile
    warnings: list[str]
    clocks: int | None
    waited: int

    @property
    def file(self) -> IncomingFile:
        return self.listed.file

    @property
    def fields(self) -> dict[str, ReadField]:
        return self.listed.fields

    @property
    def rank(self) -> tuple[bool, float, datetime, int]:
        """What looks wrong first; then the more clocks, those that nobody can tell before none;
        then who has waited longest."""
        clocks = 0.5 if self.clocks is None else self.clocks
        return (not self.warnings, -clocks, self.file.received_at, self.file.pk)


def waiting_files(parts: Iterable[str] = LISTED) -> QuerySet[IncomingFile]:
    """Read and not decided yet, newest first, with ``parts`` of what was read."""
    shown = {f"read_{name}": F(f"reading__{name}") for name in parts}
    return IncomingFile.objects.for_triage().newest_first().defer("reading").annotate(**shown)


def listed(file: IncomingFile) -> ListedFile:
    return ListedFile(file, {field.name: field for field in read_fields(_reading(file, LISTED))})


def ranked_files(on: date) -> list[RankedFile]:
    """All that wait, what needs a look first. A fixed number of queries."""
    files = list(waiting_files(RANKED))
    readings = {file.pk: _reading(file, RANKED) for file in files}
    clocks = expected_clocks(readings, on)
    rows = [
        RankedFile(
            listed=listed(file),
            warnings=file_warnings(file, readings[file.pk]),
            clocks=clocks[file.pk],
            waited=(on - timezone.localdate(file.received_at)).days,
        )
        for file in files
    ]
    return sorted(rows, key=lambda row: row.rank)


def file_warnings(file: IncomingFile, reading: Reading) -> list[str]:
    """What is doubtful about the file as it was read, before a person has corrected anything."""
    unread = [Unreadable(file.refusal).sentence] if file.refusal else []
    return unread + warnings_of(reading)


def _reading(file: IncomingFile, parts: Iterable[str]) -> Reading:
    return {name: getattr(file, f"read_{name}") or {} for name in parts}
