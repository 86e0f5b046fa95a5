"""The results page: what it finds for whom, what it says when it cannot."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from cms.kept.middleware import shelf
from doccontrol.models import ControlledDocument, Edition
from doccontrol.organisation.accounts.roles import Role
from search.engine import get_engine
from search.index.indexing import everything
from tests.make import make_person, make_relation, make_settings, make_text
from tests.search.make import make_edition, make_form, make_procedure

pytestmark = pytest.mark.django_db
ADDRESS = "/tim-kiem/"
STAFF_ONLY = ControlledDocument.Visibility.STAFF
LONG_AGO = date(2024, 1, 10)


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> Path:
    """The folder of an index of this test's own, not built yet."""
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "index"}
    settings.LANGUAGE_CODE = "en"
    make_settings()
    return tmp_path / "index"


def build() -> None:
    get_engine().rebuild(everything())


def page(client: Client, q: str, **asked: Any) -> str:
    response = client.get(ADDRESS, {"q": q} | asked)
    assert response.status_code == 200
    return response.content.decode()


def results(html: str) -> str:
    """Only the list of what was found."""
    found = re.search(r'<ul class="results">(.*)</ul>', html, re.DOTALL)
    return found[1] if found else ""


def documents(html: str) -> int:
    """How many documents stand in the list."""
    return html.count('<h2 lang="vi">')


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def staff(client: Client) -> Client:
    client.force_login(make_person(Role.STAFF))
    return client


def test_everybody_finds_documents_and_laws_without_typing_marks(client: Client) -> None:
    make_edition(code="QT-LD-01", title="Cấp giấy phép lao động", purpose="<p>Đúng hạn</p>")
    make_text("152/2020/NĐ-CP", subject="Người lao động nước ngoài", effective=date(2021, 2, 15))
    build()
    html = page(client, "lao dong")

    assert "Cấp giấy phép lao động" in html
    assert "QT-LD-01 · Edition 01/00" in words(html)
    assert "Người <mark>lao</mark> <mark>động</mark> nước ngoài" in html
    assert html.count('class="badge badge--in-force"') == 2
    assert '<a href="/tai-lieu/qt-ld-01/lan/01-00/">' in html


def test_a_section_that_was_found_is_one_click_away(client: Client) -> None:
    make_edition(code="QT-LD-01", purpose="<p>Trả kết quả trong ba ngày</p>")
    build()

    assert '<a href="/tai-lieu/qt-ld-01/lan/01-00/#section-1">Mục đích</a>' in page(
        client, "ba ngay"
    )


def test_sections_of_one_document_stand_under_it_once(client: Client) -> None:
    make_edition(title="Kiểm tra", purpose="<p>bươm bướm</p>", scope="<p>bươm bướm</p>")
    build()
    html = results(page(client, "bươm bướm"))

    assert documents(html) == 1
    assert html.count("<mark>bươm</mark>") == 2


# Who may find what


def plant_secrets() -> None:
    make_edition(
        code="QC-MAT-01", title="Bảo mật", purpose="<p>bươmbướm</p>", visibility=STAFF_ONLY
    )
    procedure = make_edition(code="QT-MO-01", title="Quy trình mở", on=LONG_AGO).document.specific
    form = make_form(procedure, code="BM-MAT-01", title="Mẫu bươmbướm", visibility=STAFF_ONLY)
    make_edition(form)
    build()


@pytest.mark.parametrize("question", ["bươmbướm", "buombuom", "QC-MAT-01", '"bươmbướm"', "bảo mật"])
@pytest.mark.parametrize("shelf", ["", "procedures", "forms"])
def test_the_public_learns_nothing_of_what_is_for_staff(
    client: Client, question: str, shelf: str
) -> None:
    plant_secrets()
    html = page(client, question, kind=shelf)

    assert "0 documents" in html
    assert results(html) == ""


def test_a_public_word_beside_a_secret_one_betrays_no_secret(client: Client) -> None:
    plant_secrets()
    html = results(page(client, "quy trình mở bươmbướm"))

    assert "Quy trình" in words(html)
    assert "bươmbướm" not in words(html).lower()
    assert "MAT" not in html


def test_staff_find_what_is_for_staff(client: Client) -> None:
    plant_secrets()

    assert "QC-MAT-01" in page(staff(client), "bươmbướm")


