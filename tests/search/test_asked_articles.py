"""An article is asked for of a law whose text is not held: the page says so and leads on."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from doccontrol.models import LegalText, LegalType
from search.engine import get_engine
from search.index.indexing import everything
from search.page.address import Address, Shelf
from search.page.results import ResultsPage, find
from tests.make import make_settings, make_text
from tests.search.make import make_file

pytestmark = pytest.mark.django_db
SOURCE = "https://vanban.chinhphu.vn/45-2019"


def search(text: str, reader: Any = None, **narrowed: str) -> ResultsPage:
    address = Address.read(QueryDict(urlencode({"q": text} | narrowed)))
    return find(address, reader=reader, today=timezone.localdate())


def make_law(number: str, kind: str, subject: str, **fields: Any) -> LegalText:
    legal_type, _created = LegalType.objects.get_or_create(
        name=kind, defaults={"is_normative": True}
    )
    return make_text(number, type=legal_type, subject=subject, **fields)


@pytest.fixture(autouse=True)
def register(tmp_path: Path, settings: Any) -> None:
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "index"}
    settings.LANGUAGE_CODE = "en"
    make_settings()
    make_law("45/2019/QH14", "Bộ luật", "Bộ luật Lao động", source_url=SOURCE)
    make_law("10/2012/QH13", "Bộ luật", "Bộ luật Lao động cũ")
    held = make_law("38/2013/QH13", "Luật", "Việc làm")
    make_file(held, "Điều 1. Phạm vi\nLuật này quy định.\nĐiều 2. Đối tượng\nNgười lao động.")
    get_engine().rebuild(everything())


@pytest.mark.parametrize(
    "text",
    [
        "điều 169 bộ luật lao động",
        "dieu 169 bo luat lao dong",
        "khoản 2 điều 169 của Bộ luật Lao động",
        "Bộ luật Lao động điều 169",
        "điều 169 bộ luật lao động tuổi nghỉ hưu là bao nhiêu?",
        "điều 169 45/2019/QH14",
    ],
)
def test_the_law_is_named_and_its_source_given(text: str) -> None:
    missing = search(text).missing_article

    assert missing is not None
    assert (missing.article, missing.url) == ("169", SOURCE)
    assert "45/2019/QH14" in missing.law


@pytest.mark.parametrize(
    "text", ["điều 2 luật việc làm", "điều 2 luật 38/2013/QH13", "luật việc làm", "điều kiện"]
)
def test_nothing_is_said_of_an_article_that_is_held_or_was_not_asked_for(text: str) -> None:
    assert search(text).missing_article is None


def test_an_article_beyond_the_held_ones_is_missing(text: str = "điều 99 luật việc làm") -> None:
    assert search(text).missing_article is not None


def test_a_law_that_is_not_registered_is_said_to_be_none() -> None:
    missing = search("điều 5 nghị định 999/2020/NĐ-CP").missing_article

    assert missing is not None
    assert (missing.article, missing.law) == ("5", "")


@pytest.mark.parametrize("narrowed", [{"kind": str(Shelf.PROCEDURES.value)}, {"on": "2010-01-01"}])
def test_a_law_that_is_only_not_listed_is_not_said_to_be_unregistered(
    narrowed: dict[str, str],
) -> None:
    missing = search("điều 169 45/2019/QH14", **narrowed).missing_article
    held = search("điều 2 luật 38/2013/QH13", **narrowed).missing_article

    assert missing is not None
    assert missing.url == SOURCE
    assert held is None


def test_what_acts_on_other_laws_is_not_read_to_find_the_one_that_is_named() -> None:
    for nth in range(30):
        make_law(f"{nth}/2001/QH10", "Luật", f"Việc số {nth}")
    with CaptureQueriesContext(connection) as queries:
        assert search("điều 99 luật việc làm").missing_article is not None

    asked = [query["sql"].partition('"target_id" IN (')[2].partition(")")[0] for query in queries]
    assert any(asked)
    assert max(len(keys.split(",")) for keys in asked) < 10


def test_the_page_says_it(client: Any) -> None:
    html = client.get("/tim-kiem/", {"q": "điều 169 bộ luật lao động"}).content.decode()

    assert "Article 169 cannot be opened here" in html
    assert f'href="{SOURCE}"' in html


def test_the_page_promises_nothing_below_where_nothing_is(client: Any) -> None:
    html = client.get("/tim-kiem/", {"q": "điều 5 nghị định 999/2031/NĐ-CP"}).content.decode()

    assert "the law of this number is not" in " ".join(html.split())
    assert "Listed below" not in html
