"""The version of everything that a page may show: another one after each transaction that wrote.

The database itself sees to it, by triggers on all tables but those named below, so that nobody who
writes can forget it: actions, migrations, the shell. A version never comes back, except with the
content it stood for: values are drawn at random, not counted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import truncate_name

PREFIX = "content_"
MOST_LETTERS = 63
# Written often, and nothing of them stands on a page for the public. A new table is not among
# them: then pages are drawn once too often, never once too seldom.
NEVER_SHOWN = {
    "cms_contentversion",
    "django_session",
    "doccontrol_accountchange",
    "doccontrol_acknowledgement",
    "doccontrol_authorship",
    "doccontrol_evidenceverification",
    "doccontrol_incomingfile",
    "doccontrol_incomingpage",
    "doccontrol_job",
    "reversion_revision",
    "reversion_version",
    "search_askedquestion",
    "search_indexwriter",
    "search_savedsearch",
    "wagtailadmin_editingsession",
    "wagtailadmin_formstate",
    "wagtailcore_modellogentry",
    "wagtailcore_pagelogentry",
    "wagtailcore_referenceindex",
    "wagtailcore_revision",
    "wagtailsearch_indexentry",
    "wagtailsearch_indexentry_fts",
    "wagtailusers_userprofile",
}
# Written by each log-in, and while somebody writes a draft.
COLUMNS_NEVER_SHOWN = {
    "doccontrol_person": {"last_login"},
    "wagtailcore_page": {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision_created_at",
        "latest_revision_id",
    },
}


class ContentVersion(models.Model):
    """Random numbers whose sum is the version; there is none while ``CLOSED`` is among them.

    On SQLite one row is written anew: one transaction writes at a time. PostgreSQL adds a row for
    each writing statement, so that no writer waits for another, and the sum is another one for
    each set of committed transactions, in whatever order they end; ``gather`` makes the rows one
    again. Each statement draws, not each transaction: one that reads a page between two writes
    must not have the same version before and after the second.
    """

    drawn = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.drawn)


def content_version() -> str:
    """As this transaction sees it; "" if nothing is known of it, and nothing may be kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(drawn), MIN(drawn) FROM cms_contentversion")
        version, least = cursor.fetchone()
    return "" if version is None or least == CLOSED else str(version)


CLOSED = -1
# Numbers of 40 bits: a sum of them stays below 64 however many rows there are.
_DRAW_SQLITE = (
    "UPDATE cms_contentversion SET drawn = abs(random() % 1099511627776) WHERE drawn >= 0"
)
_DRAW_POSTGRESQL = (
    "INSERT INTO cms_contentversion (drawn) VALUES (floor(random() * 1099511627776)::bigint)"
)
_FIRST_SQLITE = "INSERT INTO cms_contentversion (drawn) VALUES (abs(random() % 1099511627776))"
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION content_changed() RETURNS trigger LANGUAGE plpgsql AS "
    f"$content$BEGIN {_DRAW_POSTGRESQL}; RETURN NULL; END$content$"
)
_GATHER = " ".join(
    ["WITH gone AS (DELETE FROM cms_contentversion WHERE drawn >= 0)", _DRAW_POSTGRESQL]
)
MOST_ROWS = 500


def gather() -> None:
    """Make many rows one, under another version. What is added meanwhile stays and counts."""
    if connection.vendor != "postgresql" or ContentVersion.objects.count() < MOST_ROWS:
        return
    with connection.cursor() as cursor:
        cursor.execute(_GATHER)


def before_migrate(sender: Any, using: str, plan: list[Any], **_: Any) -> None:
    """Signal pre_migrate: migrations may rebuild tables."""
    if plan:
        remove(using)


def after_migrate(sender: Any, using: str, **_: Any) -> None:
    """Signal post_migrate."""
    install(using)


def install(using: str = "default") -> None:
    """Bring the triggers to what the tables are. Safe to repeat."""
    database = connections[using]
    with database.cursor() as cursor:
        present = set(database.introspection.table_names(cursor))
        if ContentVersion._meta.db_table not in present:
            return
        there, to_be = _there(database), dict(_triggers_to_be(database, present))
        if database.vendor == "postgresql":
            database.check_constraints()
            cursor.execute(_FUNCTION)
        # First the new ones: no write in between goes unnoticed.
        for name in to_be.keys() - there.keys():
            cursor.execute(to_be[name])
        for name in there.keys() - to_be.keys():
            cursor.execute(_drop(database, name, there[name]))
        # While the triggers were away anything may have been written.
        cursor.execute("DELETE FROM cms_contentversion")
        cursor.execute(_DRAW_POSTGRESQL if database.vendor == "postgresql" else _FIRST_SQLITE)


def remove(using: str = "default") -> None:
    """Without triggers nobody notices what is written: first of all nothing is kept any more,
    until they are back."""
    database = connections[using]
    with database.cursor() as cursor:
        if ContentVersion._meta.db_table in database.introspection.table_names(cursor):
            cursor.execute("INSERT INTO cms_contentversion (drawn) VALUES (%s)", [CLOSED])
        there = _there(database)
        if there and database.vendor == "postgresql":
            database.check_constraints()
        for name, table in there.items():
            cursor.execute(_drop(database, name, table))


def _triggers_to_be(database: BaseDatabaseWrapper, present: set[str]) -> Iterator[tuple[str, str]]:
    """(name, statement that creates it) of each trigger; each wording has a name of its own."""
    shown = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    for table in sorted((shown & present) - NEVER_SHOWN):
        for when in _events(database, table):
            if database.vendor == "postgresql":
                rest = f'ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION content_changed()'
            else:
                rest = f'ON "{table}" BEGIN {_DRAW_SQLITE}; END'
            wording = hashlib.sha256(f"{when} {rest}".encode()).hexdigest()[:8]
            name = truncate_name(f"{PREFIX}{wording}_{table}", MOST_LETTERS)
            yield name, f'CREATE TRIGGER "{name}" AFTER {when} {rest}'


def _events(database: BaseDatabaseWrapper, table: str) -> Iterator[str]:
    update = f"UPDATE{_of_shown_columns(database, table)}"
    if database.vendor == "postgresql":
        yield f"INSERT OR {update} OR DELETE OR TRUNCATE"
    else:
        yield from ("INSERT", update, "DELETE")


def _of_shown_columns(database: BaseDatabaseWrapper, table: str) -> str:
    """ " OF a, b", or nothing where each column counts."""
    never = COLUMNS_NEVER_SHOWN.get(table)
    if never is None:
        return ""
    with database.cursor() as cursor:
        described = database.introspection.get_table_description(cursor, table)
    return " OF " + ", ".join(f'"{c.name}"' for c in described if c.name not in never)


def _there(database: BaseDatabaseWrapper) -> dict[str, str]:
    """Our triggers by name, each with its table."""
    if database.vendor == "postgresql":
        sql = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND starts_with(t.tgname, %s)"
            " AND pg_table_is_visible(c.oid) AND t.tgenabled IN ('O', 'A')"
        )
    else:
        sql = (
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
            " AND substr(name, 1, length(%s)) = %s"
        )
    with database.cursor() as cursor:
        cursor.execute(sql, [PREFIX] * sql.count("%s"))
        return dict(cursor.fetchall())


def _drop(database: BaseDatabaseWrapper, name: str, table: str) -> str:
    on = f' ON "{table}"' if database.vendor == "postgresql" else ""
    return f'DROP TRIGGER IF EXISTS "{name}"{on}'
