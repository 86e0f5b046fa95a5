"""Texts of our own and what each does: how many acts the finder finds, rightly and in which part.

    python -m tests.doccontrol.lawtext.citations.acts

``acts.txt`` was at hand while the finder was mended, ``acts_apart.txt`` only when it was done.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path

from doccontrol.folding import fold
from doccontrol.lawtext.citations.days import Days
from doccontrol.lawtext.citations.references import CODE_OF_KIND, find_references
from doccontrol.lawtext.citations.relations import relations_of
from doccontrol.lawtext.reading.clauses import Clauses
from doccontrol.lawtext.reading.effect import Effect, read_effect
from doccontrol.lawtext.reading.fields import Unknown
from doccontrol.lawtext.reading.running_text import Flow
from doccontrol.lawtext.relation_kinds import VIETNAMESE_CODES, RelationKind, is_whole
from doccontrol.pdftext.pages import Page, TextSource

FOLDER = Path(__file__).parent
TABLES = ("acts.txt", "acts_apart.txt")
_UNIT = re.compile(
    r"(?P<unit>diem|khoan|dieu|muc|chuong|phan|phu luc|mau so|mau|bieu so)\b"
    r"|(?P<to>den)\b|(?P<name>\d+[a-z]?\d*|\b(?:[ivx]+[a-z]?|[a-z]{1,2}\d?)\b)"
)
_HEIGHT = {"diem": 0, "khoan": 1, "dieu": 2}
_LINKS = {"va", "cac", "tu", "cua", "so", "ba"}


@dataclass(frozen=True)
class Act:
    kind: str
    target: str
    scope: str
    day: str = ""


@dataclass(frozen=True)
class Row:
    own: str
    effective: date | None
    text: str
    expected: tuple[Act, ...]


def rows(table: str) -> Iterator[Row]:
    for block in (FOLDER / table).read_text("utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        own, _, day = lines[0].removeprefix("own: ").partition(" ")
        expected = [_act(line[3:]) for line in lines if line.startswith("=>")]
        text = "\n".join(line for line in lines[1:] if not line.startswith("=>"))
        acts = tuple(act for act in expected if act is not None)
        yield Row(own, date.fromisoformat(day) if day else None, f"{text}\n", acts)


def _act(line: str) -> Act | None:
    parts = [part.strip() for part in line.split("|")]
    return Act(*parts) if len(parts) > 1 else None


def _effect(pages: list[Page], row: Row) -> Effect:
    flow = Flow(pages)
    unknown = Unknown("not of interest")
    clauses = Clauses(flow, 0, len(flow.plain), "")
    return read_effect(clauses, unknown, unknown, consolidated=False)


def acts_in(row: Row) -> list[Act]:
    pages = [Page(1, row.text, TextSource.OFFICE)]
    stages = tuple((stage.value.day, stage.value.scope) for stage in _effect(pages, row).stages)
    days = Days(row.effective, stages=stages)
    found = relations_of(find_references(pages, row.own), row.own, days)
    return [
        Act(
            CODE_OF_KIND[relation.kind],
            relation.printed_number or relation.name,
            relation.scope,
            str(relation.on or ""),
        )
        for relation in found
    ]


def provisions(scope: str) -> frozenset[str]:
    """The provisions one by one, each with the higher ones that hold it; else the words."""
    done: list[list[tuple[str, str]]] = []
    waiting: list[list[tuple[str, str]]] = []
    unit, is_range = "", False
    for token in _UNIT.finditer(fold(scope)):
        if token["unit"]:
            unit = token["unit"].removesuffix(" so")
            if unit not in _HEIGHT:
                done, waiting = done + waiting, []
            fresh = True
        elif token["to"]:
            is_range = True
        elif unit and token["name"] not in _LINKS:
            part = (unit, ("-" if is_range else "") + token["name"])
            is_range = False
            height = _HEIGHT.get(unit, 9)
            lower = [one for one in waiting if _HEIGHT.get(one[-1][0], 9) < height]
            if fresh and lower and unit in _HEIGHT:
                for one in lower:
                    one.append(part)
            else:
                waiting.append([part])
            fresh = False
    named = ["/".join(f"{unit} {name}" for unit, name in one) for one in done + waiting]
    return frozenset(named or [fold(scope)])


@dataclass
class Score:
    expected: int = 0
    found: int = 0
    right: int = 0
    far_right: int = 0
    part_right: int = 0
    dated: int = 0
    day_right: int = 0

    def shares(self) -> dict[str, float]:
        return {
            "recall": _share(self.right, self.expected),
            "precision": _share(self.right, self.found),
            "whole or part": _share(self.far_right, self.right),
            "scope": _share(self.part_right, self.right),
            "day": _share(self.day_right, self.dated),
        }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 1.0


def measure(table: str, *, bases: bool = False, tell: bool = False) -> Score:
    score = Score()
    for row in rows(table):
        wanted = [act for act in row.expected if (act.kind == "can_cu") == bases]
        found = [act for act in acts_in(row) if (act.kind == "can_cu") == bases]
        score.expected, score.found = score.expected + len(wanted), score.found + len(found)
        left = list(found)
        for act in wanted:
            same = [one for one in left if (one.kind, one.target) == (act.kind, act.target)]
            same.sort(key=partial(_unlike, act))
            if same:
                left.remove(same[0])
                _count(score, act, same[0])
        if tell and set(wanted) != set(found):
            sys.stderr.write(f"{row.own}: {row.text}  wanted {wanted}\n  found  {found}\n")
    return score


def _unlike(wanted: Act, found: Act) -> tuple[bool, bool]:
    return found.day != wanted.day, provisions(found.scope) != provisions(wanted.scope)


def _count(score: Score, wanted: Act, found: Act) -> None:
    kind: RelationKind = VIETNAMESE_CODES[wanted.kind]
    score.right += 1
    score.far_right += is_whole(kind, wanted.scope) == is_whole(kind, found.scope)
    score.part_right += provisions(wanted.scope) == provisions(found.scope)
    score.dated += bool(wanted.day)
    score.day_right += bool(wanted.day) and wanted.day == found.day


def main() -> None:
    for table in TABLES if "--apart" in sys.argv else TABLES[:1]:
        for bases in (False, True):
            score = measure(table, bases=bases, tell="--tell" in sys.argv)
            sys.stdout.write(
                f"{table} {'bases' if bases else 'acts'} {json.dumps(asdict(score))}\n"
            )
            sys.stdout.write(f"  {json.dumps(score.shares())}\n")


if __name__ == "__main__":
    main()
