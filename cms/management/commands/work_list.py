from __future__ import annotations

import json as json_module
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.todays_work import todays_work
from doccontrol.asked_once import answers_hold
from doccontrol.clocks.pages.burning import Burning, BurningClock, BurningLaw, burning
from doccontrol.organisation.models.people import Person
from doccontrol.typed.days import day_argument

SHAPE = """With --json: {"counts": {name of the number: count}, "waiting": [{"what", "about", "due",
"action", "url"}], "burning": [{"law", "title", "due", "is_tentative", "count", "documents":
[{"code", "title", "unit", "state", "in_hand", "progress", "days", "action", "url"}]}]}"""


class Command(BaseCommand):
    help = "Print what the page “Today” shows a person on a day. " + SHAPE

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="name for logging in")
        parser.add_argument(
            "--on", type=day_argument, help="day to judge by, YYYY-MM-DD; today if absent"
        )
        parser.add_argument("--json", action="store_true", help="machine-readable output")

    def handle(self, *, user: str, on: date | None, json: bool, **options: Any) -> None:
        """Raises CommandError where nobody who can log in has that name."""
        person = Person.objects.filter(username=user).first()
        if person is None:
            raise CommandError(f"Nobody has the name {user!r} for logging in.")
        if not person.is_active:
            raise CommandError(f"The account {user!r} is closed: nothing waits for it.")
        answer = as_json(person, on or timezone.localdate())
        if json:
            self.stdout.write(json_module.dumps(answer, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_in_words(answer)))


def as_json(person: Person, on: date) -> dict[str, Any]:
    with answers_hold():
        work, clocks = todays_work(person, on), burning(person, on)
    return {
        "counts": work.counts,
        "waiting": [
            {
                "what": line.what,
                "about": line.about,
                "due": line.due.isoformat() if line.due else None,
                "action": line.action,
                "url": line.url,
            }
            for line in work.waiting
        ],
        "burning": _burning(clocks),
    }


def _burning(clocks: Burning) -> list[dict[str, Any]]:
    return [_law(law) for law in clocks.laws]


def _law(law: BurningLaw) -> dict[str, Any]:
    return {
        "law": law.number,
        "title": law.title,
        "due": law.due.isoformat() if law.due else None,
        "is_tentative": law.is_tentative,
        "count": len(law.clocks),
        "documents": [_document(row) for row in law.clocks],
    }


def _document(row: BurningClock) -> dict[str, Any]:
    return {
        "code": row.clock.document.code,
        "title": row.clock.edition.title,
        "unit": row.clock.document.owner_unit.name,
        "state": row.state.value,
        "in_hand": row.holder,
        "progress": row.in_hand.progress.value,
        "days": row.days,
        "action": row.offered.label,
        "url": row.offered.url,
    }


def _in_words(answer: dict[str, Any]) -> list[str]:
    lines = [", ".join(f"{name} {count}" for name, count in answer["counts"].items())]
    for line in answer["waiting"]:
        lines.append(f"{line['due'] or '-':<10}  {line['what']}: {line['about']}")
        lines.append(f"{'':<10}  {line['action']}: {line['url']}")
    for law in answer["burning"]:
        lines.append(f"{law['due'] or '-':<10}  {law['law']} ({law['count']})")
        for row in law["documents"]:
            holder = f", {row['in_hand']}" if row["in_hand"] else ""
            step = f"{row['progress']}{holder}. {row['action']}: {row['url']}"
            lines.append(f"{'':<10}    {row['code']}  {step}")
    return lines
