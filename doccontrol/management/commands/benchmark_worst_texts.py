"""Measures how the time of reading grows with a text that is as hard as can be."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from doccontrol.lawtext.citations.references import find_references
from doccontrol.lawtext.reading.whole_text import read
from doccontrol.pdftext.pages import Page, TextSource
from tools.measuring import seconds
from tools.synthetic.worst_texts import READING_PIECES, REFERENCE_PIECES, repeated

# The longer is eight times the shorter: work that grows as the length takes eight times as long,
# work that grows as its square 64 times.
SHORTER, LONGER = 20_000, 160_000
RUNS = 3


class Command(BaseCommand):
    help = (
        "Read texts made of one piece repeated, at 20,000 and at 160,000 letters, and print for "
        "each the milliseconds of both and how many times longer the longer took: 8 is even, 64 "
        "would be the square. The quickest of three runs counts. Writes nothing and needs no "
        "database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, json: bool, **options: Any) -> None:
        rows = [
            *(measure("references", find_references, f"{piece} ") for piece in REFERENCE_PIECES),
            *(measure("reading", read, piece) for piece in READING_PIECES),
        ]
        rows.sort(key=lambda row: -row["growth"])
        self.stdout.write(as_json(rows) if json else as_table(rows))


def measure(what: str, reader: Callable[[list[Page]], object], piece: str) -> dict[str, Any]:
    shorter, longer = (
        min(seconds(lambda: reader([page])) for _ in range(RUNS))  # noqa: B023 (called at once)
        for page in (
            Page(1, repeated(piece, letters), TextSource.LAYER) for letters in (SHORTER, LONGER)
        )
    )
    return {
        "what": what,
        "piece": piece[:40],
        "shorter_ms": round(1_000 * shorter, 1),
        "longer_ms": round(1_000 * longer, 1),
        "growth": round(longer / max(shorter, 0.000_1), 1),
    }


def as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps({"letters": [SHORTER, LONGER], "texts": rows}, ensure_ascii=False, indent=2)


def as_table(rows: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"{row['growth']:>6} times  {row['shorter_ms']:>8} ms  {row['longer_ms']:>9} ms  "
        f"{row['what']:<10}  {row['piece']!r}"
        for row in rows
    )
