"""Those who write, review and approve the documents of one unit."""

from __future__ import annotations

import pytest

from doccontrol.models import Unit
from doccontrol.organisation.accounts.roles import Role
from doccontrol.organisation.models.people import Person
from tests.make import make_person, make_unit


@pytest.fixture
def unit() -> Unit:
    return make_unit(name="Phòng Lao động")


@pytest.fixture
def author(unit: Unit) -> Person:
    return make_person(Role.STAFF, unit=unit)


@pytest.fixture
def head(unit: Unit) -> Person:
    return make_person(Role.HEAD, unit=unit, head=True)


@pytest.fixture
def director() -> Person:
    return make_person(Role.APPROVER)
