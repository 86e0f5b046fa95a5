"""The address of a text's source: a page of the web, whichever way it came in."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from doccontrol.models import LegalText
from doccontrol.organisation.accounts.roles import Role
from doccontrol.register.models.web_addresses import web_address
from tests.doccontrol.register.import_files import run_import, write_jsonl
from tests.make import make_person, make_text

OTHERS = [
    "javascript:alert(1)",
    "JavaScript://x",
    "data:text/html,x",
    "ftp://x",
    "/a",
    "x",
    "http:x",
]


@pytest.mark.parametrize("address", OTHERS)
def test_what_no_browser_fetches_as_a_page_is_no_address(address):
    assert web_address(address) == ""


def test_an_address_of_the_web_stands_as_it_is():
    assert web_address(" HTTPS://vbpl.vn/A?b=1 ") == "https://vbpl.vn/A?b=1"
    assert web_address("http://vbpl.vn/\x00") == ""


@pytest.mark.django_db
def test_the_database_itself_refuses_another():
    text = make_text(source_url="https://vbpl.vn/1")
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalText.objects.filter(pk=text.pk).update(source_url="javascript:alert(1)")
    text.source_url = "ftp://vbpl.vn/1"
    with pytest.raises(ValidationError):
        text.full_clean()


@pytest.mark.django_db
def test_an_import_takes_the_text_and_leaves_such_an_address(tmp_path):
    run_import(write_jsonl(tmp_path, {"vbpl_url": "javascript:alert(1)"}))
    assert LegalText.objects.get().source_url == ""


@pytest.mark.django_db
def test_no_page_links_another_even_if_it_stood_there(monkeypatch):
    text = make_text(source_url="https://vbpl.vn/1", source="Cơ sở dữ liệu")
    client = Client()
    client.force_login(make_person(Role.SECRETARY))
    page = reverse("legal_texts:inspect", args=[text.pk])
    assert 'href="https://vbpl.vn/1"' in client.get(page).content.decode()
    monkeypatch.setattr("doccontrol.register.models.texts.web_address", lambda address: "")
    assert "vbpl.vn/1" not in client.get(page).content.decode()
