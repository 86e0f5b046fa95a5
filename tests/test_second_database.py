"""A second run on another database leaves out no test that could say something else there."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.second_database import (
    ROWS_ARE_A_MEANS,
    belongs_to_the_second_run,
    may_ask_the_database,
)


def item(path: Path, marks: tuple[str, ...], fixtures: tuple[str, ...]) -> Any:
    def closest(name: str) -> str | None:
        return name if name in marks else None

    return SimpleNamespace(path=path, get_closest_marker=closest, fixturenames=fixtures)


@pytest.mark.parametrize(
    ("marks", "fixtures", "source", "may"),
    [
        ((), ("tmp_path",), "import re", False),
        (("django_db",), (), "import re", True),
        ((), ("db",), "import re", True),
        ((), ("module_db", "django_db_setup"), "import re", True),
        ((), (), "import subprocess", True),
        ((), (), "from django.db import connection", True),
        ((), (), "monkeypatch.setenv('DATABASE_URL', '')", True),
    ],
)
def test_whatever_may_ask_the_database_is_run_on_each(tmp_path, marks, fixtures, source, may):
    module = tmp_path / "test_it.py"
    module.write_text(source, "utf-8")
    assert may_ask_the_database(item(module, marks, fixtures)) is may


@pytest.mark.parametrize(
    ("place", "marks", "fixtures", "belongs"),
    [
        ("tests/cms/test_it.py", (), ("db",), True),
        ("tests/cms/test_it.py", (), ("db", "client"), False),
        ("tests/cms/test_it.py", ("sweep",), ("db", "client"), True),
        ("tests/journeys/test_it.py", (), ("db", "client"), True),
        ("tests/concurrency/test_it.py", (), ("db", "admin_client"), True),
        ("tests/cms/test_other.py", (), ("db",), False),
        ("tests/cms/test_other.py", ("sweep",), (), True),
    ],
)
def test_a_page_is_opened_there_by_the_sweeps_and_the_journeys(place, marks, fixtures, belongs):
    asking = {Path(f"tests/{folder}/test_it.py") for folder in ("cms", "journeys", "concurrency")}
    assert belongs_to_the_second_run(item(Path(place), marks, fixtures), asking) is belongs


def test_a_module_that_asks_the_database_is_known_from_its_tests(request):
    asking = {i.path.name for i in request.session.items if may_ask_the_database(i)}
    modules = {i.path.name for i in request.session.items}
    known = {"test_desk.py", "test_every_door.py", "test_tampering.py", "test_one_winner.py"}
    assert known & modules <= asking


def test_a_module_that_is_left_out_by_name_is_there():
    root = Path(__file__).resolve().parent.parent
    assert [name for name in sorted(ROWS_ARE_A_MEANS) if not (root / name).is_file()] == []
