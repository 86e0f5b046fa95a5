"""How much may be sent is decided before anything of it is read."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cms.every_request.body_limit import MEGABYTE, WORDS
from doccontrol.organisation.accounts.roles import Role
from tests.make import make_person

pytestmark = pytest.mark.django_db
ADMIN = "/admin/incoming/"


def browser():
    """Whose forms are read before their view is asked, as Django's guard against forgery does."""
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    return client


class Unread:
    """A body that fails the test when somebody reads it."""

    def read(self, *args):
        raise AssertionError("the body was read")

    readline = read


def send(client, path, length, **environment):
    """A POST that says how long it is; nothing of it can be read."""
    sent = {
        "wsgi.input": Unread(),
        "CONTENT_LENGTH": str(length),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }
    return client.generic("POST", path, **sent | environment)


@pytest.mark.parametrize("path", ["/", "/dang-nhap/", "/khong-co/", "/admin/", ADMIN, "/khoe/"])
@pytest.mark.parametrize("length", [WORDS + 1, 200 * MEGABYTE])
def test_of_a_stranger_nothing_large_is_read(path, length):
    response = send(browser(), path, length)
    assert response.status_code == 413
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize(
    "role, path, length, status",
    [
        (Role.STAFF, "/ban-lam-viec/", WORDS + 1, 413),
        (None, ADMIN, WORDS + 1, 413),
        (Role.SECRETARY, "/ban-lam-viec/", WORDS + 1, 413),
        (Role.SECRETARY, ADMIN, 2 * MEGABYTE + 1, 413),
    ],
)
def test_who_is_logged_in_sends_files_where_files_are_taken(role, path, length, status):
    client = browser()
    client.force_login(make_person(role) if role else make_person())
    assert send(client, path, length).status_code == status


def test_in_the_administration_what_is_allowed_is_read():
    client = browser()
    client.force_login(make_person(Role.SECRETARY))
    with pytest.raises(AssertionError, match="the body was read"):
        send(client, ADMIN, WORDS + 1)


def test_a_body_that_does_not_say_how_long_it_is_is_not_read(client):
    client.force_login(make_person(Role.SECRETARY))
    response = send(client, ADMIN, "", HTTP_TRANSFER_ENCODING="chunked")
    assert response.status_code == 411


def test_the_refusal_is_in_the_readers_language():
    client = Client()
    client.cookies["django_language"] = "en"
    assert "Too much was sent" in send(client, reverse("login"), WORDS + 1).content.decode()
    assert 'lang="vi"' in send(Client(), reverse("login"), WORDS + 1).content.decode()
