from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from doccontrol.register.importing.formats import UnknownFormat, read_records
from doccontrol.register.importing.run import ImportReport, import_records
from doccontrol.typed.days import day_argument

COUNTED = ("new", "changed", "unchanged", "skipped")


class Command(BaseCommand):
    help = (
        "Take texts and relations from a register file (JSON, JSONL or CSV, told by its content). "
        "Bad rows are reported and skipped; the command then ends with an error. A second run "
        "changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change; write nothing"
        )
        parser.add_argument(
            "--as-at",
            type=day_argument,
            help="the day on which the source was checked, YYYY-MM-DD, for records without one",
        )

    def handle(
        self, *, file: Path, dry_run: bool = False, as_at: date | None = None, **options: Any
    ) -> None:
        try:
            report = import_records(
                read_records(file),
                reason=gettext("Imported from %(file)s") % {"file": file.name},
                say=self.say,
                as_at=as_at,
                dry_run=dry_run,
            )
        except (UnknownFormat, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        self.conclude(report, dry_run)

    def say(self, read: int, report: ImportReport) -> None:
        self.stdout.write(f"{read} records read, {len(report.bad)} bad")

    def conclude(self, report: ImportReport, dry_run: bool) -> None:
        for line, repair in report.repaired:
            self.stdout.write(f"line {line}: repaired: {repair}")
        for warning in report.warnings:
            self.stdout.write(self.style.WARNING(warning))
        for bad in sorted(report.bad, key=lambda row: row.line):
            self.stderr.write(self.style.ERROR(f"line {bad.line}: {bad.reason}"))
        for name, counts in (("texts", report.texts), ("relations", report.relations)):
            self.stdout.write(f"{name}: " + ", ".join(f"{counts[key]} {key}" for key in COUNTED))
        self.stdout.write(f"repaired: {len(report.repaired)}, bad rows: {len(report.bad)}")
        if not report.changed_something:
            self.stdout.write(self.style.SUCCESS("Nothing changed."))
        elif dry_run:
            self.stdout.write(self.style.SUCCESS("Dry run: nothing was written."))
        if report.bad:
            raise CommandError(f"{len(report.bad)} rows could not be imported.")
