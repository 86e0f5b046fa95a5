from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from doccontrol.lawtext.numbers import NotALegalNumber, parse_number
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.register.models.texts import LegalText
from doccontrol.register.suggestions import texts_spelt_like
from doccontrol.typed.days import day_argument


class Command(BaseCommand):
    help = "Say how each registered text of a number stands on a day, and what acts on it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", help="in any spelling: 19/2014/QĐTTg, 262 /SLĐTBXH-VP")
        parser.add_argument(
            "--on", type=day_argument, help="day to judge by, YYYY-MM-DD; today if absent"
        )
        parser.add_argument("--json", action="store_true", help="machine-readable output")

    def handle(
        self, *, number: str, on: date | None = None, json: bool = False, **options: Any
    ) -> None:
        on = on or timezone.localdate()
        answers = [describe(text, on) for text in self.find(number)]
        if json:
            self.stdout.write(as_json(answers))
        else:
            for answer in answers:
                self.stdout.write(as_words(answer, on))

    def find(self, number: str) -> list[LegalText]:
        try:
            parsed = parse_number(number)
        except NotALegalNumber as error:
            raise CommandError(str(error)) from error
        texts = list(LegalText.objects.numbered(number).with_type().with_effects())
        if texts:
            return texts
        alike = ", ".join(sorted({text.number_raw for text in texts_spelt_like(parsed)}))
        hint = f" Is it one of these: {alike}?" if alike else ""
        raise CommandError(f"No text {parsed.normalised} is registered.{hint}")


def describe(text: LegalText, on: date) -> dict[str, Any]:
    """The answer for one text, ready for JSON; dates are ISO, unknown ones null.
    ``expires`` is the first day without force."""
    status = text.status(on)
    return {
        "number": text.number_raw,
        "type": text.type.name,
        "issuer": text.issuer.name if text.issuer else None,
        "subject": text.subject,
        "issued": _iso(text.issued),
        "effective": _iso(text.effective),
        "expires": _iso(text.expires),
        "on": on.isoformat(),
        "status": status.value,
        "label": str(status.label),
        "acted_on_by": [
            {
                "number": relation.acting.number_raw,
                "kind": relation.kind,
                "on": _iso(relation.effective),
                "scope": relation.scope,
            }
            for relation in text.acted_on_by.all()
        ],
        "as_at": _iso(text.as_at),
    }


def as_json(answers: list[dict[str, Any]]) -> str:
    return json.dumps(answers, ensure_ascii=False, indent=2)


def as_words(answer: dict[str, Any], on: date) -> str:
    unknown = "unknown"
    lines = [
        f"{answer['type']} {answer['number']}, {answer['issuer'] or 'issuer unknown'}",
        f"  {answer['subject']}",
        f"  on {on}: {answer['label']} ({answer['status']})",
        f"  issued {answer['issued'] or unknown}, effective {answer['effective'] or unknown}, "
        f"expires {answer['expires'] or '-'}, as at {answer['as_at'] or unknown}",
    ]
    lines += [
        f"  {RelationKind(act['kind']).label}: {act['number']} from {act['on'] or unknown} "
        f"{act['scope']}".rstrip()
        for act in answer["acted_on_by"]
    ]
    return "\n".join(lines)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
