"""How SQLite and PostgreSQL are told to refuse a change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is said, and when: an SQL condition over OLD and NEW; always if there is none."""

    words: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Trigger:
    """As it should be or as it is: equal only if it does the same. ``details`` is what else the
    database keeps of it."""

    name: str
    table: str
    body: str
    details: tuple[object, ...] = ()


class SQLite:
    """Conditions and words stand in the trigger itself."""

    differs = "IS NOT"
    events: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")

    def __init__(self, connection: BaseDatabaseWrapper, prefix: str) -> None:
        self._connection, self._prefix = connection, prefix

    def taken_keys(self, table: str) -> Iterator[str]:
        """When a row with the same key is there: INSERT OR REPLACE would delete it, and SQLite
        asks no trigger about that."""
        yield self._taken(table, [self._primary_key(table)], "")
        rows = self._rows(
            "SELECT l.name, m.sql FROM pragma_index_list(%s) l LEFT JOIN sqlite_master m"
            ' ON m.name = l.name WHERE l."unique" ORDER BY l.name',
            table,
        )
        for index, sql in rows:
            columns = self._rows("SELECT name FROM pragma_index_info(%s) ORDER BY seqno", index)
            names = [column for (column,) in columns]
            if None in names:  # over an expression, which cannot be told again from here
                continue
            only = re.search(r"\bWHERE\b(.*)", str(sql or ""), re.DOTALL | re.IGNORECASE)
            yield self._taken(table, names, only[1].strip() if only else "")

    def _taken(self, table: str, columns: Sequence[str], only: str) -> str:
        same = [f'"{column}" = NEW."{column}"' for column in columns]
        if only:  # a partial index: it counts for both rows
            same += [only, re.sub(r'"(\w+)"', r'NEW."\1"', only)]
        return f'EXISTS (SELECT 1 FROM "{table}" WHERE {" AND ".join(same)})'  # noqa: S608

    def trigger(self, name: str, table: str, event: str, refusals: list[Refusal]) -> Trigger:
        lines = [
            f"SELECT RAISE(ABORT, '{refusal.words}')"
            + (f" WHERE {refusal.where}" if refusal.where else "")
            for refusal in refusals
        ]
        body = ";\n".join(lines)
        sql = f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" BEGIN\n{body};\nEND'
        return Trigger(name, table, sql)

    def create(self, trigger: Trigger) -> None:
        self._execute(trigger.body)

    def drop(self, name: str, table: str) -> None:
        self._execute(f'DROP TRIGGER IF EXISTS "{name}"')

    def installed(self) -> dict[str, Trigger]:
        rows = self._rows("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        named = [row for row in rows if str(row[0]).startswith(self._prefix)]
        return {name: Trigger(name, table, sql) for name, table, sql in named}

    def settle(self) -> None:
        """Nothing stands in the way of a change of triggers."""

    def _primary_key(self, table: str) -> str:
        [(name,)] = self._rows("SELECT name FROM pragma_table_info(%s) WHERE pk", table)
        return str(name)

    def _execute(self, sql: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(sql)

    def _rows(self, sql: str, *params: str) -> list[tuple[str, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())


# Bits of pg_trigger.tgtype.
_ROW, _BEFORE = 1, 2
_EVENT = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
_ALWAYS_FIRES = ("O", "A")


class PostgreSQL:
    """Each trigger calls a function of its own name, which may ask other tables."""

    differs = "IS DISTINCT FROM"
    events: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE", "TRUNCATE")

    def __init__(self, connection: BaseDatabaseWrapper, prefix: str) -> None:
        self._connection, self._prefix = connection, prefix

    def taken_keys(self, table: str) -> Iterator[str]:
        """None: INSERT … ON CONFLICT is an UPDATE here, and refused as one."""
        yield from ()

    def trigger(self, name: str, table: str, event: str, refusals: list[Refusal]) -> Trigger:
        lines = [
            f"IF {refusal.where or 'TRUE'} THEN RAISE EXCEPTION '{refusal.words}'"
            " USING ERRCODE = 'integrity_constraint_violation'; END IF;"
            for refusal in refusals
        ]
        body = "\n".join(["BEGIN", *lines, "RETURN NEW;", "END"])
        level = _BEFORE if event == "TRUNCATE" else _ROW | _BEFORE
        return Trigger(name, table, body, (event, level | _EVENT[event], True))

    def create(self, trigger: Trigger) -> None:
        event, kind = str(trigger.details[0]), int(str(trigger.details[1]))
        level = "ROW" if kind & _ROW else "STATEMENT"
        self._execute(
            f'CREATE OR REPLACE FUNCTION "{trigger.name}"() RETURNS trigger LANGUAGE plpgsql'
            f" AS $evidence${trigger.body}$evidence$"
        )
        self._execute(
            f'CREATE TRIGGER "{trigger.name}" BEFORE {event} ON "{trigger.table}"'
            f' FOR EACH {level} EXECUTE FUNCTION "{trigger.name}"()'
        )

    def drop(self, name: str, table: str) -> None:
        self._execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')
        self._execute(f'DROP FUNCTION IF EXISTS "{name}"()')

    def installed(self) -> dict[str, Trigger]:
        with self._connection.cursor() as cursor:
            cursor.execute(
                "SELECT t.tgname, c.relname, p.prosrc, t.tgtype, t.tgenabled, t.tgqual IS NULL"
                " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
                " AND starts_with(t.tgname, %s) AND pg_table_is_visible(c.oid)",
                [self._prefix],
            )
            rows = cursor.fetchall()
        events = {bit: event for event, bit in _EVENT.items()}
        return {
            name: Trigger(
                name,
                table,
                body,
                (
                    events.get(kind & ~(_ROW | _BEFORE), ""),
                    kind,
                    _text(enabled) in _ALWAYS_FIRES and unconditional,
                ),
            )
            for name, table, body, kind, enabled, unconditional in rows
        }

    def settle(self) -> None:
        """Checks of foreign keys that wait for the end of the transaction stand in the way."""
        self._connection.check_constraints()

    def _execute(self, sql: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(sql)


def _text(value: object) -> str:
    """``tgenabled`` is of the type "char", which drivers hand over as text or as bytes."""
    return value.decode() if isinstance(value, bytes) else str(value)
