"""Documents whose text resembles that of a law: asked of whoever knows how to search.

doccontrol does not know the search engine. The package that does registers a finder when the site
starts (``register_finder``); without one, or while the engine is down, nothing is found and that
is said: nobody takes silence for "nothing alike".
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from doccontrol.documents.models.editions import Edition

MOST_SIMILAR = 8


class FinderUnavailable(Exception):
    """Raised by a finder that cannot answer now."""


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


# The words of a text and the day -> primary keys of editions in force, most alike first.
Finder = Callable[[str, date], list[int]]
_finders: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """The last one registered is asked."""
    _finders.append(finder)


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
    if not _finders:
        return None
    try:
        keys = _finders[-1](words, on)
    except FinderUnavailable:
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
    found.sort(key=lambda document: not document.is_same_field)
    return found[:MOST_SIMILAR]
