"""The version of everything that a page may show: another one after each transaction that wrote.

There are three kinds, each with all that the one before it has: of the frame that stands around
every page, of what a page for the public may show, and of what people see at work. The database
itself sees to them, by triggers on all tables but those named below, so that nobody who writes can
forget it: actions, migrations, the shell. A version never comes back, except
with the content it stood for: values are drawn at random, not counted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import truncate_name

PREFIX = "content_"
MOST_LETTERS = 63
FRAME, PUBLIC, WORK = "frame", "public", "work"
KINDS = (FRAME, PUBLIC, WORK)
# What the frame is made of, the public's and everybody's.
FRAME_TABLES = {
    "cms_documentindexpage",
    "cms_homepage",
    "doccontrol_agencysettings",
    "wagtailcore_page",
    "wagtailcore_pageviewrestriction",
    "wagtailcore_site",
}
# Written often, and nothing of them stands on a page that is kept. A new table is not among them,
# nor among the next ones: then pages are drawn once too often, never once too seldom.
NEVER_SHOWN = {
    "cms_contentversion",
    "django_session",
    "doccontrol_incomingpage",
    "search_askedquestion",
    "search_indexwriter",
    "wagtailadmin_editingsession",
    "wagtailadmin_formstate",
    "wagtailcore_referenceindex",
    "wagtailsearch_indexentry",
    "wagtailsearch_indexentry_fts",
}
# Nothing of them stands on a page for the public.
SHOWN_AT_WORK = {
    "doccontrol_accountchange",
    "doccontrol_acknowledgement",
    "doccontrol_authorship",
    "doccontrol_evidenceverification",
    "doccontrol_incomingfile",
    "doccontrol_job",
    "reversion_revision",
    "reversion_version",
    "search_savedsearch",
    "wagtailcore_modellogentry",
    "wagtailcore_pagelogentry",
    "wagtailcore_revision",
    "wagtailusers_userprofile",
}
# Written by each log-in.
COLUMNS_NEVER_SHOWN = {"doccontrol_person": {"last_login"}}
# Written while somebody writes a draft.
COLUMNS_SHOWN_AT_WORK = {
    "wagtailcore_page": {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision_created_at",
        "latest_revision_id",
    },
}


class ContentVersion(models.Model):
    """Random numbers whose sums are the versions; there is none while ``CLOSED`` is among them.

    Whatever the frame shows the public sees, and whatever the public sees people see at work: a
    version names the sums of its kind and of those before it, so that one row is written however
    many versions it concerns.

    On SQLite one row of the kind is written anew: one transaction writes at a time. PostgreSQL
    adds a row for each writing statement, so that no writer waits for another, and the sum is
    another one for each set of committed transactions, in whatever order they end; ``gather`` makes
    the rows of a kind one again. Each statement draws, not each transaction: one that reads a page
    between two writes must not have the same version before and after the second.
    """

    drawn = models.BigIntegerField()
    kind = models.CharField(max_length=10, db_default=PUBLIC)

    def __str__(self) -> str:
        return f"{self.kind} {self.drawn}"


def content_version(kind: str = PUBLIC) -> str:
    """As this transaction sees it; "" if nothing is known of it, and nothing may be kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, SUM(drawn), MIN(drawn) FROM cms_contentversion GROUP BY kind")
        rows = {row[0]: row[1:] for row in cursor.fetchall()}
    if rows.keys() != set(KINDS) or any(least == CLOSED for _sum, least in rows.values()):
        return ""
    return " ".join(str(rows[counted][0]) for counted in KINDS[: KINDS.index(kind) + 1])


def frame_of(version: str) -> str:
    """The version of the frame that a version of any kind holds."""
    return version.split()[0]


CLOSED = -1  # in a row of any kind
# Numbers of 40 bits: a sum of them stays below 64 however many rows there are.
_FIRST = {
    "sqlite": "INSERT INTO cms_contentversion (drawn, kind) "
    "VALUES (abs(random() %% 1099511627776), %s)",
    "postgresql": "INSERT INTO cms_contentversion (drawn, kind) "
    "VALUES (floor(random() * 1099511627776)::bigint, %s)",
}
_ANEW = (
    "UPDATE cms_contentversion SET drawn = abs(random() % 1099511627776) "
    "WHERE drawn >= 0 AND kind = '{kind}'"
)
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION content_changed() RETURNS trigger LANGUAGE plpgsql AS "
    "$content$BEGIN INSERT INTO cms_contentversion (drawn, kind) "
    "VALUES (floor(random() * 1099511627776)::bigint, TG_ARGV[0]); RETURN NULL; END$content$"
)
_GATHER = (
    "WITH gone AS (DELETE FROM cms_contentversion WHERE drawn >= 0 AND kind = %s) "
    "INSERT INTO cms_contentversion (drawn, kind) "
    "VALUES (floor(random() * 1099511627776)::bigint, %s)"
)
MOST_ROWS = 500


def gather() -> None:
    """Make many rows of a kind one, under another version. What is added meanwhile stays and
    counts."""
    if connection.vendor != "postgresql":
        return
    for kind in KINDS:
        if ContentVersion.objects.filter(kind=kind).count() < MOST_ROWS:
            continue
        with connection.cursor() as cursor:
            cursor.execute(_GATHER, [kind, kind])


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
        for kind in KINDS:
            cursor.execute(_FIRST[database.vendor], [kind])


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
        for kind, when in _events(database, table):
            if database.vendor == "postgresql":
                rest = (
                    f"ON \"{table}\" FOR EACH STATEMENT EXECUTE FUNCTION content_changed('{kind}')"
                )
            else:
                rest = f'ON "{table}" BEGIN {_ANEW.format(kind=kind)}; END'
            wording = hashlib.sha256(f"{when} {rest}".encode()).hexdigest()[:8]
            name = truncate_name(f"{PREFIX}{wording}_{table}", MOST_LETTERS)
            yield name, f'CREATE TRIGGER "{name}" AFTER {when} {rest}'


def _events(database: BaseDatabaseWrapper, table: str) -> Iterator[tuple[str, str]]:
    """(kind, what draws another version of it)."""
    never, at_work = COLUMNS_NEVER_SHOWN.get(table, set()), COLUMNS_SHOWN_AT_WORK.get(table, set())
    kind = WORK if table in SHOWN_AT_WORK else FRAME if table in FRAME_TABLES else PUBLIC
    update = "UPDATE" + _of_others(database, table, never | at_work)
    if database.vendor == "postgresql":
        yield kind, f"INSERT OR {update} OR DELETE OR TRUNCATE"
    else:
        yield from ((kind, when) for when in ("INSERT", update, "DELETE"))
    if at_work:
        yield WORK, "UPDATE" + _of(sorted(at_work))


def _of_others(database: BaseDatabaseWrapper, table: str, columns: set[str]) -> str:
    """All columns but these; nothing where each column counts."""
    if not columns:
        return ""
    with database.cursor() as cursor:
        described = database.introspection.get_table_description(cursor, table)
    return _of(column.name for column in described if column.name not in columns)


def _of(columns: Iterable[str]) -> str:
    return " OF " + ", ".join(f'"{name}"' for name in columns)


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
