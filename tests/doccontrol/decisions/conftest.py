"""Who proposes, and who answers."""

from __future__ import annotations

import pytest

from doccontrol.organisation.accounts.roles import Role
from tests.make import make_person


@pytest.fixture
def secretary():
    return make_person(Role.SECRETARY)


@pytest.fixture
def director():
    return make_person(Role.APPROVER)
