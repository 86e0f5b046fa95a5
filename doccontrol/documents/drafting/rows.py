"""The rows of a document as a revision keeps them."""

from __future__ import annotations

from typing import Any, Self

from modelcluster.models import model_from_serializable_data

from doccontrol.documents.richtext.typed_words import TypedWords


class RowOfPage(TypedWords):
    """Mixed into the models of rows that belong to a page by their ``page``."""

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Self | None:
        """As modelcluster reads a row, but for its page: that is the one that is being read, and
        asking the database whether it exists took a query of the whole page for each row."""
        row: Self | None = model_from_serializable_data(
            cls, data | {"page": None}, check_fks=check_fks, strict_fks=strict_fks
        )
        if row is not None:
            row.page_id = data["page"]  # type: ignore[attr-defined]
        return row
