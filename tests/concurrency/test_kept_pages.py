"""What is read while others write, on the database that the settings name."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client

from cms.kept import middleware, version
from doccontrol.models import AgencySettings, Unit
from tests.concurrency.writer import PATIENCE, Writer
from tests.make import make_settings, make_unit

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def triggers() -> Iterator[None]:
    version.install()  # tests that empty all tables take the version too
    make_settings()
    middleware.shelf.clear()
    yield
    middleware.shelf.clear()


def written(name: str) -> None:
    AgencySettings.objects.update(name=name)


def home() -> str:
    return Client().get("/").content.decode()


def test_a_page_drawn_while_somebody_writes_is_not_shown_after_they_committed() -> None:
    with Writer(lambda: written("Sở mới")):
        assert "Sở mới" not in home()
        assert "Sở mới" not in home()
    assert "Sở mới" in home()


def test_a_page_of_which_a_part_was_read_before_a_commit_is_not_shown_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The version is read first: what is written while the page is drawn belongs to another."""
    real = middleware.content_version

    def read_and_then_somebody_writes() -> str:
        value = real()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(written_apart, "Sở hai").result(PATIENCE)
        return value

    monkeypatch.setattr(middleware, "content_version", read_and_then_somebody_writes)
    assert "Sở hai" in home()
    monkeypatch.undo()
    written("Sở ba")
    assert "Sở ba" in home()


def written_apart(name: str) -> None:
    try:
        written(name)
    finally:
        connections.close_all()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_a_long_writer_keeps_nobody_waiting_and_the_order_of_commits_does_not_matter() -> None:
    unit = make_unit()
    versions = [version.content_version()]
    with Writer(lambda: written("Sở mới")):
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
            Unit.objects.filter(pk=unit.pk).update(name="Phòng mới")
            versions.append(version.content_version())
            version.gather()
            cursor.execute("RESET lock_timeout")
        assert "Sở mới" not in home()
    versions.append(version.content_version())
    assert len(set(versions)) == len(versions)
    assert "Sở mới" in home()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps one row")
def test_rows_made_one_are_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version, "MOST_ROWS", 2)
    for name in ("Sở một", "Sở hai", "Sở ba"):
        written(name)
    before = version.content_version()
    with Writer(lambda: written("Sở bốn")):
        version.gather()
        assert version.ContentVersion.objects.count() == len(version.KINDS)
        assert version.content_version() not in ("", before)
        assert "Sở bốn" not in home()
    assert version.ContentVersion.objects.count() > len(version.KINDS)
    assert "Sở bốn" in home()
