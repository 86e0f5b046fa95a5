"""Default deny: every address of ours says who may use it, and a stranger gets what is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from doccontrol.access import EVERYBODY, SIGNED_IN

# Addresses that other people's code guards, and why that is enough.
GUARDED_BY_OTHERS = {
    "admin/": "Wagtail lets nobody past without access_admin (require_admin_access)",
    "tep-tai-lieu/": "wagtail.documents asks the collection's view restrictions",
    "_util/": "wagtail's log-in for private pages, and the forms that open them",
    "": "wagtail serves published pages; ours ask Edition.readable_by",
}
ARGUMENTS = {
    "pk": 1,
    "slug": "khong-co",
    "number": "01-00",
    "attachment": 1,
    "uidb64": "MQ",
    "token": "khong-co",
}
DENIED, NOT_FOUND, WRONG_METHOD, OK = 302, 404, 405, 200


def addresses(
    patterns: list[Any] | None = None, prefix: str = "", names: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern, str]]:
    """(route, pattern, full name) of every address; what others guard as a whole is not entered."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if is_ours(entry):
                inner = (*names, entry.namespace) if entry.namespace else names
                yield from addresses(entry.url_patterns, route, inner)
        else:
            yield route, entry, ":".join((*names, entry.name or ""))


def is_ours(resolver: URLResolver) -> bool:
    module = getattr(resolver.urlconf_name, "__name__", resolver.urlconf_name)
    return not str(module).startswith("wagtail.")


OURS = list(addresses())


@pytest.mark.parametrize("route, pattern", [(route, p) for route, p, _n in OURS], ids=str)
def test_every_address_of_ours_states_who_may(route: str, pattern: URLPattern) -> None:
    assert getattr(pattern.callback, "access", ""), f"/{route} does not say who may use it"


def test_only_named_third_parties_are_left_out() -> None:
    left_out = {
        str(entry.pattern)
        for entry in get_resolver().url_patterns
        if isinstance(entry, URLResolver) and not is_ours(entry)
    }
    assert left_out <= set(GUARDED_BY_OTHERS)


def named() -> list[tuple[str, str]]:
    return [(name, pattern.callback.access) for _route, pattern, name in OURS if pattern.name]


@pytest.mark.parametrize("name, access", named())
def test_a_stranger_gets_what_is_stated(name: str, access: str, client: Client, db: None) -> None:
    arguments = {
        key: ARGUMENTS[key]
        for _n, pattern, full in OURS
        if full == name
        for key in pattern.pattern.converters
    }
    response = client.get(reverse(name, kwargs=arguments))
    if access == EVERYBODY:
        assert response.status_code in {OK, DENIED, NOT_FOUND, WRONG_METHOD}
        assert not response.headers.get("Location", "").startswith(reverse("login"))
    else:
        assert response.status_code == DENIED
        assert response.headers["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("name", ["desk", "password_change", "acknowledge"])
def test_the_desk_is_for_people_of_the_agency(name: str) -> None:
    assert dict(named())[name] == SIGNED_IN


def test_the_administration_leads_a_stranger_to_the_same_log_in(client: Client, db: None) -> None:
    for address in ("/admin/", "/admin/pages/", "/admin/login/?next=/admin/", "/admin/clocks/"):
        response = client.get(address)
        assert response.status_code == DENIED
        assert response.headers["Location"].startswith(reverse("login")), address


ADMIN_OF_OURS = ["clocks:index", "incoming:index", "acknowledgements_report"]


@pytest.mark.parametrize("name", ADMIN_OF_OURS)
def test_our_screens_in_the_administration_are_closed_to_strangers(
    name: str, client: Client, db: None
) -> None:
    assert client.get(reverse(name)).status_code == DENIED
