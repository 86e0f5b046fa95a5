"""Measures how well and how fast files are read, against files whose answers are known."""

from __future__ import annotations

import json
import os
import resource
import time
from argparse import ArgumentParser
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from doccontrol.lawtext.numbers import NotALegalNumber, normalise
from doccontrol.pdftext.pages import FileKind
from doccontrol.pdftext.process.child import Child
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.register.intake import contents
from doccontrol.register.issuer_names import name_key

# Of this module: time is measured where it is spent, in the process that reads.
READER = f"{__name__}:read_timed"
GROUND_TRUTH = "ground-truth.jsonl"
# Our field: its name in the ground truth.
FIELDS = {
    "number": "so_ky_hieu",
    "type": "loai",
    "issued": "ngay_ban_hanh",
    "effective": "ngay_hieu_luc",
    "issuer": "co_quan_ban_hanh",
    "subject": "trich_yeu",
}
# Compared by letters and digits alone, without case and marks; the others must be the same.
LENIENT = ("issuer", "subject")
# What the note of a file says whose number and day were written by hand: unknown is right there.
BY_HAND = "viết tay"
FIELDS_BY_HAND = ("number", "issued")
OUTCOMES = ("right", "wrong", "unknown")
GROUPS = {FileKind.SCAN: "scan", FileKind.IMAGE: "scan"}


@dataclass
class Tally:
    """What came of the files of one group, for each field, and what they cost."""

    files: int = 0
    pages: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    outcomes: dict[str, Counter[str]] = field(
        default_factory=lambda: {name: Counter() for name in FIELDS}
    )

    def add(self, reading: dict[str, Any]) -> None:
        self.files += 1
        self.pages += reading["pages"]
        self.seconds += reading["seconds"]
        self.cpu_seconds += reading["cpu_seconds"]

    def as_json(self) -> dict[str, Any]:
        return {
            "files": self.files,
            "pages": self.pages,
            "seconds": round(self.seconds, 2),
            "pages_per_second": _rate(self.pages, self.seconds),
            "pages_per_cpu_second": _rate(self.pages, self.cpu_seconds),
            "fields": {name: self._field(counts) for name, counts in self.outcomes.items()},
        }

    def _field(self, counts: Counter[str]) -> dict[str, Any]:
        """``share_right`` is of the values that were there to be read in print."""
        printed = sum(counts[outcome] for outcome in OUTCOMES) - counts["unknown_by_hand"]
        return {
            **{outcome: counts[outcome] for outcome in OUTCOMES},
            "unknown_by_hand": counts["unknown_by_hand"],
            "share_right": round(counts["right"] / printed, 3) if printed else None,
            "share_wrong": round(counts["wrong"] / self.files, 3),
        }


def _rate(pages: int, seconds: float) -> float | None:
    return round(pages / seconds, 1) if seconds else None


def read_timed(path: str, *, progress: Any) -> dict[str, Any]:
    """What the file says, with the seconds it took by the clock and of processors, those of
    tesseract and LibreOffice included, and the peak memory so far in megabytes."""
    started, spent = time.perf_counter(), _cpu_seconds()
    reading = contents.read(path, progress=progress)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return reading | {
        "seconds": time.perf_counter() - started,
        "cpu_seconds": _cpu_seconds() - spent,
        "peak_megabytes": peak,
    }


def _cpu_seconds() -> float:
    return sum(os.times()[:4])


