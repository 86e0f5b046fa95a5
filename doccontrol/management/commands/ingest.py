from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from doccontrol.register.intake.actions import Kept, keep
from doccontrol.register.intake.inbox import arrivals, is_quiet, take
from doccontrol.register.intake.models import IncomingFile
from doccontrol.register.intake.steps import NotReadYet, read_now
from doccontrol.register.intake.telling import how_it_stands

Came = Iterator[tuple[str, Kept | OSError]]
NAP = 0.2  # seconds


class Command(BaseCommand):
    help = (
        "Keep files of legal texts and read them at once, a line for each. Nothing enters the "
        "register: a person confirms what was read. Exit status 1 if a file was refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument(
            "--inbox", action="store_true", help="take what lies in the inbox folder"
        )

    def handle(self, *, files: list[Path], inbox: bool, **options: Any) -> None:
        if bool(files) == inbox:
            raise CommandError("Name files, or --inbox.")
        came = self._from_inbox() if inbox else self._named(files)
        outcomes = [self._tell(name, kept) for name, kept in came]
        if not outcomes:
            self.stdout.write("Nothing lies in the inbox.")
        if refused := outcomes.count(False):
            raise CommandError(f"{refused} of {len(outcomes)} files were refused.")

    def _named(self, paths: list[Path]) -> Came:
        way = IncomingFile.Way.COMMAND
        for path in paths:
            try:
                with path.open("rb") as file:
                    kept = keep(file, name=path.name, way=way, by=None)
            except OSError as error:
                yield str(path), error
            else:
                yield str(path), kept

    def _from_inbox(self) -> Came:
        """Files just saved are waited for until they are quiet; who still writes is left alone."""
        until = time.monotonic() + settings.INBOX_QUIET_SECONDS + 1
        failed: set[Path] = set()
        while waiting := [path for path in arrivals() if path not in failed]:
            for path in filter(is_quiet, waiting):
                try:
                    kept = take(path)
                except OSError as error:
                    failed.add(path)
                    yield path.name, error
                else:
                    if kept is not None:
                        yield path.name, kept
            if time.monotonic() > until:
                break
            time.sleep(NAP)
        for path in waiting:
            if path.exists():
                self.stdout.write(f"{path.name}: still being written, left where it is")

    def _read(self, row: IncomingFile) -> IncomingFile:
        """What fails on this machine is owed already: the worker tries again."""
        try:
            return read_now(row)
        except NotReadYet as fault:
            self.stderr.write(str(fault))
            row.refresh_from_db()
            return row

    def _tell(self, name: str, kept: Kept | OSError) -> bool:
        """Returns whether the file was taken."""
        if isinstance(kept, OSError):
            self.stderr.write(f"{name}: {kept.strerror}")
            return False
        row = kept.row
        if row.state != IncomingFile.State.REFUSED:
            row = self._read(row)
        known = "" if kept.is_new else "already known: "
        self.stdout.write(f"{name}: {known}{how_it_stands(row)}")
        return row.state != IncomingFile.State.REFUSED
