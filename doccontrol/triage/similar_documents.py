"""Documents whose text resembles that of a law: asked of whoever knows how to search.

doccontrol does not know the search engine. The package that does registers a finder
(``extension_points.document_finders``); without one, or while the engine is down, nothing is found
and that is said: nobody takes silence for "nothing alike".
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from doccontrol.documents.models.editions import Edition
from doccontrol.extension_points import FinderUnavailable, document_finders

MOST_SIMILAR = 8


@dataclass(frozen=True, slots=True)
class Similar:
    """A document in force that resembles the text; ``is_same_field``: it stands in a field of work
    in which another document already rests on the text."""

    document: int
    code: str
    title: str
    unit: str
    field: str
    is_same_field: bool


def similar_documents(
    words: str,
    on: date,
    *,
    leave_out: Collection[int] = (),
    fields: Collection[str] = (),
) -> list[Similar] | None:
    """Documents in force on ``on`` that resemble ``words``, those of ``fields`` first; None if
    nobody can be asked now. ``leave_out`` are documents that rest on the text anyway.

    One query and one question to the engine.
    """
    if not words.strip():
        return []
    keys = _most_alike(words, on)
    if keys is None:
        return None
    place = {key: number for number, key in enumerate(keys)}
    editions = (
        Edition.objects.in_force(on)
        .filter(pk__in=keys)
        .exclude(document__in=leave_out)
        .without_content()
        .select_related("unit")
    )
    found = [
        Similar(
            document=edition.document_id,
            code=edition.code,
            title=edition.title,
            unit=edition.unit.name,
            field=edition.field,
            is_same_field=bool(edition.field) and edition.field in fields,
        )
        for edition in sorted(editions, key=lambda edition: place[edition.pk])
    ]
    found.sort(key=lambda one: not one.is_same_field)
    return found[:MOST_SIMILAR]


def _most_alike(words: str, on: date) -> list[int] | None:
    """What the first finder that can answer says; None if none can."""
    for finder in document_finders:
        try:
            return finder.find(words, on)
        except FinderUnavailable:
            continue
    return None
