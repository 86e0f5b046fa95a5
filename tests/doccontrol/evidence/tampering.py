"""An agency with evidence of every kind, and every way to change a column of it by SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, models

from doccontrol.acknowledgements.actions import acknowledge
from doccontrol.documents.pdf import render_pdf
from doccontrol.evidence.hashing import RowHashField
from doccontrol.evidence.tables import evidence_tables
from doccontrol.models import Edition, LawEvent
from tests.make import make_edition, make_form, make_person, make_procedure, make_text, make_unit

MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)


def make_evidence() -> Edition:
    """A procedure of two editions and a form; PDFs, acknowledgements. Returns the first edition.

    The form has no PDF yet, and one procedure no edition: rows to which others can be moved.
    """
    unit, law, later_law = make_unit(), make_text("145/2020/NĐ-CP"), make_text("9/2026/NĐ-CP")
    events = [LawEvent.objects.create(acting=one, is_main=True) for one in (law, later_law)]
    page = make_procedure(legal_basis=[(law, "Điều 5"), later_law], field="Lao động")
    addressed = {"audience": "units", "audience_units": [unit]}
    first = make_edition(page, on=MARCH, implements=[events[0]], **addressed)
    second = make_edition(page, on=JUNE, **addressed)
    make_edition(make_form(page), on=MARCH, visibility="staff", audience="nobody")
    for edition in (first, second):
        render_pdf({"edition": edition.pk})
    for edition, on in ((first, MARCH), (second, JUNE)):
        person = make_person(unit=unit)
        acknowledge(edition, person, on=on, sha256=edition.sha256)
    make_procedure()
    first.refresh_from_db()
    return first


@dataclass(frozen=True)
class Change:
    """One statement that changes one column of one row, or deletes the row (``column`` "")."""

    table: str
    pk: int
    column: str
    sql: str
    value: Any = None

    def make(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [self.value, self.pk] if self.column else [self.pk])

    def __str__(self) -> str:
        return f"{self.table} {self.pk} {self.column} {self.value!r:.60}"


def changes() -> Iterator[Change]:
    """Of every row that is there and every column of it but the key, in each way that fits."""
    for table in evidence_tables():
        for row in table.model._base_manager.order_by("pk"):
            sql = f'DELETE FROM "{table.name}" WHERE id = %s'  # noqa: S608
            yield Change(table.name, row.pk, "", sql)
            for field in table.model._meta.concrete_fields:
                if field.primary_key:
                    continue
                sql = f'UPDATE "{table.name}" SET "{field.column}" = %s WHERE id = %s'  # noqa: S608
                for value in _others(field, getattr(row, field.attname)):
                    yield Change(table.name, row.pk, field.column, sql, value)


def _others(field: Any, value: Any) -> Iterator[Any]:
    if field.is_relation:
        others = field.related_model._base_manager.exclude(pk=value).order_by("-pk")
        yield from others.values_list("pk", flat=True)[:1]
    elif isinstance(field, RowHashField):
        yield "0" * 64
    elif isinstance(field, models.JSONField):
        yield json.dumps(value | {"title": "Giả mạo"})
        yield json.dumps(value | {"signatures": value["signatures"][:1]})
        yield json.dumps({})
    elif isinstance(field, models.DateTimeField):
        yield connection.ops.adapt_datetimefield_value(value + timedelta(microseconds=1))
    else:
        yield from _other_values(str(value) if isinstance(field, models.FileField) else value)


def _other_values(value: Any) -> Iterator[Any]:
    match value:
        case None:
            yield "2030-01-01"
        case bool():
            yield not value
        case int():
            yield value + 1
        case date():
            yield from ((value + timedelta(days=by)).isoformat() for by in (-1, 1))
        case _:
            yield f"{value}x"[-64:]
            if value:
                yield f"{value[:-1]}z"
