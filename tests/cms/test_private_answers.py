"""What is answered to somebody who is logged in is kept by no cache."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from doccontrol.organisation.accounts.roles import Role
from tests.make import make_edition, make_person

PRIVATE = "private, no-store"
pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/ban-lam-viec/",
    "/tim-kiem/?q=a",
    "/nguon-tin/",
    "/sitemap.xml",
    "/khong-co/",
    "/admin/",
    "/admin/jsi18n/",
    "/admin/reports/",
    "/doi-mat-khau/",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_somebody_logged_in_is_private(path, client):
    client.force_login(make_person(Role.SECRETARY))
    assert client.get(path).headers["Cache-Control"] == PRIVATE


def test_so_are_an_edition_and_its_pdf(client):
    edition = make_edition()
    client.force_login(make_person(Role.STAFF))
    for name in ("edition", "pdf", "comparison"):
        number = {} if name == "comparison" else {"number": "01-00"}
        response = client.get(
            reverse(f"documents:{name}", args=[edition.document.slug, *number.values()])
        )
        assert response.headers["Cache-Control"] == PRIVATE


def test_logging_in_and_out_is_private(client):
    make_person(username="giamdoc", password="mật khẩu đúng dài")
    data = {"username": "giamdoc", "password": "mật khẩu đúng dài"}
    answers = [
        client.get(reverse("login")),
        client.post(reverse("login"), data | {"password": "sai"}),
        client.post(reverse("login"), data),
        client.post(reverse("logout")),
    ]
    assert [answer.headers["Cache-Control"] for answer in answers] == [PRIVATE] * 4


@pytest.mark.parametrize("path", ["/", "/quy-trinh/", "/nguon-tin/", "/robots.txt", "/khoe/"])
def test_what_the_public_reads_may_be_kept(path):
    assert "no-store" not in Client().get(path).headers.get("Cache-Control", "")


@pytest.mark.parametrize("path", ["/", "/khong-co/", "/admin/", "/khoe/"])
def test_no_page_may_ask_for_camera_place_or_microphone(path):
    policy = Client().get(path).headers["Permissions-Policy"]
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(policy.split(", "))