def test_somebody_whose_account_is_closed_is_the_public(client: Client) -> None:
    plant_secrets()
    person = make_person(Role.STAFF)
    client.force_login(person)
    person.is_active = False
    person.save()

    assert "0 documents" in page(client, "bươmbướm")


def test_an_index_that_lags_behind_shows_nothing_that_has_ended(client: Client) -> None:
    make_edition(title="Cấp giấy phép", on=LONG_AGO)
    build()
    before = results(page(client, "giấy phép"))
    QuerySet(Edition).update(ends_on=timezone.localdate())

    assert "Cấp giấy phép" in words(before)
    assert results(page(client, "giấy phép")) == ""


def test_an_index_that_takes_a_secret_for_public_does_not_show_it(client: Client) -> None:
    make_edition(title="bươmbướm", visibility=STAFF_ONLY, on=LONG_AGO)
    get_engine().rebuild(replace(document, public=True) for document in everything())

    assert results(page(client, "bươmbướm")) == ""


# Days and states


def test_on_a_past_day_the_edition_of_that_day_is_found_and_marked_as_ended(
    client: Client,
) -> None:
    draft = make_procedure(title="Cấp giấy phép")
    make_edition(draft, on=LONG_AGO, purpose="<p>Nộp tại quầy</p>")
    make_edition(draft, on=date(2026, 7, 1), purpose="<p>Nộp trực tuyến</p>")
    build()

    assert "Edition 01/01" in page(client, "giấy phép")
    assert "Edition 01/00" not in page(client, "giấy phép")
    past = page(client, "giấy phép", on="2024-05-01")
    assert "Edition 01/00" in past
    assert "Edition 01/01" not in past
    assert "badge--expired" in past
    assert "01/05/2024" in past


@pytest.mark.parametrize("day", ["2026-13-40", "yesterday", ""])
def test_a_day_that_is_none_is_today_and_said_beside_the_field(client: Client, day: str) -> None:
    make_edition(title="Cấp giấy phép", on=LONG_AGO)
    build()
    html = page(client, "giấy phép", on=day)

    assert "Edition 01/00" in html
    assert ("This is no day" in html) == bool(day)
    assert f'value="{day}"' in html


def test_a_day_is_typed_as_laws_print_it(client: Client) -> None:
    build()
    html = page(client, "giấy phép", on="01/05/2024")

    assert 'value="01/05/2024"' in html and "This is no day" not in html


def test_a_law_shows_its_status_of_today(client: Client) -> None:
    law = make_text("30/2020/NĐ-CP", effective=date(2020, 3, 5), source_url="https://vbpl.vn/30")
    newer = make_text("99/2024/NĐ-CP", subject="Mới", effective=date(2024, 5, 1))
    make_relation(newer, law, kind="repeals", is_whole=True)
    build()
    html = results(page(client, '"30/2020/NĐ-CP"'))

    assert "badge--expired" in html
    assert '<a href="https://vbpl.vn/30">' in html


# Tabs, pages, questions


def test_tabs_narrow_to_a_kind_and_keep_the_question_and_the_day(client: Client) -> None:
    make_edition(title="Giấy phép", on=LONG_AGO)
    make_text("152/2020/NĐ-CP", subject="Giấy phép lao động")
    build()
    html = page(client, "giấy phép", on="2025-01-01", page="1")
    laws = page(client, "giấy phép", kind="laws")

    address = re.search(r'href="(\?[^"]*kind=laws[^"]*)"', html)
    assert address
    assert "on=2025-01-01" in address[1]
    assert "page" not in address[1]
    assert "152/2020" in results(laws)
    assert "Edition" not in results(laws)


def test_ten_documents_stand_on_a_page_and_a_page_too_far_is_the_last(client: Client) -> None:
    for number in range(1, 24):
        make_text(f"{9000 + number}/2020/NĐ-CP", subject="Chế độ thai sản")
    build()
    first, last = page(client, "thai sản"), page(client, "thai sản", page="3")

    assert "23 documents" in first
    assert documents(first) == 10
    assert documents(last) == 3
    assert "Page 3 of 3" in last
    assert results(page(client, "thai sản", page="99")) == results(last)
    assert results(page(client, "thai sản", page="-1")) == results(first)


def test_no_question_shows_the_form_alone(client: Client) -> None:
    html = page(client, "  ")

    assert "<form" in html
    assert "results-head" not in html


def test_nothing_found_says_what_to_try(client: Client) -> None:
    build()

    assert "Check the spelling, use fewer words" in page(client, "qwertyuiop")


