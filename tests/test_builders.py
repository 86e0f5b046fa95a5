"""What a builder leaves is what the acts of the product leave."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

import pytest
from django.db import connection, transaction

from doccontrol.models import ChangeNote, Edition, ProcedureStep
from tests import make
from tests.make import (
    issue_procedure,
    make_edition,
    make_first_edition,
    make_procedure,
    make_text,
    make_unit,
)

pytestmark = pytest.mark.django_db

# Made anew by each act, the same or not: moments, hashes, keys of logs, no password.
CHANGING = re.compile(
    r"datetime\.datetime\((\d+, ){6}\d+\)|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:[^\"',\s]+"
    r"|[0-9a-f]{32,64}|[0-9a-f-]{36}|'![A-Za-z0-9]{40}'"
)
NOT_COMPARED = {"cms_contentversion"}
Fields = Callable[[], dict[str, Any]]


def plain() -> dict[str, Any]:
    return {}


def everything() -> dict[str, Any]:
    text, unit = make_text(), make_unit()
    return {
        "owner_unit": unit,
        "legal_basis": [(text, "Điều 5")],
        "purpose": "<p>Cấp giấy phép đúng hạn</p>",
        "steps": [ProcedureStep(content="Nhận hồ sơ", responsible="Chuyên viên", duration=1)],
        "changes": [ChangeNote(place="Toàn văn", description="Ban hành lần đầu")],
        "audience": "units",
        "audience_units": [unit],
        "in_force_from": date(2024, 2, 1),
    }


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="its sequences do not go back")
@pytest.mark.parametrize("fields", [plain, everything])
def test_an_edition_made_at_once_leaves_the_rows_of_one_that_was_issued(
    fields: Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.former_secretary()
    quick, slow = (
        _rows_left_by(act, fields, monkeypatch) for act in (make_edition, issue_procedure)
    )

    assert quick.keys() == slow.keys()
    differing = {name: (quick[name], rows) for name, rows in slow.items() if quick[name] != rows}
    assert differing == {}


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="its sequences do not go back")
@pytest.mark.parametrize("fields", [plain, everything])
def test_a_draft_issued_at_once_leaves_the_rows_of_one_that_was_issued(
    fields: Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.former_secretary()

    def act(issued: Callable[..., Edition]) -> Callable[..., Edition]:
        return lambda on, **draft: issued(make_procedure(), on=on, **draft)

    quick, slow = (
        _rows_left_by(act(issued), fields, monkeypatch)
        for issued in (make_first_edition, make_edition)
    )

    assert {name: (quick[name], rows) for name, rows in slow.items() if quick[name] != rows} == {}


def _rows_left_by(
    act: Callable[..., Edition], fields: Fields, monkeypatch: pytest.MonkeyPatch
) -> dict[str, list[str]]:
    """By table, what is in it that was not before; then it is all taken back."""
    monkeypatch.setattr(make, "_serial", count(900))
    with transaction.atomic():
        given = fields()
        before = _rows()
        act(on=date(2024, 1, 10), **given)
        left = {table: sorted(rows - before[table]) for table, rows in _rows().items()}
        transaction.set_rollback(True)
    return left


def _rows() -> dict[str, set[str]]:
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in NOT_COMPARED:
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
                rows[table] = {CHANGING.sub("…", repr(row)) for row in cursor.fetchall()}
    return rows
