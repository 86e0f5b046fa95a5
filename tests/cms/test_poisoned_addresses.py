"""No address breaks by what is typed into it: values that no database and no calendar knows are
answered, told or not found, on every listing and page that takes any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from doccontrol.organisation.accounts.roles import Role
from doccontrol.organisation.models.people import Person
from tests.make import make_edition, make_person, make_text

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]
OURS = ("doccontrol", "search", "cms")
# Wagtail's own lists that our people use.
WAGTAILS = (
    "wagtailadmin_pages:search",
    "wagtailadmin_explore_root",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:workflow",
    "wagtailusers_users:index",
    "wagtaildocs:index",
    "wagtailimages:index",
)
HUGE = "9" * 21
NUMBERS = [HUGE, "9" * 18, "-1", "٣٣", "1e400"]
DAYS = ["99999-01-01", "٢٠٢٦-٠١-٠١"]
WORDS = ["\0", "x" * 10_000, "a " * 2_000, "a " * 99, "'\"><x>", HUGE]
# What any list of ours or of Wagtail's is asked by, besides the filters found below.
ASKED = {
    "acting", "den", "export", "from", "group", "left", "locale", "next", "on", "order", "ordering",
    "page", "part", "past", "right", "show", "tu", "user", "width", "next_id", "parent_page_id",
}  # fmt: skip
ANSWERED = {200, 202, 204, 301, 302, 400, 403, 404, 405}


def addresses(
    entries: list[Any] | None = None, names: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern]]:
    for entry in get_resolver().url_patterns if entries is None else entries:
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from addresses(entry.url_patterns, inner)
        elif entry.name:
            yield ":".join((*names, entry.name)), entry


def is_ours(pattern: URLPattern) -> bool:
    view = getattr(pattern.callback, "view_class", pattern.callback)
    given = getattr(pattern.callback, "view_initkwargs", {})
    model = given.get("model")
    modules = [view.__module__, getattr(model, "__module__", "")]
    return any(module.split(".")[0] in OURS for module in modules)


EVERY = {name: pattern for name, pattern in addresses() if is_ours(pattern) or name in WAGTAILS}


def filters_of(pattern: URLPattern) -> set[str]:
    view = getattr(pattern.callback, "view_class", None)
    given = getattr(pattern.callback, "view_initkwargs", {})
    filters = given.get("filterset_class") or getattr(view, "filterset_class", None)
    names = set(filters.base_filters) if isinstance(filters, type) else set()
    return names | {f"{name}_{end}" for name in names for end in ("from", "to", "after", "before")}


def plain() -> list[str]:
    """Addresses without a part that varies."""
    found = []
    for name in EVERY:
        try:
            reverse(name)
        except NoReverseMatch:
            continue
        found.append(name)
    return found


PLAIN = plain()


@pytest.fixture(scope="module")
def person(module_db: None) -> Person:
    """Somebody before whom no door is shut, so that each address is reached; something to find."""
    make_edition()
    make_text()
    call_command("rebuild_search", verbosity=0)
    return make_person(Role.SECRETARY, is_superuser=True)


@pytest.fixture
def keeper(person: Person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def broken(client: Client, address: str, asked: list[dict[str, str]]) -> list[str]:
    wrong = []
    for one in asked:
        response = client.get(address, one)
        if response.streaming:
            b"".join(response.streaming_content)
        if response.status_code not in ANSWERED:
            told = {name: value[:30] for name, value in one.items()}
            wrong.append(f"{response.status_code} {address} {told}"[:300])
    return wrong


def test_the_lists_are_found():
    assert {"clocks:index", "legal_texts:index", "holidays:index", "search"} <= set(PLAIN)
    assert set(WAGTAILS) <= set(EVERY)
    assert "unit" in filters_of(EVERY["clocks:index"])


@pytest.mark.parametrize("name", PLAIN)
def test_a_list_stands_whatever_it_is_asked(name: str, keeper: Client) -> None:
    names = ASKED | filters_of(EVERY[name])
    asked = [dict.fromkeys(names, value) for value in (*NUMBERS, *DAYS)]
    asked += [{"p": value} for value in (HUGE, "9" * 18, "-1", "٣٣")]
    asked += [{"q": value} for value in WORDS] + [{"id": "x"}]
    assert broken(keeper, reverse(name), asked) == []


@pytest.mark.parametrize("name", sorted(set(EVERY) - set(PLAIN)))
def test_a_page_stands_whatever_it_is_named(name: str, keeper: Client) -> None:
    converters = EVERY[name].pattern.converters
    wrong = []
    for number, word in ((HUGE, "x" * 5_000), ("1", "٣٣")):
        arguments = {
            key: number if converter.regex == "[0-9]+" else word
            for key, converter in converters.items()
        }
        try:
            address = reverse(name, kwargs=arguments)
        except NoReverseMatch:
            continue
        wrong += broken(keeper, address, [{}, dict.fromkeys(ASKED, "9" * 18)])
    assert wrong == []


PUBLIC = ["/", "/quy-trinh/", "/tim-kiem/", "/nguon-tin/", "/sitemap.xml"]


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_pages_stand_too(address: str, person: Person) -> None:
    client = Client(raise_request_exception=False)
    names = ["q", "on", "page", "unit", "field", "kind", "past", "state", "type", "order"]
    asked = [{name: value} for name in names for value in (HUGE, "\0", "٣٣", "x" * 10_000)]
    assert broken(client, address, asked) == []


# Impossible values are told from unusual ones


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"q": HUGE}, 200),
        ({"q": "một hai " * 50}, 200),
        ({"q": "một hai " * 51}, 400),
        ({"q": "x" * 2_001}, 400),
        ({"type": HUGE}, 400),
        ({"type": "9" * 18}, 200),
        ({"q": "a\0"}, 400),
        ({"a\0": "q"}, 400),
    ],
)
def test_an_unusual_question_is_asked_and_an_impossible_one_is_not(asked, status, keeper):
    assert keeper.get(reverse("legal_texts:index"), asked).status_code == status


def test_a_key_that_no_database_has_is_a_bad_request_also_when_it_is_sent(keeper, caplog):
    address = reverse("wagtailadmin_pages:edit", args=[10**25])
    assert keeper.get(address).status_code in (400, 404)
    assert keeper.post(address, {}).status_code in (400, 404)


@pytest.mark.parametrize(
    ("name", "field"), [("triage:set_aside", "file"), ("clocks:propose_together", "clock")]
)
@pytest.mark.parametrize("digits", [21, 5_000])
def test_a_list_of_rows_that_is_sent_holds_no_number_longer_than_any(name, field, digits, keeper):
    sent = {field: ["9" * digits], "not_relevant_reason": "x", "outcome": "no_change"}
    assert keeper.post(reverse(name), sent).status_code in (200, 400)


def test_what_else_fails_still_fails(keeper, monkeypatch):
    def fail(*_args: object) -> None:
        raise ValueError("ours")

    monkeypatch.setattr("cms.desk.timezone.localdate", fail)
    assert keeper.get(reverse("desk")).status_code == 500
