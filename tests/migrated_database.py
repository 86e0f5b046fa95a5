"""A migrated SQLite database is kept for the next run of the tests: migrating takes a minute.

It is of these migrations and no others. What is done after migrating (triggers, rights of the
roles) is done again with each run, on the copy.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import django
import wagtail
from django.apps import apps
from django.db import connection

KEPT_IN = Path(__file__).resolve().parent.parent / "var" / "test_databases"


def take() -> bool:
    """Begin with a copy of what was kept; False if there is none, and all is to be migrated."""
    kept, begun = kept_file(), _begun()
    if begun is None or not kept.exists():
        return False
    begun.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept, begun)
    return True


def keep() -> None:
    """What has just been migrated, for the next run. Safe to repeat, and beside other workers."""
    kept = kept_file()
    if _begun() is None or kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    copy = kept.with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    for old in kept.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    copy.replace(kept)


def _begun() -> Path | None:
    """The file in which the tests of this process write; None on another database."""
    settings = connection.settings_dict
    name = settings["TEST"]["NAME"] if connection.vendor == "sqlite" else None
    return Path(name) if name else None


def kept_file() -> Path:
    told = hashlib.sha256(f"{django.__version__} {wagtail.__version__}".encode())
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path).glob("migrations/*.py")):
            told.update(f"{app.label} {file.name}".encode() + file.read_bytes())
    return KEPT_IN / f"{told.hexdigest()[:16]}.sqlite3"
