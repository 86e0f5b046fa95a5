"""The version of everything that a page may show: another one after each transaction that wrote.

The database itself sees to it, by triggers on all tables but those named below, so that nobody who
writes can forget it: actions, migrations, the shell. A version never comes back, except with the
content it stood for: values are drawn at random, not counted.
"""

from __future__ import annotations

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
    "doccontrol_acknowledgement",
    "doccontrol_evidenceverification",
    "doccontrol_incomingfile",
    "doccontrol_incomingpage",
    "doccontrol_job",
    "reversion_revision",
    "reversion_version",
    "search_askedquestion",
    "search_savedsearch",
    "wagtailadmin_editingsession",
    "wagtailadmin_formstate",
    "wagtailcore_modellogentry",
    "wagtailcore_pagelogentry",
    "wagtailcore_referenceindex",
    "wagtailsearch_indexentry",
    "wagtailsearch_indexentry_fts",
    "wagtailusers_userprofile",
}


class ContentVersion(models.Model):
    """Random numbers whose sum is the version.

    On SQLite one row is written anew: one transaction writes at a time. PostgreSQL adds a row for
    each writing statement, so that no writer waits for another; ``gather`` makes them one again.
    """

    drawn = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.drawn)


def content_version() -> str:
    """As this transaction sees it; "" if nothing is known of it, and nothing may be kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(drawn) FROM cms_contentversion")
        (version,) = cursor.fetchone()
    return "" if version is None else str(version)


# Numbers of 40 bits: a sum of them stays below 64 however many rows there are.
_DRAW_SQLITE = "UPDATE cms_contentversion SET drawn = abs(random() % 1099511627776)"
_DRAW_POSTGRESQL = (
    "INSERT INTO cms_contentversion (drawn) VALUES (floor(random() * 1099511627776)::bigint)"
)
_FIRST_SQLITE = "INSERT INTO cms_contentversion (drawn) VALUES (abs(random() % 1099511627776))"
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION content_changed() RETURNS trigger LANGUAGE plpgsql AS "
    f"$content$BEGIN {_DRAW_POSTGRESQL}; RETURN NULL; END$content$"
)
_GATHER = " ".join(["WITH gone AS (DELETE FROM cms_contentversion)", _DRAW_POSTGRESQL])
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
        there = _there(database)
        wanted = {name: statement for name, _table, statement in _wanted(database, present)}
        if database.vendor == "postgresql":
            database.check_constraints()
            cursor.execute(_FUNCTION)
        for name in there.keys() - wanted.keys():
            cursor.execute(_drop(database, name, there[name]))
        for name in wanted.keys() - there.keys():
            cursor.execute(wanted[name])
        # While the triggers were away anything may have been written.
        cursor.execute("DELETE FROM cms_contentversion")
        cursor.execute(_DRAW_POSTGRESQL if database.vendor == "postgresql" else _FIRST_SQLITE)


def remove(using: str = "default") -> None:
    database = connections[using]
    with database.cursor() as cursor:
        there = _there(database)
        if there and database.vendor == "postgresql":
            database.check_constraints()
        for name, table in there.items():
            cursor.execute(_drop(database, name, table))
        # Without them nobody notices what is written: then nothing may be kept.
        if ContentVersion._meta.db_table in database.introspection.table_names(cursor):
            cursor.execute("DELETE FROM cms_contentversion")


def _wanted(database: BaseDatabaseWrapper, present: set[str]) -> Iterator[tuple[str, str, str]]:
    shown = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    for table in sorted((shown & present) - NEVER_SHOWN):
        if database.vendor == "postgresql":
            name = truncate_name(f"{PREFIX}{table}", MOST_LETTERS)
            yield (
                name,
                table,
                f'CREATE TRIGGER "{name}" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE '
                f'ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION content_changed()',
            )
            continue
        for event in ("INSERT", "UPDATE", "DELETE"):
            name = f"{PREFIX}{event.lower()}_{table}"
            yield (
                name,
                table,
                f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" BEGIN {_DRAW_SQLITE}; END',
            )


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
