from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from doccontrol.register.reference import load_issuers, load_types


class Command(BaseCommand):
    help = (
        "Load the kinds of legal text and the issuers. Rows that a person changed stay as they "
        "are; a second run changes nothing."
    )

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        for name, load in (("types of text", load_types), ("issuers", load_issuers)):
            new, changed = load()
            self.stdout.write(f"{name}: {new} new, {changed} changed")
