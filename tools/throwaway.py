"""A database of its own for a measurement: made now, dropped afterwards; the agency's is left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from django.db import DatabaseError, connection
from django.test.utils import override_settings

_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHE = {"default": _MEMORY, "shared": _MEMORY}


class NoThrowAwayDatabase(Exception):
    """It could not be made; the message says why."""


@contextmanager
def throw_away_database() -> Iterator[None]:
    """For the time of the block the default connection leads to an empty, migrated database under
    a name that nothing has: a file in a temporary folder, or a database on the same PostgreSQL
    server, for which the role needs CREATEDB. Files and cache are its own too.
    Raises NoThrowAwayDatabase."""
    settings = connection.settings_dict
    real, name_for_tests = settings["NAME"], settings["TEST"]["NAME"]
    with TemporaryDirectory(prefix="hieu-luc-") as folder:
        name = f"hieu_luc_throw_away_{uuid4().hex}"
        name = str(Path(folder) / name) if connection.vendor == "sqlite" else name
        settings["TEST"]["NAME"] = name
        with override_settings(CACHES=CACHE, MEDIA_ROOT=folder):
            try:
                # Django's own way to a database for tests, which never uses one that is there.
                connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
                yield
            except (DatabaseError, SystemExit) as error:
                if settings["NAME"] == name:
                    raise
                raise NoThrowAwayDatabase(
                    "No database for the measurement could be made. On PostgreSQL the role needs "
                    f"the right to make one: ALTER ROLE … CREATEDB. ({error})"
                ) from error
            finally:
                if settings["NAME"] == name:
                    connection.creation.destroy_test_db(real, verbosity=0)
                settings["TEST"]["NAME"] = name_for_tests
