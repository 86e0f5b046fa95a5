"""What is suggested as somebody types."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from doccontrol.models import Edition
from doccontrol.organisation.accounts.roles import Role
from search.engine import get_engine
from search.index.indexing import everything
from tests.make import make_person, make_settings, make_text
from tests.search.make import make_edition

pytestmark = pytest.mark.django_db
ADDRESS = "/tim-kiem/goi-y/"
LONG_AGO = date(2024, 1, 10)


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "index"}
    settings.LANGUAGE_CODE = "en"
    make_settings()


def build() -> None:
    get_engine().rebuild(everything())


def suggested(client: Client, typed: str) -> list[dict[str, str]]:
    response = client.get(ADDRESS, {"q": typed})
    assert response.status_code == 200
    assert response.headers["Cache-Control"].startswith("private")
    listed: list[dict[str, str]] = response.json()["suggestions"]
    return listed


def test_documents_and_laws_are_suggested_with_where_they_are(client: Client) -> None:
    make_edition(code="QT-LD-01", title="Cấp giấy phép lao động", on=LONG_AGO)
    make_text("152/2020/NĐ-CP", subject="Giấy phép lao động", source_url="https://vbpl.vn/152")
    build()

    assert sorted(suggested(client, "giay ph"), key=lambda one: one["kind"]) == [
        {
            "number": "152/2020/NĐ-CP",
            "title": "Nghị định 152/2020/NĐ-CP. Giấy phép lao động",
            "url": "https://vbpl.vn/152",
            "kind": "Law",
        },
        {
            "number": "QT-LD-01",
            "title": "Cấp giấy phép lao động",
            "url": "/tai-lieu/qt-ld-01/lan/01-00/",
            "kind": "Procedure",
        },
    ]
    assert [one["number"] for one in suggested(client, "qtld")] == ["QT-LD-01"]
    client.force_login(make_person(Role.STAFF))
    assert suggested(client, "152/20")[0]["url"].startswith("/admin/")


def test_a_law_without_an_address_leads_to_what_search_knows_of_it(client: Client) -> None:
    make_text("152/2020/NĐ-CP")
    build()
    (one,) = suggested(client, "152/2020")

    assert one["url"].startswith("/tim-kiem/?q=152")
    assert "Nghị định 152/2020/NĐ-CP" in client.get(one["url"]).content.decode()


def test_an_index_that_lags_behind_suggests_nothing_that_has_ended(client: Client) -> None:
    make_edition(code="QT-LD-01", on=LONG_AGO)
    build()
    assert suggested(client, "qt-ld")
    QuerySet(Edition).update(ends_on=timezone.localdate())

    assert suggested(client, "qt-ld") == []


@pytest.mark.parametrize("typed", ["", " ", '"', "\x00", "a" * 5000, "🙂", "%", "-"])
def test_nothing_that_is_typed_breaks_suggestions(client: Client, typed: str) -> None:
    build()

    assert suggested(client, typed) == []


def test_without_an_index_nothing_is_suggested(client: Client) -> None:
    response = client.get(ADDRESS, {"q": "cấp"})

    assert (response.status_code, response.json()) == (503, {"suggestions": []})


def test_suggestions_cost_a_few_queries_however_many_there_are(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 9):
        make_text(f"{number}/2020/NĐ-CP", subject="Thai sản")
        make_edition(title="Thai sản", on=LONG_AGO)
    build()
    client.force_login(make_person(Role.STAFF))
    with django_assert_max_num_queries(9):
        assert len(suggested(client, "thai sản")) == 8
