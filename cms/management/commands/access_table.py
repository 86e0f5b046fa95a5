from __future__ import annotations

import json as json_module
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.access_table.addresses import addresses
from cms.access_table.table import METHODS, Entry, make_table

SHAPE = """
With --json, a list with one object for each URL pattern:
  path    the pattern, from "/"            name    the name of the view with its namespaces
  view    where its code stands            stated  what a view of ours states of itself, or ""
  group   the row group of the table       may     {method: [who is let in]}
Who: stranger, deactivated (a session whose account was closed), staff, head, working_group,
secretary, approver, auditor, administrator. What one may do with this or that document or clock
(four eyes, whose unit) is decided by the actions and stands in no table.
"""


class Command(BaseCommand):
    help = "Say of every URL pattern who may use it. Fails if a pattern stands in no group." + SHAPE
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="machine-readable output")

    def create_parser(self, *args: Any, **options: Any) -> Any:
        from argparse import RawDescriptionHelpFormatter

        parser = super().create_parser(*args, **options)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def handle(self, *, json: bool = False, **options: Any) -> None:
        """Raises CommandError with what to add, after the table of all that is known."""
        table = make_table(addresses())
        if json:
            rows = [entry.as_json() for entry in table.entries]
            self.stdout.write(json_module.dumps(rows, ensure_ascii=False, indent=2))
        else:
            for entry in table.entries:
                self.stdout.write(_in_words(entry))
        if complaints := table.complaints():
            raise CommandError("\n".join(complaints))


def _in_words(entry: Entry) -> str:
    may = entry.as_json()["may"]
    lines = [f"  {method:<8}{', '.join(may[method])}" for method in METHODS if may[method]]
    return "\n".join([f"{entry.address.path}  [{entry.group.name}]", *(lines or ["  nobody"])])
