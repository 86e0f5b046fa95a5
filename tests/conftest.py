"""What every test needs: tests that empty the tables may do so, whatever is evidence in them."""

from __future__ import annotations

from collections.abc import Iterator
from unittest import mock

import pytest
from django.test import TransactionTestCase

from doccontrol.evidence import triggers


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
