"""Searches that people of the agency keep: their own, and nobody else's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from doccontrol.models import Person
from doccontrol.organisation.accounts.roles import Role
from search.engine import get_engine
from search.models import SavedSearch
from search.saved.actions import MOST_SAVED, NothingToSave, TooManySaved, save_search
from tests.make import make_person, make_settings, make_text

pytestmark = pytest.mark.django_db
LIST = "/tim-kiem/da-luu/"


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "index"}
    settings.LANGUAGE_CODE = "en"
    make_settings()
    get_engine().rebuild(())


@pytest.fixture
def person() -> Person:
    return make_person(Role.STAFF)


@pytest.fixture
def signed_in(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def save(client: Client, query: str, name: str = "") -> Any:
    return client.post(reverse("save_search"), {"query": query, "name": name}, follow=True)


def test_a_search_is_kept_with_all_that_narrows_it_and_asked_again(signed_in: Client) -> None:
    response = save(signed_in, "q=cấp+thẻ&kind=laws&unit=LD&on=2026-01-02&page=4", "Thẻ của tôi")
    html = response.content.decode()
    saved = SavedSearch.objects.get()

    assert saved.url == ("/tim-kiem/?q=c%E1%BA%A5p+th%E1%BA%BB&kind=laws&unit=LD&on=2026-01-02"), (
        "from its first page"
    )
    assert response.redirect_chain == [(saved.url, 302)]
    assert "Saved as “Thẻ của tôi”." in html
    assert "Saved as “Thẻ của tôi”." in html
    assert saved.url.replace("&", "&amp;") in signed_in.get(LIST).content.decode()


def test_the_same_search_is_kept_once_under_its_last_name(person: Person) -> None:
    save_search(person, "q=cấp++thẻ&page=2", "Một")
    save_search(person, "page=1&q=cấp+thẻ", "Hai")

    assert [one.name for one in SavedSearch.objects.all()] == ["Hai"]


def test_two_people_may_keep_the_same_search(person: Person) -> None:
    for one in (person, make_person(Role.STAFF)):
        save_search(one, "q=cấp+thẻ", "")

    assert [one.name for one in SavedSearch.objects.all()] == ["cấp thẻ", "cấp thẻ"]


@pytest.mark.parametrize("query", ["", "q=", "on=2026-01-01", "kind=laws"])
def test_without_anything_asked_there_is_nothing_to_keep(person: Person, query: str) -> None:
    with pytest.raises(NothingToSave):
        save_search(person, query, "Tên")


def test_a_list_does_not_grow_for_ever(person: Person) -> None:
    for number in range(MOST_SAVED):
        save_search(person, f"q={number}", "")
    save_search(person, "q=1", "Đổi tên")
    with pytest.raises(TooManySaved):
        save_search(person, "q=một+nữa", "")


def test_a_refusal_is_told_where_the_person_was(signed_in: Client) -> None:
    response = signed_in.post(
        reverse("save_search"), {"query": "q="}, HTTP_REFERER="http://testserver/tim-kiem/"
    )

    assert response.headers["Location"] == "/tim-kiem/"
    assert "there is nothing to save" in signed_in.get("/tim-kiem/").content.decode()


def test_a_saved_search_is_renamed_and_deleted(signed_in: Client, person: Person) -> None:
    saved = save_search(person, "q=cấp+thẻ", "Cũ")
    for _ in range(2):
        html = signed_in.post(
            reverse("rename_search", args=[saved.pk]), {"name": " <b>Mới</b> "}, follow=True
        ).content.decode()
        assert "&lt;b&gt;Mới&lt;/b&gt;" in html
    signed_in.post(reverse("rename_search", args=[saved.pk]), {"name": "  "})
    assert SavedSearch.objects.get().name == "<b>Mới</b>", "a name is needed"
    signed_in.post(reverse("delete_search", args=[saved.pk]))

    assert not SavedSearch.objects.exists()
    assert signed_in.post(reverse("delete_search", args=[saved.pk])).status_code == 404


def test_another_s_saved_search_is_not_there(signed_in: Client) -> None:
    other = save_search(make_person(Role.SECRETARY), "q=bươmbướm", "Của người khác")
    lists = signed_in.get(LIST).content.decode()
    results = signed_in.get(other.url).content.decode()

    assert "Của người khác" not in lists + results
    assert "Saved as" not in results
    for action in ("rename_search", "delete_search"):
        response = signed_in.post(reverse(action, args=[other.pk]), {"name": "Mới"})
        assert response.status_code == 404
    assert SavedSearch.objects.get().name == "Của người khác"


def test_the_public_is_led_to_the_log_in_and_is_offered_nothing(client: Client) -> None:
    make_text("1/2020/NĐ-CP")
    saved = save_search(make_person(Role.STAFF), "q=cấp+thẻ", "")
    for name, arguments in (
        ("saved_searches", []),
        ("save_search", []),
        ("rename_search", [saved.pk]),
        ("delete_search", [saved.pk]),
    ):
        address = reverse(name, args=arguments)
        for response in (client.get(address), client.post(address, {"query": "q=a"})):
            assert response.status_code == 302
            assert response.headers["Location"].startswith("/dang-nhap/")
    assert "da-luu" not in client.get("/tim-kiem/?q=nghị+định").content.decode()
    assert SavedSearch.objects.count() == 1


def test_somebody_whose_account_is_closed_is_the_public(signed_in: Client, person: Person) -> None:
    person.is_active = False
    person.save()

    assert signed_in.get(LIST).status_code == 302


def test_nothing_is_changed_by_looking(signed_in: Client, person: Person) -> None:
    saved = save_search(person, "q=cấp+thẻ", "")
    for name in ("save_search", "rename_search", "delete_search"):
        arguments = [] if name == "save_search" else [saved.pk]
        assert signed_in.get(reverse(name, args=arguments)).status_code == 405


def test_the_database_holds_what_must_be_true(person: Person) -> None:
    SavedSearch.objects.create(person=person, query="q=a", name="Tên")
    for fields in ({"query": "q=a", "name": "Hai"}, {"query": "q=b", "name": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedSearch.objects.create(person=person, **fields)


@pytest.mark.parametrize("how_many", [1, 20])
def test_the_list_costs_as_many_queries_however_long_it_is(
    signed_in: Client, person: Person, how_many: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(how_many):
        save_search(person, f"q={number}", "")
    signed_in.get(LIST)
    with django_assert_max_num_queries(9):
        signed_in.get(LIST)
