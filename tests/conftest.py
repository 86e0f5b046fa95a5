"""What every test needs: tests that empty the tables may do so, whatever is evidence in them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.test import TransactionTestCase

from cms.kept import frame, middleware, work
from doccontrol.evidence import triggers
from doccontrol.pdftext.word import legacy
from tests import migrated_database, needs
from tests.quick_migrating import only_what_changes_is_rendered
from tests.second_database import belongs_to_the_second_run, may_ask_the_database


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--second-database",
        action="store_true",
        help="leave out what says the same on every database (tests/second_database.py)",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--second-database"):
        asking = {item.path for item in items if may_ask_the_database(item)}
        kept = [item for item in items if belongs_to_the_second_run(item, asking)]
        left = set(items) - set(kept)
        config.hook.pytest_deselected(items=[item for item in items if item in left])
        items[:] = kept


def pytest_collection_finish() -> None:
    """What was loaded by now stays until the end: looking through it for garbage, again and again,
    takes time and finds none. What comes is looked through seldom: it was a fifth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 1_000)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """Asked by pytest-django before it makes the database."""
    stays: bool = request.config.getvalue("reuse_db")
    return stays or migrated_database.take()


@pytest.fixture(scope="session")
def quick_migrations() -> Iterator[ExitStack]:
    with ExitStack() as until_migrated:
        until_migrated.enter_context(only_what_changes_is_rendered())
        yield until_migrated


@pytest.fixture(scope="session")
def django_db_setup(
    quick_migrations: ExitStack, django_db_setup: None, django_db_blocker: Any
) -> None:
    quick_migrations.close()
    with django_db_blocker.unblock():
        migrated_database.keep()


@pytest.fixture(autouse=True)
def no_page_is_kept_from_another_test() -> None:
    """Tests replace clocks and settings, of which no version tells."""
    middleware.shelf.clear()
    work.shelf.clear()
    frame.forget_frame()


@pytest.fixture(scope="session", autouse=True)
def tables_can_be_emptied() -> Iterator[None]:
    """Django empties all tables after a test that commits; the triggers would refuse it."""
    empty = TransactionTestCase._fixture_teardown

    def without_triggers(case: TransactionTestCase) -> None:
        triggers.remove()
        empty(case)
        triggers.install()

    with mock.patch.object(TransactionTestCase, "_fixture_teardown", without_triggers):
        yield


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """For a fixture of a whole module: what it writes is there for each of the module's tests,
    which see nothing of one another, and is taken back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def writer_converts() -> None:
    """What ``needs.libreoffice`` asks: a LibreOffice with Calc alone reads no old Word file."""
    if not legacy.available():
        missing = "needs LibreOffice Writer (apt install libreoffice-writer-nogui)"
        needs.fail_or_skip(missing)
