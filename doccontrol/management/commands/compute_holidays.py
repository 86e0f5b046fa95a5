"""Writes Vietnam's public holidays for a span of years; the agency's own days are kept."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from doccontrol.organisation.actions import compute_holidays

FIRST_YEAR, LAST_YEAR = 1976, 2100


class Command(BaseCommand):
    help = (
        "Compute Vietnam's public holidays, with the swapped days known to the holidays package. "
        "Days entered or changed by the agency are kept. A second run changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        this_year = timezone.localdate().year
        parser.add_argument(
            "--from",
            type=int,
            default=this_year,
            dest="first",
            metavar="YEAR",
            help="first year (default: this year)",
        )
        parser.add_argument(
            "--to",
            type=int,
            default=None,
            dest="last",
            metavar="YEAR",
            help="last year, included (default: the year after the first)",
        )

    def handle(self, *args: Any, first: int, last: int | None, **options: Any) -> None:
        last = first + 1 if last is None else last
        if not FIRST_YEAR <= first <= last <= LAST_YEAR:
            raise CommandError(
                _("Give years from %(first)d to %(last)d, the first not after the last.")
                % {"first": FIRST_YEAR, "last": LAST_YEAR}
            )
        changed = compute_holidays(range(first, last + 1))
        self.stdout.write(
            _("Holidays %(first)d–%(last)d: %(changed)d rows changed.")
            % {"first": first, "last": last, "changed": changed}
        )
