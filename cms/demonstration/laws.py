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
        _correct(
            number,
            "Các mốc áp dụng ghi trong văn bản",
            applied_from=[
                Applied(date.fromisoformat(stage["on"]), stage["provisions"]) for stage in stages
            ],
        )
    # Only where the text clearly does or does not; of the others it is not answered yet.
    answers = json.loads((fixtures / "demo/regulates_procedures.json").read_text(encoding="utf-8"))
    for number, answer in answers.items():
        _correct(number, "Nội dung của văn bản", regulates_procedures=answer)


def _correct(number: str, reason: str, **changes: Any) -> None:
    text = LegalText.objects.get(number=normalise(number))
    correct_text(text, by=None, reason=reason, changes=changes)