class Command(BaseCommand):
    help = (
        "Read every file of a folder that has a ground-truth.jsonl and count, by kind and field, "
        "what was read rightly, wrongly and not at all; with pages per second and peak memory. "
        "Number, type and dates must be the same; issuer and subject are compared by letters and "
        "digits alone. Writes nothing and needs no database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, folder: Path, json: bool, **options: Any) -> None:
        result = measure(folder, truths_in(folder))
        self.stdout.write(as_text(result) if json else as_table(result))


def truths_in(folder: Path) -> list[dict[str, Any]]:
    path = folder / GROUND_TRUTH
    if not path.is_file():
        raise CommandError(f"{path} is missing: it says what is right, one JSON object a line.")
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def measure(folder: Path, truths: list[dict[str, Any]]) -> dict[str, Any]:
    """Read each file once, after one that is not counted: starting the process is no reading."""
    tallies: dict[str, Tally] = {}
    speeds: dict[str, Tally] = {}
    differing: list[dict[str, Any]] = []
    refused: list[dict[str, str]] = []
    peak = 0.0
    with Child() as child:
        for number, truth in enumerate(_smallest_first(folder, truths)):
            try:
                reading = child.call(READER, folder / truth["file"], progress=_ignored)
            except Unreadable as error:
                refused.append({"file": truth["file"], "error": error.code})
                continue
            if not number:
                continue
            group = GROUPS.get(FileKind(reading["kind"]), "text")
            peak = max(peak, reading["peak_megabytes"])
            tallies.setdefault(group, Tally()).add(reading)
            speeds.setdefault(reading["kind"], Tally()).add(reading)
            differing += compare(reading, truth, tallies[group])
    return {
        "strict": [name for name in FIELDS if name not in LENIENT],
        "lenient": list(LENIENT),
        "kinds": {group: tally.as_json() for group, tally in sorted(tallies.items())},
        "speed": {
            kind: {key: value for key, value in tally.as_json().items() if key != "fields"}
            for kind, tally in sorted(speeds.items())
        },
        "peak_megabytes": round(peak, 1),
        "wrong": [difference for difference in differing if difference["said"] is not None],
        "unknown": [difference for difference in differing if difference["said"] is None],
        "refused": refused,
    }


def _smallest_first(folder: Path, truths: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The files in their order, and before them the smallest, to start the process with."""
    there = [truth for truth in truths if (folder / truth["file"]).is_file()]
    missing = [truth["file"] for truth in truths if truth not in there]
    if missing:
        raise CommandError(f"Missing files: {', '.join(missing)}")
    smallest = min(there, key=lambda truth: (folder / truth["file"]).stat().st_size)
    return [smallest, *there]


def compare(reading: dict[str, Any], truth: dict[str, Any], tally: Tally) -> list[dict[str, Any]]:
    """Count each field of one file; returns those that are not right."""
    differing = []
    for name, name_in_truth in FIELDS.items():
        value, expected = reading[name]["value"], truth[name_in_truth]
        outcome = outcome_of(name, value, expected)
        tally.outcomes[name][outcome] += 1
        by_hand = name in FIELDS_BY_HAND and BY_HAND in (truth.get("ghi_chu") or "")
        if outcome == "unknown" and by_hand:
            tally.outcomes[name]["unknown_by_hand"] += 1
        if outcome != "right":
            differing.append(
                {"file": truth["file"], "field": name, "said": value, "truth": expected}
                | ({"reason": reading[name]["reason"]} if value is None else {})
                | ({"by_hand": True} if by_hand else {})
            )
    return differing


def outcome_of(name: str, value: str | None, expected: str | None) -> str:
    """Where the truth is that nothing is stated, nothing said is right."""
    if value is None:
        return "right" if expected is None else "unknown"
    return "right" if expected is not None and same(name, value, expected) else "wrong"


def same(name: str, value: str, expected: str) -> bool:
    if name == "number":
        try:
            return normalise(value) == normalise(expected)
        except NotALegalNumber:
            return False
    if name in LENIENT:
        return name_key(value).replace(" ", "") == name_key(expected).replace(" ", "")
    return value == expected


def as_text(result: dict[str, Any]) -> str:
    return json.dumps(result, ensure_ascii=False, indent=2)


def as_table(result: dict[str, Any]) -> str:
    lines = []
    for group, tally in result["kinds"].items():
        lines.append(f"{group}: {tally['files']} files, {tally['pages']} pages")
        heads = (f"{head:>9}" for head in (*OUTCOMES, "by hand", "right %"))
        lines.append(f"  {'':<12}{''.join(heads)}")
        for name, counts in tally["fields"].items():
            share = counts["share_right"]
            lines.append(
                f"  {name:<12}{counts['right']:>9}{counts['wrong']:>9}{counts['unknown']:>9}"
                f"{counts['unknown_by_hand']:>9}"
                + (f"{100 * share:>9.1f}" if share is not None else f"{'-':>9}")
            )
    lines.append("right %: of what was printed; unknown by hand is among unknown")
    lines.append(f"strict: {', '.join(result['strict'])}; lenient: {', '.join(result['lenient'])}")
    lines += [
        f"{kind}: {speed['pages']} pages of {speed['files']} files in {speed['seconds']} s, "
        f"{speed['pages_per_second']} pages/s, "
        f"{speed['pages_per_cpu_second']} pages per second of one core"
        for kind, speed in result["speed"].items()
    ]
    lines.append(f"peak memory of the reading process: {result['peak_megabytes']} MB")
    for heading in ("wrong", "unknown"):
        for difference in result[heading]:
            lines.append(
                f"{heading}: {difference['file']} {difference['field']}: {difference['said']}"
            )
            lines.append(f"  truth: {difference['truth']}")
    lines += [f"refused: {refusal['file']}: {refusal['error']}" for refusal in result["refused"]]
    return "\n".join(lines)


def _ignored(*_: object) -> None:
    """Pages done are told so that a long file is not taken for one that hangs."""
