"""Whether evidence still says what it said when it was written.

Every row is held against its own hash; a chapter adds with ``verifies`` what it can compare
besides: frozen content, files, what other rows say. Rows are read in batches, and a batch is where
one may stop and go on later. That no row is missing and none too many is not told by this: that
needs a chain over the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from doccontrol.evidence.hashing import RowHashField, row_sha256
from doccontrol.evidence.tables import Table, evidence_tables
from doccontrol.evidence.triggers import wrong

# Frozen content and files are heavy: few such rows are in memory at a time.
HEAVY, LIGHT = 20, 500

Check = Callable[[Sequence[Any]], Iterable["Difference"]]
_checks: dict[str, list[Check]] = defaultdict(list)


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not as it was written. ``pk`` None and ``column`` "" where it is a whole table;
    ``why`` is in the reader's words."""

    table: str
    pk: int | None
    column: str
    why: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def differs(row: models.Model, column: str, why: Any) -> Difference:
    return Difference(row._meta.db_table, row.pk, column, str(why))


def verifies(model: type[models.Model]) -> Callable[[Check], Check]:
    """Declare what else is compared for rows of ``model``: a function of some of its rows, in the
    order of their keys, that yields what differs. It asks the database for all of them at once."""

    def register(check: Check) -> Check:
        _checks[model._meta.label].append(check)
        return check

    return register


@dataclass(frozen=True, slots=True)
class Place:
    """How far one has come: rows of ``table`` up to the key ``after`` are done, and all tables
    before it."""

    table: str = ""
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    place: Place
    checked: int
    differences: list[Difference] = field(default_factory=list)


def batches(begin: Place | None = None) -> Iterator[Batch]:
    """All evidence from ``begin`` on, or from the start, where the triggers are looked at too."""
    begin = begin or Place()
    if not begin.table:
        yield Batch(Place(), 0, _unguarded())
    for table in evidence_tables():
        if table.name < begin.table:
            continue
        yield from _of_table(table, begin.after if table.name == begin.table else None)


def _unguarded() -> list[Difference]:
    why = _(
        "The database does not refuse changes here: the trigger %(name)s is missing or altered. "
        "Run: manage.py migrate"
    )
    return [
        Difference(trigger.table, None, "", why % {"name": trigger.name}) for trigger in wrong()
    ]


def _of_table(table: Table, after: int | None) -> Iterator[Batch]:
    heavy = any(
        isinstance(column, models.JSONField | models.FileField)
        for column in table.model._meta.concrete_fields
    )
    while keys := _keys(table.model, after, HEAVY if heavy else LIGHT):
        after = keys[-1]
        differences = [] if table.owner else list(_of_rows(table.model, keys))
        yield Batch(Place(table.name, after), len(keys), differences)


def _keys(model: type[models.Model], after: int | None, size: int) -> list[int]:
    rows = model._base_manager.order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.values_list("pk", flat=True)[:size])


def _of_rows(model: type[models.Model], keys: Sequence[int]) -> Iterator[Difference]:
    """A row that cannot even be read or compared spoils only its own check."""
    try:
        rows = list(model._base_manager.filter(pk__in=keys).order_by("pk"))
        differences = [*_compared(model, rows)]
    except Exception as error:
        if len(keys) > 1:
            for key in keys:
                yield from _of_rows(model, [key])
            return
        yield _unreadable(model, keys[0], error)
        return
    yield from differences


def _compared(model: type[models.Model], rows: Sequence[models.Model]) -> Iterator[Difference]:
    """Two rows that do not fit together do not tell which of them was changed: the hashes do."""
    for check in _checks[model._meta.label]:
        yield from check(rows)
    hashed = any(isinstance(column, RowHashField) for column in model._meta.concrete_fields)
    for row in rows if hashed else ():
        if not is_as_written(row):
            yield differs(row, "row_sha256", _("The row is not what was written."))


def is_as_written(row: Any, **instead: Any) -> bool:
    """Whether the row has the hash it was written with; ``instead``, if fields had these values."""
    return bool(row.row_sha256 == row_sha256(row, **instead))


def _unreadable(model: type[models.Model], key: int, error: Exception) -> Difference:
    why = _("The row cannot be read: %(error)s") % {"error": f"{type(error).__name__}: {error}"}
    for column in model._meta.concrete_fields:
        try:
            list(model._base_manager.filter(pk=key).values_list(column.attname, flat=True))
        except Exception:
            return Difference(model._meta.db_table, key, column.attname, why)
    return Difference(model._meta.db_table, key, "", why)
