"""The laws of the demonstration: reference texts, what the procedures cite, staged dates."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import call_command

from doccontrol.lawtext.numbers import normalise
from doccontrol.register.actions import Applied, correct_text
from doccontrol.register.models.texts import LegalText

FILES = (
    "reference/legal_texts.json",
    "demo/texts_extra.json",
    "demo/texts_superseded.json",
)


def load_laws(fixtures: Path, **output: Any) -> None:
    call_command("load_reference", verbosity=0, **output)
    for name in FILES:
        call_command("import_register", str(fixtures / name), verbosity=0, **output)
    staged = json.loads((fixtures / "demo/applied_from.json").read_text(encoding="utf-8"))
    for number, stages in staged.items():
        correct_text(
            LegalText.objects.get(number=normalise(number)),
            by=None,
            reason="Các mốc áp dụng ghi trong văn bản",
            changes={
                "applied_from": [
                    Applied(date.fromisoformat(stage["on"]), stage["provisions"])
                    for stage in stages
                ]
            },
        )
