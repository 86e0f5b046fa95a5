"""An installation of an earlier version is taken over whole: the stored one is migrated."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.house import ROOT
from tests.stored.store import DATABASE, STORED

# What Django keeps of the version itself: each version adds to it.
OF_THE_VERSION = {
    "auth_permission",
    "auth_group_permissions",
    "django_content_type",
    "django_migrations",
    "sqlite_sequence",
}
# Kinds of pages and of evidence of which the stored agency has none, with their links.
NOT_STORED = {
    "doccontrol_announcement",
    "doccontrol_childanswer",
    "doccontrol_controlleddocument_audience_units",
    "doccontrol_controlleddocument_implements",
    "doccontrol_edition_addressed_units",
    "doccontrol_edition_implements",
    "doccontrol_frozenpdf",
    "doccontrol_generaldocument",
    "doccontrol_qualitypolicy",
    "doccontrol_revocation",
}


@dataclass(frozen=True)
class Installation:
    """Migrated; ``before``: how many rows each table had."""

    folder: Path
    before: dict[str, int]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = unpacked(tmp_path_factory.mktemp("stored"))
    before = counts(folder)
    manage(folder, "migrate", "-v0")
    return Installation(folder, before)


def unpacked(folder: Path) -> Path:
    with tarfile.open(STORED) as packed:
        packed.extractall(folder, filter="data")
    return folder


def manage(folder: Path, *command: str) -> str:
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "cms.settings.base",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def counts(folder: Path) -> dict[str, int]:
    with sqlite3.connect(folder / DATABASE) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for (name,) in tables.fetchall()
        }


def test_a_stored_installation_is_migrated_without_losing_a_row(installation: Installation) -> None:
    before, after = installation.before, counts(installation.folder)

    assert {name: after.get(name) for name in before if name not in OF_THE_VERSION} == {
        name: count for name, count in before.items() if name not in OF_THE_VERSION
    }
    assert all(after[name] >= before[name] for name in OF_THE_VERSION & before.keys())


def tables(cursor: Any) -> dict[str, str]:
    made = "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql NOT NULL"
    return dict(cursor.execute(made).fetchall())


@pytest.mark.django_db
def test_its_tables_are_those_of_a_new_one(installation: Installation) -> None:
    """The tests' own, which is migrated with fewer renderings (``tests.quick_migrating``)."""
    with sqlite3.connect(installation.folder / DATABASE) as stored, connection.cursor() as cursor:
        assert tables(cursor) == tables(stored)


def test_its_evidence_is_what_was_written(installation: Installation) -> None:
    answer = json.loads(manage(installation.folder, "verify_evidence", "--json"))

    assert answer["differs"] == []
    assert {"doccontrol_edition", "doccontrol_acknowledgement"} <= answer["checked"].keys()


def test_every_other_table_has_rows(tmp_path: Path) -> None:
    """Else it would prove little."""
    empty = {name for name, count in counts(unpacked(tmp_path)).items() if not count}
    ours = {name for name in empty if name.startswith(("doccontrol_", "search_"))}
    assert ours == NOT_STORED
