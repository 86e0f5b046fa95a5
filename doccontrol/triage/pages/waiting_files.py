"""The files that were read and wait for a decision, as lists name them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet

from doccontrol.register.intake.models import IncomingFile
from doccontrol.triage.read_values import ReadField, read_fields

VIEW, DECIDE = "doccontrol.view_triage", "doccontrol.add_triage"
# What a row of the list shows of the reading; the citations of a long text stay where they are.
LISTED = ("number", "type", "issuer", "issued", "subject", "effective", "conflicts")


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A row of ``waiting_files`` with what was read of it, by the name of the field."""

    file: IncomingFile
    fields: dict[str, ReadField]

    def words(self, name: str) -> str:
        """The first value that was read; "" where none was."""
        values = self.fields[name].values if name in self.fields else []
        return values[0].words if values else ""


def waiting_files() -> QuerySet[IncomingFile]:
    """Read and not decided yet, newest first, with what a row shows."""
    shown = {f"read_{name}": F(f"reading__{name}") for name in LISTED}
    return IncomingFile.objects.for_triage().newest_first().defer("reading").annotate(**shown)


def listed(file: IncomingFile) -> ListedFile:
    reading = {name: getattr(file, f"read_{name}") or {} for name in LISTED}
    return ListedFile(file, {field.name: field for field in read_fields(reading)})
