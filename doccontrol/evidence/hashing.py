"""The hash by which a row of evidence is known, over its columns in one spelling.

Both databases give the same hash, before the row is written and after it is read back. Left out
are the number that the database gives it, the fields that its rule lets change later, and empty
columns: a column added later leaves the hashes of older rows as they were.
"""

from __future__ import annotations

import hashlib
import json
import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

from doccontrol.evidence.rules import EvidenceRule


def rule_of(model: type[models.Model]) -> EvidenceRule | None:
    """The rule of a table, asked of the model or of its historical self in a migration."""
    rule = getattr(model, "evidence_rule", None)
    if rule is None and model.__module__ == "__fake__":
        try:
            rule = getattr(apps.get_model(model._meta.label), "evidence_rule", None)
        except LookupError:
            return None
    return rule if isinstance(rule, EvidenceRule) else None


def row_sha256(row: models.Model, **instead: Any) -> str:
    """The hash of ``row``; with ``instead``, as if fields had these values."""
    rule = rule_of(type(row)) or EvidenceRule()
    spelt: dict[str, Any] = {"": row._meta.db_table}
    for field in row._meta.concrete_fields:
        if field.primary_key or isinstance(field, RowHashField) or field.name in rule.later:
            continue
        value = instead.get(field.name, getattr(row, field.attname))
        value = _spelt(field, value)
        if value is not None and value != "":
            spelt[str(field.column)] = value
    text = json.dumps(spelt, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _spelt(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, models.FileField):
        return str(value)
    if isinstance(field, models.JSONField):
        return json.loads(json.dumps(value, cls=field.encoder))
    if isinstance(field, models.DateTimeField):
        moment: datetime = field.get_prep_value(value)
        return moment.astimezone(UTC).isoformat(timespec="microseconds")
    return _spelt_plainly(field, field.to_python(value))


def _spelt_plainly(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal) and isinstance(field, models.DecimalField):
        return f"{value:.{field.decimal_places}f}"
    return value if isinstance(value, bool | int) else str(value)


class RowHashField(models.CharField):
    """Computed when the row is inserted, one by one or many at once, after all other columns."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options | {"max_length": 64, "editable": False, "default": ""})
        # Columns are prepared in this order: the last one sees what the others came to.
        self.creation_counter = sys.maxsize

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for fixed in ("max_length", "editable", "default"):
            options.pop(fixed, None)
        return name, path, args, options

    def pre_save(self, row: models.Model, add: bool) -> Any:
        if add:
            setattr(row, self.attname, row_sha256(row))
        return super().pre_save(row, add)
