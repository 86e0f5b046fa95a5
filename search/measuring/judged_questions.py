"""Corpora and judged questions to measure with and to learn from.

A corpus is JSONL (``.gz`` too) with ``id``, ``law_id``, ``title``, ``text`` and, where known,
``law_type`` and ``law_title``; questions are JSONL with ``id``, ``query`` and ``relevant``, and
other forms in which the same question may be typed (``query_nodiac``).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from doccontrol.document_kinds import PROCEDURE
from search.engines.base import IndexDocument

# What is made up is put together from the words of so many articles, in pieces as they stand.
_SOURCES = 5_000
_TITLE, _HEADING, _BODY = (6, 14), (4, 10), (15, 45)
_BODY_PIECES, _SECTIONS_OF_DOCUMENT = 3, 25


@dataclass(frozen=True)
class JudgedQuestion:
    key: str
    text: str
    right: frozenset[str]


def read_corpus(path: Path) -> Iterator[IndexDocument]:
    """Raises KeyError or ValueError for a row that is none."""
    for row in _rows(path):
        law = row.get("law_title") or ""
        yield IndexDocument(
            key=row["id"],
            group=f"law:{row['law_id']}",
            kind="law",
            title=" ".join(part for part in (row.get("law_type"), law or row["law_id"]) if part),
            heading=row["title"],
            body=row["text"],
            number=row["law_id"] if law else "",
            url="",
            unit="",
            edition="",
            public=True,
        )


def read_questions(path: Path, field: str) -> list[JudgedQuestion]:
    """``field`` is the form in which the questions are typed. Raises as ``read_corpus``."""
    return [
        JudgedQuestion(str(row["id"]), row[field], frozenset(row["relevant"]))
        for row in _rows(path)
    ]


def fingerprint_of(path: Path) -> str:
    """To see whether a file is the one a model was trained on."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def made_up_sections(path: Path, many: int, seed: int = 1) -> Iterator[IndexDocument]:
    """So many sections of about a hundred syllables, no two alike, in documents of 25: pieces of
    running text from a corpus, so that words stand together as often as they do in real ones."""
    chance = random.Random(seed)  # noqa: S311
    words = [word for row in islice(_rows(path), _SOURCES) for word in row["text"].split()]

    def piece(shortest: int, longest: int) -> str:
        start = chance.randrange(max(1, len(words) - longest))
        return " ".join(words[start : start + chance.randint(shortest, longest)])

    title = ""
    for number in range(many):
        document, section = divmod(number, _SECTIONS_OF_DOCUMENT)
        if not section:
            title = piece(*_TITLE)
        yield IndexDocument(
            key=f"edition:{document}#{section}",
            group=f"edition:{document}",
            kind=PROCEDURE.key,
            title=title,
            heading=piece(*_HEADING),
            body="\n".join(piece(*_BODY) for _ in range(_BODY_PIECES)),
            number=f"QT-{document}",
            url=f"/{document}/{section}",
            unit="",
            edition="1",
            public=True,
        )


def in_forms(path: Path, forms: Sequence[str]) -> dict[str, Sequence[JudgedQuestion]]:
    return {form: read_questions(path, form) for form in forms}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
