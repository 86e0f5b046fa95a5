"""What can be found: editions by section and file, legal texts by article."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from doccontrol.documents.models.editions import Edition
from doccontrol.register.models.texts import LegalText
from search.engines.base import IndexDocument
from search.index.indexed_editions import documents_of_edition, documents_of_editions, edition_group
from search.index.indexed_laws import (
    LAW,
    documents_of_law,
    documents_of_laws,
    law_group,
    laws_shown_with,
)

__all__ = [
    "LAW",
    "documents_of_edition",
    "documents_of_editions",
    "documents_of_law",
    "documents_of_laws",
    "edition_group",
    "everything",
    "how_many_rows",
    "law_group",
    "laws_shown_with",
]


def everything() -> Iterator[IndexDocument]:
    """All editions of all days and the whole register, read in pieces."""
    return chain(
        documents_of_editions(Edition.objects.all()), documents_of_laws(LegalText.objects.all())
    )


def how_many_rows() -> int:
    """Editions and texts that ``everything`` reads; each gives one document or more."""
    return Edition.objects.count() + LegalText.objects.count()
