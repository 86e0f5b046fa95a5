"""Screens of records at their edges."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from doccontrol.organisation.accounts.roles import Role
from tests.make import make_person, make_post, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary() -> Client:
    client = Client()
    client.force_login(make_person(Role.SECRETARY))
    return client


@pytest.mark.parametrize("kind", ["units", "posts"])
def test_of_a_record_without_history_nothing_is_restored(kind, secretary):
    record = make_unit() if kind == "units" else make_post()
    page = reverse(f"{kind}:restore", args=[record.pk, 1])
    assert secretary.get(page).status_code == 404
    assert secretary.post(page, {"reason_for_change": "x"}).status_code == 404


def test_in_the_choice_of_a_legal_text_none_is_made(secretary):
    assert secretary.post("/admin/legal_text_chooser/create/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("legal_text_chooser:create")
    assert secretary.get(reverse("legal_text_chooser:choose")).status_code == 200
