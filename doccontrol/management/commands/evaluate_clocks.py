from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from doccontrol.clocks.evaluating import Evaluation, evaluate
from doccontrol.clocks.models import Clock
from doccontrol.clocks.pages.closed_by import closings
from doccontrol.clocks.rules import ClockState
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.typed.days import day_argument


class Command(BaseCommand):
    help = (
        "Derive the law events, open and correct the clocks, and report them as they stand on a "
        "day. On a past day only clocks are listed whose edition was in use and whose law was "
        "issued by then; what closed later counts as open."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on", type=day_argument, help="day to judge by, YYYY-MM-DD; today if absent"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="report as if evaluated; write nothing"
        )
        parser.add_argument("--json", action="store_true", help="print a JSON list of the clocks")

    def handle(self, *, on: date | None, dry_run: bool, json: bool, **options: Any) -> None:
        today = timezone.localdate()
        on = on or today
        with transaction.atomic():
            evaluation = evaluate(on, settled_by=max(on, today))
            rows = rows_on(on)
            if dry_run:
                transaction.set_rollback(True)
        if json:
            self.stdout.write(as_text(rows))
        else:
            self._print(rows, evaluation, dry_run)

    def _print(self, rows: list[dict[str, Any]], done: Evaluation, dry_run: bool) -> None:
        for row in rows:
            due = row["due"] or "-"
            law = " > ".join(row["via"])
            self.stdout.write(
                f"{row['state']:<15} {due:<10}  {row['document']:<14} {row['edition']}  {law}"
            )
        states = Counter(row["state"] for row in rows)
        totals = ", ".join(f"{states[state]} {state}" for state in ClockState if states[state])
        self.stdout.write(f"{done.on}: {len(rows)} clocks" + (f": {totals}" if totals else ""))
        verb = "would open" if dry_run else "opened"
        self.stdout.write(
            self.style.SUCCESS(
                f"{verb} {len(done.opened)}, moved {len(done.moved)}, "
                f"withdrew {len(done.withdrawn)}, left {done.unchanged}"
            )
        )


def as_text(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2)


def rows_on(on: date) -> list[dict[str, Any]]:
    """Every clock as it stands on ``on``, most pressing first."""
    warning_days = AgencySettings.load_default().warning_days
    clocks = list(
        Clock.objects.standing_on(on)
        .with_closing()
        .with_rank(on, warning_days=warning_days)
        .with_subject()
        .most_urgent_first()
    )
    closed = closings(clocks, on)
    return [
        {
            "document": clock.document.code,
            "edition": str(clock.edition.number),
            "law": clock.event.acting.number_raw,
            "via": clock.via,
            "kind": clock.kind,
            "effective": _iso(clock.effective),
            "due_raw": _iso(clock.due_raw),
            "due": _iso(clock.due),
            "state": str(clock.state(on, warning_days=warning_days)),
            "closed_by": closed[clock.pk].as_json() if clock.pk in closed else None,
        }
        # Only where it is so: a row that is certain has the keys it always had.
        | ({"is_tentative": True} if clock.is_tentative else {})
        for clock in clocks
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
