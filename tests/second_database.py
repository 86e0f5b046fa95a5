"""What a second run on another database leaves out: tests that say the same whatever it is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}
# What is written in a module that may ask in a way that is not seen from its fixtures: by a process
# of its own, by settings. All others pytest-django lets ask nothing unless they are marked.
WORDS = ("django.db", "django.test", "subprocess", "call_command", "DATABASE", "environ")


# Their subject is the ranking of an index, the reading of files, what a measuring command prints:
# the rows they write are only a means, and others ask the database for the same.
ROWS_ARE_A_MEANS = {
    "tests/doccontrol/lawtext/reading/test_commands.py",
    "tests/doccontrol/management/test_benchmark_register.py",
    "tests/doccontrol/pdftext/test_child.py",
    "tests/doccontrol/pdftext/test_legacy_doc.py",
    "tests/doccontrol/pdftext/test_ocr.py",
    "tests/doccontrol/pdftext/test_walls.py",
    "tests/search/conformance/test_agreement.py",
    "tests/search/test_benchmark.py",
    "tests/search/test_chaos_embedded.py",
    "tests/search/test_golden.py",
    # A stored SQLite database, whatever this one is.
    "tests/stored/test_taking_over.py",
}


# What a page asks of a database is asked there by the sweeps, which open every address and press
# every button for every role; what is written through pages, by the journeys and by eight at once.
THROUGH_PAGES = {"client", "admin_client"}
IN_EARNEST = {"journeys", "concurrency"}


def belongs_to_the_second_run(item: pytest.Item, modules: set[Path]) -> bool:
    """``modules``: those of which some test may ask the database."""
    if item.get_closest_marker("sweep"):
        return True
    fixtures = set(getattr(item, "fixturenames", ()))
    is_of_a_page = THROUGH_PAGES & fixtures and not IN_EARNEST & set(item.path.parts)
    return item.path in modules and not is_of_a_page


def may_ask_the_database(item: pytest.Item) -> bool:
    """In doubt it may."""
    if item.path.as_posix().endswith(tuple(ROWS_ARE_A_MEANS)):
        return False
    if item.get_closest_marker("django_db") or FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    return any(word in _source(item.path) for word in WORDS)


@cache
def _source(path: Path) -> str:
    return path.read_text("utf-8")
