"""The order of the register's lists, and the index that keeps it."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Index, OrderBy

# By day, newest first, unknown days last.
NEWEST_FIRST = (F("issued").desc(nulls_last=True), F("sort_key").desc(), F("id").asc())


class OrderedIndex(Index):
    """An index in exactly this order, wherever NULL stands in it."""

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **options: Any) -> Any:
        index: Index = self
        if schema_editor.connection.vendor == "sqlite":
            # It sorts NULL last by itself when descending, and refuses an index that says so.
            orders = [
                OrderBy(expression.expression, descending=expression.descending)
                for expression in self.expressions
                if isinstance(expression, OrderBy)
            ]
            index = Index(*orders, name=self.name)
        return Index.create_sql(index, model, schema_editor, using, **options)
