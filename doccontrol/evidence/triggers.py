"""Triggers by which the database itself refuses to change evidence, whoever asks.

Put in place after every ``migrate``, for every table whose model states an ``evidence_rule``, and
taken away before one that has something to do: migrations may rebuild tables and correct rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import truncate_name

from doccontrol.evidence.tables import Table, evidence_tables
from doccontrol.evidence.trigger_dialects import PostgreSQL, Refusal, SQLite, Trigger

PREFIX = "evidence_"
MOST_LETTERS = 63


class Dialect(Protocol):
    """How one kind of database is told."""

    differs: str
    events: tuple[str, ...]

    def taken_keys(self, table: str) -> Iterator[str]: ...
    def trigger(self, name: str, table: str, event: str, refusals: list[Refusal]) -> Trigger: ...
    def create(self, trigger: Trigger) -> None: ...
    def drop(self, name: str, table: str) -> None: ...
    def installed(self) -> dict[str, Trigger]: ...
    def settle(self) -> None: ...


class NoTriggersHere(Exception):
    """The database is neither SQLite nor PostgreSQL."""


def install(using: str = "default") -> None:
    """Bring the triggers to what the models say. Safe to repeat: what is right is left alone."""
    connection = connections[using]
    dialect = _dialect(connection)
    there, declared = dialect.installed(), _declared(connection, dialect)
    wrong = [trigger for name, trigger in declared.items() if there.get(name) != trigger]
    stale = [trigger for name, trigger in there.items() if declared.get(name) != trigger]
    if wrong or stale:
        dialect.settle()
    for trigger in stale:
        dialect.drop(trigger.name, trigger.table)
    for trigger in wrong:
        dialect.create(trigger)


def remove(using: str = "default") -> None:
    """Take all of them away."""
    dialect = _dialect(connections[using])
    if there := dialect.installed():
        dialect.settle()
    for trigger in there.values():
        dialect.drop(trigger.name, trigger.table)


def wrong(using: str = "default") -> list[Trigger]:
    """The triggers that should be there and are not, or are not as they should be."""
    connection = connections[using]
    dialect = _dialect(connection)
    there = dialect.installed()
    declared = _declared(connection, dialect)
    return [trigger for name, trigger in declared.items() if there.get(name) != trigger]


def before_migrate(sender: Any, using: str, plan: list[Any], **_: Any) -> None:
    """Signal pre_migrate."""
    if plan:
        remove(using)


def after_migrate(sender: Any, using: str, **_: Any) -> None:
    """Signal post_migrate."""
    install(using)


def _dialect(connection: BaseDatabaseWrapper) -> Dialect:
    if connection.vendor == "sqlite":
        return SQLite(connection, PREFIX)
    if connection.vendor == "postgresql":
        return PostgreSQL(connection, PREFIX)
    raise NoTriggersHere(connection.vendor)


def _declared(connection: BaseDatabaseWrapper, dialect: Dialect) -> dict[str, Trigger]:
    triggers = {}
    for table, columns in _present(connection):
        for event in dialect.events:
            refusals = list(_refusals(table, event, columns, dialect))
            if refusals:
                name = truncate_name(f"{PREFIX}{event.lower()}_{table.name}", MOST_LETTERS)
                triggers[name] = dialect.trigger(name, table.name, event, refusals)
    return triggers


def _present(connection: BaseDatabaseWrapper) -> Iterator[tuple[Table, list[str]]]:
    """Tables that this database has by now, with the columns they have by now."""
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor))
        for table in evidence_tables():
            if table.name in names:
                # The names alone: Django's own description reads the table's whole definition.
                quoted = connection.ops.quote_name(table.name)
                cursor.execute(f"SELECT * FROM {quoted} LIMIT 0")  # noqa: S608
                yield table, [column[0] for column in cursor.description]


def _refusals(
    table: Table, event: str, columns: Iterable[str], dialect: Dialect
) -> Iterator[Refusal]:
    name = table.name
    if event in ("DELETE", "TRUNCATE"):
        yield Refusal(f"{name} is evidence: no row of it is deleted.")
    elif event == "UPDATE":
        yield from _refused_changes(table, columns, dialect)
        yield from _forbidden(table)
    else:
        yield from _forbidden(table)
        closed = table.rule.links_closed
        if table.owner and closed:
            where = closed.format(owner=f'NEW."{table.owner}"')
            yield Refusal(f"{name} is evidence: no row is added after it was signed.", where)
        for where in dialect.taken_keys(name) if not table.owner else ():
            yield Refusal(f"{name} is evidence: such a row is there already.", where)


def _forbidden(table: Table) -> Iterator[Refusal]:
    for words, where in table.rule.forbidden.items() if not table.owner else ():
        yield Refusal(f"{table.name}: {words}.", " ".join(where.split()))


def _refused_changes(table: Table, columns: Iterable[str], dialect: Dialect) -> Iterator[Refusal]:
    rule = None if table.owner else table.rule
    once = {_column(table, field) for field in rule.written_once} if rule else set()
    when = {_column(table, f): sql for f, sql in rule.changeable.items()} if rule else {}
    for column in columns:
        change = f'OLD."{column}" {dialect.differs} NEW."{column}"'
        words = f"{table.name}.{column} is evidence: it is not changed"
        if column in once:
            filled = f"""OLD."{column}" IS NOT NULL AND CAST(OLD."{column}" AS text) <> ''"""
            yield Refusal(f"{words} once it is written.", f"{change} AND {filled}")
        elif column in when:
            may = " ".join(when[column].split())
            yield Refusal(f"{words} in this way.", f"{change} AND ({may}) IS NOT TRUE")
        else:
            yield Refusal(f"{words}.", change)


def _column(table: Table, field: str) -> str:
    return table.model._meta.get_field(field).column  # type: ignore[union-attr,return-value]
