"""Many rows at once, each by its own ``save`` or ``delete``, so that none passes its guard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models, transaction


class OneByOne(models.QuerySet[Any]):
    """For tables of a few hundred rows whose rows guard themselves."""

    def update(self, **fields: Any) -> int:
        """Raises TypeError for an expression: a guard must see the value."""
        if any(hasattr(value, "resolve_expression") for value in fields.values()):
            raise TypeError(f"{self.model.__name__}: set values row by row, not expressions")
        rows = list(self)
        with transaction.atomic(using=self.db):
            for row in rows:
                for name, value in fields.items():
                    setattr(row, name, value)
                row.save(update_fields=list(fields))
        return len(rows)

    def bulk_update(
        self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        rows, names = list(objs), list(fields)
        with transaction.atomic(using=self.db):
            for row in rows:
                row.save(update_fields=names)
        return len(rows)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        """Raises TypeError if rows that exist are to be overwritten or passed over."""
        if args or any(options.get(name) for name in ("update_conflicts", "ignore_conflicts")):
            raise TypeError(f"{self.model.__name__}: new rows only, one by one")
        rows = list(objs)
        with transaction.atomic(using=self.db):
            for row in rows:
                row.save(force_insert=True)
        return rows

    def delete(self) -> tuple[int, dict[str, int]]:
        deleted: dict[str, int] = {}
        with transaction.atomic(using=self.db):
            for row in list(self):
                for label, count in row.delete()[1].items():
                    deleted[label] = deleted.get(label, 0) + count
        return sum(deleted.values()), deleted

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


def facts_that_differ(
    before: models.Model | None, after: models.Model, names: Sequence[str]
) -> set[str]:
    """Of the columns ``names``, those in which the rows differ; all of them for a new row."""
    if before is None:
        return set(names)
    return {name for name in names if getattr(before, name) != getattr(after, name)}
