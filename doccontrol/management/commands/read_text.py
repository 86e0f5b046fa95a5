"""Says what files say of themselves; changes nothing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from doccontrol.pdftext.process.child import Child
from doccontrol.pdftext.refusals import ReaderFailed, Unreadable
from doccontrol.register.intake.contents import DATES, FIELDS

READER = "doccontrol.register.intake.contents:read"


class Command(BaseCommand):
    help = (
        "Read legal texts from files (PDF, scans, DOCX, DOC, pictures) and print what each says: "
        "number, type, issuer, dates, signer, relations, citations. Writes nothing and needs no "
        "database. A file that cannot be read is reported; the others are read all the same."
    )
    # No database is asked, not even whether it is there.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--json", action="store_true", help="print one JSON object a line for each file"
        )

    def handle(self, *, files: list[str], json: bool, **options: Any) -> None:
        refused = 0
        with Child() as child:
            for file in files:
                try:
                    said = self.read(child, file)
                except Unreadable as error:
                    said = {"file": file, "error": error.sentence}
                except ReaderFailed:
                    said = {"file": file, "error": _("A fault of ours: the log says what failed.")}
                except FileNotFoundError:
                    said = {"file": file, "error": _("There is no such file.")}
                refused += "error" in said
                self.stdout.write(as_line(said) if json else as_words(said))
        if refused:
            raise CommandError(f"{refused} of {len(files)} files could not be read.")

    def read(self, child: Child, file: str) -> dict[str, Any]:
        if not Path(file).is_file():
            raise FileNotFoundError(file)
        said: dict[str, Any] = child.call(
            READER, Path(file).resolve(), progress=lambda done, of: self.show(file, done, of)
        )
        return said | {"file": file}

    def show(self, file: str, done: int, of: int) -> None:
        """How far a long file is, for whoever waits at a terminal."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{file}: {done}/{of}", ending="\r" if done < of else "\r\x1b[K")


def as_line(reading: dict[str, Any]) -> str:
    return json.dumps(reading, ensure_ascii=False)


def as_words(reading: dict[str, Any]) -> str:
    if "error" in reading:
        return f"{reading['file']}\n  {reading['error']}"
    lines = [f"{reading['file']} ({reading['kind']}, {reading['pages']} pages)"]
    for name in (*FIELDS, *DATES):
        field = reading[name]
        if field["value"] is None:
            lines.append(f"  {name:<13}-  {_(field['reason'])}")
        else:
            lines.append(f"  {name:<13}{field['value']}  [page {field['page']}]")
    lines += [
        f"  {one['kind']:<22}{one['number'] or one['name']}  {one['scope']}".rstrip()
        for one in reading["relations"]
    ]
    lines += [f"  ! {_(one['reason']) % one['values']}" for one in reading["warnings"]]
    lines += [
        f"  ! {conflict['field']}: "
        + " / ".join(f"{one['value']} [page {one['page']}]" for one in conflict["values"])
        for conflict in reading["conflicts"]
    ]
    lines.append(f"  {len(reading['citations'])} citations")
    return "\n".join(lines)
