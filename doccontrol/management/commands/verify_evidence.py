from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from doccontrol.evidence.results import write_result
from doccontrol.evidence.verifying import Difference, batches


class Command(BaseCommand):
    help = (
        "Recompute the hashes of all evidence - editions, signatures, files, acknowledgements and "
        "whatever else is written once - and name what differs. Exit status 1 if anything does. "
        "The worker does the same once a day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object on one line")

    def handle(self, **options: Any) -> None:
        checked: Counter[str] = Counter()
        differs: list[Difference] = []
        for batch in write_result(batches()):
            if batch.place.table:
                checked[batch.place.table] += batch.checked
            differs += batch.differences
            if not options["json"]:
                self._print(batch.differences)
        if options["json"]:
            answer = {
                "checked": dict(checked),
                "differs": [difference.as_json() for difference in differs],
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            rows = ", ".join(f"{count} {table}" for table, count in sorted(checked.items()))
            self.stdout.write(f"Checked: {rows or 'no row yet'}.")
        if differs:
            raise CommandError(f"{len(differs)} differences: evidence is not what was written.")
        if not options["json"]:
            self.stdout.write(self.style.SUCCESS("Everything is as it was written."))

    def _print(self, differences: list[Difference]) -> None:
        for difference in differences:
            row = f" {difference.pk}" if difference.pk is not None else ""
            column = f" {difference.column}" if difference.column else ""
            self.stdout.write(f"{difference.table}{row}{column}: {difference.why}")