def test_a_very_long_question_is_cut_and_says_so(client: Client) -> None:
    make_edition(title="Giấy phép", on=LONG_AGO)
    build()
    html = page(client, "giấy phép " * 100)

    assert "only its beginning was searched for" in html
    assert "Edition 01/00" in html


@pytest.mark.parametrize("question", ['"', "AND OR NOT", "a:b^2 ~ *", "(((", "\x00", "\\", "🙂"])
def test_nothing_that_is_typed_is_an_error(client: Client, question: str) -> None:
    build()

    page(client, question)


def test_markup_in_questions_and_documents_is_shown_and_not_obeyed(client: Client) -> None:
    make_edition(
        title="<script>alert(1)</script> tiêu đề",
        purpose="<p>bước &lt;img src=x onerror=alert(2)&gt; một</p>",
        on=LONG_AGO,
    )
    make_text("7/2020/NĐ-CP", subject="<script>alert(3)</script> bước", source_url="https://v.vn")
    build()
    html = page(client, 'bước "tiêu đề" <script>alert(4)</script>') + page(client, "bước một")

    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "alert(2)" in html


# When the index is gone


@pytest.mark.parametrize(
    "content, said",
    [(None, "The search index is being built"), ("nonsense", "Search is temporarily unavailable")],
)
def test_without_an_index_the_page_says_so_and_the_rest_works(
    client: Client, index: Path, content: str | None, said: str
) -> None:
    make_edition(code="QT-LD-01", on=LONG_AGO)
    if content is not None:
        build()
        (index / "current").write_text(content)
    response = client.get(ADDRESS, {"q": "giấy phép"})

    assert response.status_code == 503
    assert said in response.content.decode()
    assert client.get("/tai-lieu/qt-ld-01/lan/01-00/").status_code == 200
    assert client.get(ADDRESS).status_code == 200


def test_the_page_is_not_for_other_search_engines(client: Client) -> None:
    assert '<meta name="robots" content="noindex">' in page(client, "")


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_full_page_costs_as_many_queries_as_a_short_one(
    client: Client, signed_in: bool, django_assert_max_num_queries: Any
) -> None:
    if signed_in:
        staff(client)
    for number in range(1, 3):
        make_edition(title="Thai sản", on=LONG_AGO)
        law = make_text(f"{9000 + number}/2020/NĐ-CP", subject="Chế độ thai sản")
        make_relation(make_text(), law)
    build()
    page(client, "thai sản")
    shelf.clear()  # what is measured is the drawing
    with django_assert_max_num_queries(99) as few:
        page(client, "thai sản")
    most = len(few)  # counted in a log that the next request empties
    for number in range(3, 6):
        make_edition(title="Thai sản", on=LONG_AGO)
        law = make_text(f"{9000 + number}/2020/NĐ-CP", subject="Chế độ thai sản")
        make_relation(make_text(), law)
    build()
    page(client, "thai sản")
    shelf.clear()
    with django_assert_max_num_queries(most):
        html = page(client, "thai sản")

    assert documents(html) == 10


# The form


def test_what_was_chosen_is_carried_on_by_the_form(client: Client) -> None:
    build()
    chosen = {"kind": "laws", "unit": "LD", "on": "2026-01-02", "past": "1", "order": "newest"}
    html = page(client, "cấp thẻ", **chosen)

    for field in (
        'name="kind" value="laws"',
        'name="unit" value="LD"',
        'name="order" value="newest"',
        'value="02/01/2026"',
        'name="past" value="1" checked',
    ):
        assert field in html


@pytest.mark.parametrize("signed_in", [False, True])
def test_only_staff_are_offered_to_keep_a_search(client: Client, signed_in: bool) -> None:
    build()
    html = page(staff(client) if signed_in else client, "cấp thẻ")

    assert ("Save this search" in html) == signed_in


def test_a_page_of_many_long_hits_is_light(client: Client) -> None:
    long = "Quy định về việc cấp thẻ cho người lao động tại địa phương " * 8
    for number in range(1, 60):
        make_text(f"{number}/2020/NĐ-CP", subject=f"{long}{number}")
    build()

    assert len(page(staff(client), "cấp thẻ", past="1").encode()) < 60_000


def test_only_looking_is_allowed(client: Client) -> None:
    assert client.post(ADDRESS, {"q": "cấp thẻ"}).status_code == 405
    assert client.post(f"{ADDRESS}goi-y/", {"q": "cấp thẻ"}).status_code == 405
