from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from doccontrol.pdftext.refusals import FAULT
from doccontrol.register.intake.actions import begin_again
from doccontrol.register.intake.models import IncomingFile
from doccontrol.register.intake.steps import (
    NotReadYet,
    could_be_read_better,
    read_by_an_older_version,
    read_now,
    to_be_tried_again,
)
from doccontrol.register.intake.telling import how_it_stands


class Command(BaseCommand):
    help = (
        "Read the files that this machine could not read when they came in, now that it can, or "
        "that took too long or too much memory for it. "
        "Exit status 1 if one could not be read after all."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            dest="older",
            help="also read again what an older version read and nobody has decided about yet",
        )

    def handle(self, *, older: bool, **options: Any) -> None:
        failed, read = 0, 0
        for row in self._to_read(older):
            read += 1
            try:
                begin_again(row)
                row = read_now(row)
            except (FileNotFoundError, NotReadYet) as error:
                self.stderr.write(str(error))
                failed += 1
            else:
                self.stdout.write(f"{row}: {how_it_stands(row)}")
                failed += row.state != IncomingFile.State.READ
        if not read:
            self.stdout.write("Nothing to read.")
        if failed:
            raise CommandError(f"{failed} of {read} files could not be read.")

    def _to_read(self, older: bool) -> Iterator[IncomingFile]:
        """First those that lack something here, then the older ones, each once."""
        yield from could_be_read_better()
        yield from to_be_tried_again()
        yield from IncomingFile.objects.may_fare_better().order_by("pk")
        for row in IncomingFile.objects.unread().exclude(refusal=FAULT).order_by("pk"):
            self.stdout.write(f"{row}: {how_it_stands(row)}")
        if older:
            yield from read_by_an_older_version()
