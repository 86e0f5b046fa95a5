"""How a file stands, in one line, for the commands."""

from __future__ import annotations

from doccontrol.pdftext.refusals import FAULT, Unreadable
from doccontrol.register.intake.models import IncomingFile


def how_it_stands(row: IncomingFile) -> str:
    if row.refusal:
        words = "refused" if row.state == IncomingFile.State.REFUSED else "kept, not read yet"
        if row.refusal == FAULT:
            words = f"kept, not read yet (failed attempts: {row.faults})"
        return f"{words}: {Unreadable(row.refusal).sentence}"
    if row.state != IncomingFile.State.READ:
        return f"kept, {row.pages_read} of {row.page_count} pages read"
    fields = [row.reading.get(name, {}).get("value") for name in ("type", "number", "issued")]
    summary = " ".join(str(value) for value in fields if value) or "no number found"
    pages = "1 page" if row.page_count == 1 else f"{row.page_count} pages"
    return f"read, {pages}: {summary}"
