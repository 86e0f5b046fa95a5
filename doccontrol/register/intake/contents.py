"""What a file says, as ``read_text --json`` prints it and the register keeps it. No database.

Runs in the process of ``pdftext.process.child``: plain values in, plain values out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from doccontrol.lawtext.citations import references, relations
from doccontrol.lawtext.citations.days import Days
from doccontrol.lawtext.procedures import lays_down_procedures
from doccontrol.lawtext.reading.fields import Field, Known, Stage, as_json
from doccontrol.lawtext.reading.whole_text import Reading
from doccontrol.lawtext.reading.whole_text import read as read_pages
from doccontrol.pdftext.extracting import extract
from doccontrol.pdftext.pages import FileKind, Page, TextSource
from doccontrol.pdftext.refusals import Unreadable

FIELDS = ("number", "type", "issuer", "issued", "subject", "signer")
DATES = ("effective", "applied_from", "expires")


def read(
    path: str,
    *,
    with_text: bool = False,
    progress: Callable[[int, int], object] | None = None,
) -> dict[str, Any]:
    """Extract the text of a file and say what it says; ``progress`` is told after each page how
    many are done, of how many.

    Raises ``Unreadable`` for a refused file, and with "needs-tesseract" for a scan of which nothing
    could be read here; of one that was read in part, "unread" says why not more.
    """
    text = extract(path, on_page=progress)
    if text.unread and all(page.source is TextSource.NONE for page in text.pages):
        raise Unreadable(text.unread)
    notes = [note.as_json() for note in text.notes]
    contents = said_in(text.pages, file=path, kind=text.kind, notes=notes)
    if text.unread:
        contents["unread"] = text.unread
    if with_text:
        contents["text"] = [page.text for page in text.pages]
    return contents


def said_in(
    pages: Sequence[Page], *, file: str, kind: FileKind, notes: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """The same for pages that are extracted already, with what was not read of the file.

    Beyond what the command promises: the căn cứ block ("basis"), whether the text lays down
    administrative procedures ("regulates_procedures"), days that hold for parts only ("stages" and
    "further" beside their date), "warnings" and "conflicts".
    """
    reading = read_pages(pages)
    number = reading.number.value if isinstance(reading.number, Known) else ""
    cited = references.find_references(pages, number)
    days = _days(reading)
    return {
        "file": file,
        "kind": kind.value,
        "pages": len(pages),
        **{name: as_json(getattr(reading, name)) for name in FIELDS},
        "effective": _with(reading.effective, "stages", reading.stages),
        "applied_from": _with(*_applied_from(reading)),
        "expires": as_json(reading.expires),
        "relations": [
            relations.as_json(relation, days.effective)
            for relation in relations.relations_of(cited, number, days)
        ],
        "citations": [references.as_json(item) for item in cited],
        "basis": as_json(reading.basis),
        "regulates_procedures": as_json(
            lays_down_procedures(pages, reading.number, reading.subject)
        ),
        "warnings": [*notes, *(warning.as_json() for warning in reading.warnings)],
        "conflicts": _conflicts(reading),
    }


def _days(reading: Reading) -> Days:
    """What its acts begin on; the day of a consolidated text is that of what it consolidates."""
    effective, issued = (
        field.value if isinstance(field, Known) else None
        for field in (reading.effective, reading.issued)
    )
    return Days(
        effective, issued, tuple((stage.value.day, stage.value.scope) for stage in reading.stages)
    )


def _applied_from(reading: Reading) -> tuple[Field[Stage], str, Sequence[Known[Stage]]]:
    """A part that has force from another day than the text applies from it too."""
    first, *further = [
        *([reading.applied_from] if isinstance(reading.applied_from, Known) else reading.stages),
        *reading.applications,
    ] or [reading.applied_from]
    return first, "further", [stage for stage in further if isinstance(stage, Known)]


def _with(field: Field[Any], name: str, further: Sequence[Known[Stage]]) -> dict[str, Any]:
    plain = as_json(field)
    return plain | {name: [as_json(value) for value in further]} if further else plain


def _conflicts(reading: Reading) -> list[dict[str, Any]]:
    return [
        {"field": conflict.field, "values": [as_json(value) for value in conflict.values]}
        for conflict in reading.conflicts
    ]
