"""A page of results is drawn once for the public, and anew when another could be found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.kept import version
from search.asked_log.actions import count_asked
from search.engine import get_engine
from search.index.indexing import everything
from search.models import AskedQuestion
from tests.make import make_settings, make_text

pytestmark = pytest.mark.django_db
ASKED = {"q": "cấp thẻ"}


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "index"}
    settings.CACHE_DIR = tmp_path / "cache"
    version.install()  # tests that empty all tables take the version too
    make_settings()
    make_text("1/2020/NĐ-CP", subject="Cấp thẻ")
    get_engine().rebuild(everything())


def queries() -> int:
    with CaptureQueriesContext(connection) as captured:
        assert "1/2020/NĐ-CP" in Client().get("/tim-kiem/", ASKED).content.decode()
    return len(captured)


def test_what_was_found_is_shown_again_and_each_time_is_counted() -> None:
    assert queries() > 1
    assert [queries(), queries()] == [1, 1]
    count_asked()
    assert list(AskedQuestion.objects.values_list("times", "found")) == [(3, 1)]


def test_when_the_index_was_written_to_it_is_asked_again() -> None:
    queries()
    get_engine().rebuild(everything())
    assert queries() > 1
    assert queries() == 1


def test_while_there_is_no_index_nothing_is_kept(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "none"}
    assert Client().get("/tim-kiem/", ASKED).status_code == 503
    get_engine().rebuild(everything())
    assert queries() > 1
