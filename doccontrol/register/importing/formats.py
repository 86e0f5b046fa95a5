"""Reads the three shapes of register files; which one a file has is judged by its content.

JSON: a list of texts with their relations. JSONL: one text a line, as taken from the Codex (Bộ
Pháp điển). CSV: one relation a row. The JSONL's own list ``bi_tac_dong_boi`` is not read: it
repeats the CSV's rows without saying more.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.folding import fold
from doccontrol.lawtext.numbers import parse_number
from doccontrol.lawtext.relation_kinds import VIETNAMESE_CODES, RelationKind
from doccontrol.register.importing.records import BadRow, Record, RelationRecord, TextRecord
from doccontrol.register.importing.repairs import cited_body, issuer_by_number, whole_number
from doccontrol.register.importing.spreadsheets import day, decoded, table_with

CODEX = "Bộ Pháp điển điện tử (phapdien.moj.gov.vn)"
_CSV_COLUMNS = {"van_ban", "quan_he", "loai_tac_dong", "van_ban_tac_dong", "hieu_luc_tac_dong"}
CONFIDENCE = {"medium": gettext_lazy("medium"), "low": gettext_lazy("low")}
# Words of the Codex, folded, and what they say about the target.
_WORDINGS = (
    ("sua doi", RelationKind.AMENDS),
    ("bo sung", RelationKind.AMENDS),
    ("bai bo", RelationKind.REPEALS),
    ("huy bo", RelationKind.REPEALS),
    ("ngung hieu luc", RelationKind.SUSPENDS),
)


class UnknownFormat(ValueError):
    """The file has none of the three shapes."""


def read_records(path: Path) -> Iterator[Record]:
    """Every record or bad row of the file, in its order. Raises UnknownFormat, OSError."""
    text = decoded(path.read_bytes())
    start = text.lstrip()[:1]
    if start == "[":
        return _read_json(text)
    if start == "{":
        return _read_jsonl(text)
    if (table := table_with(text, _CSV_COLUMNS)) is not None:
        return _read_csv(*table)
    raise UnknownFormat(
        _("{path} is neither a list of texts (JSON, JSONL) nor a CSV of relations.").format(
            path=path
        )
    )


def _read_json(text: str) -> Iterator[Record]:
    try:
        rows = json.loads(text)
    except ValueError as error:
        raise UnknownFormat(str(error)) from error
    for line, row in enumerate(rows, start=1):
        try:
            yield _curated(line, row)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            yield BadRow(line, _reason(error))


def _curated(line: int, row: dict[str, Any]) -> TextRecord:
    number = parse_number(row["number"])
    note, confidence = row.get("note") or "", row.get("confidence") or "high"
    if confidence != "high":
        level = str(CONFIDENCE.get(confidence, confidence))
        note = f"{note} {_('[confidence: %(level)s]') % {'level': level}}".strip()
    source = row.get("source") or ""
    return TextRecord(
        line=line,
        number=number,
        type=row["type"].strip(),
        issuer=row.get("issuer") or "",
        subject=row.get("title") or "",
        issued=day(row.get("issued")),
        effective=day(row.get("effective")),
        as_at=day(row.get("as_at")),
        applied_from=tuple(
            (_stated_day(item, "on"), item.get("provisions") or "")
            for item in row.get("applied_from") or []
        ),
        source=source,
        note=note,
        relations=tuple(
            RelationRecord(
                line=line,
                acting=number,
                acting_type=row["type"],
                kind=VIETNAMESE_CODES[item["kind"]],
                target=item["target"],
                scope=item.get("scope") or "",
                on=day(item.get("on")),
                source=source,
            )
            for item in row.get("relations") or []
        ),
    )


def _stated_day(item: dict[str, Any], name: str) -> date:
    stated = day(item[name])
    if stated is None:
        raise KeyError(name)
    return stated


def _read_jsonl(text: str) -> Iterator[Record]:
    for line, content in enumerate(text.split("\n"), start=1):
        if not content.strip():
            continue
        try:
            yield _codex_text(line, json.loads(content))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            yield BadRow(line, _reason(error))


def _codex_text(line: int, row: dict[str, Any]) -> TextRecord:
    number, subject, split = whole_number(row["so_ky_hieu"], row["trich_yeu"] or "")
    issuer, issued, subject, cited = cited_body(
        row["co_quan_ban_hanh"] or "", day(row["ngay_ban_hanh"]), subject
    )
    issuer, proven = issuer_by_number(number, issuer)
    return TextRecord(
        line=line,
        number=number,
        type=row["loai"].strip(),
        issuer=issuer,
        subject=subject,
        issued=issued,
        effective=day(row["ngay_hieu_luc"]),
        source=CODEX,
        source_url=row.get("vbpl_url") or "",
        repairs=tuple(repair for repair in (split, cited, proven) if repair),
    )


def _read_csv(rows: csv.DictReader[str], header: int) -> Iterator[Record]:
    line = header + 1
    while True:
        try:
            yield from _codex_relations(line, next(rows))
        except StopIteration:
            return
        except csv.Error:
            yield BadRow(
                line, _("A field is too long: is a quotation mark left open?"), "relations"
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            yield BadRow(line, _reason(error), "relations")
        # A wording with a line break in it makes a row of two lines.
        line = rows.reader.line_num + header


def _codex_relations(line: int, row: dict[str, str]) -> list[RelationRecord]:
    """One relation for each kind that the wording names.

    The day is the relation's own, never the acting text's day of effect.
    """
    wording = " ".join(row["quan_he"].split())
    kinds = list(dict.fromkeys(kind for words, kind in _WORDINGS if words in fold(wording)))
    if not kinds:
        raise ValueError(_("“{wording}” says no kind of relation.").format(wording=wording))
    acting = parse_number(row["van_ban_tac_dong"])
    target = parse_number(row["van_ban"]).normalised
    articles = (row.get("so_dieu") or "").strip()
    return [
        RelationRecord(
            line=line,
            acting=acting,
            acting_type=row["loai_tac_dong"].strip(),
            kind=kind,
            target=target,
            scope=f"{wording} ({articles} điều)" if articles else wording,
            on=day(row["hieu_luc_tac_dong"]),
            source=CODEX,
        )
        for kind in kinds
    ]


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return _("“{name}” is missing or not known.").format(name=error.args[0])
    return str(error)
