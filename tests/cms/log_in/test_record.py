"""The log knows each log-in and each failed one, and never a password."""

from __future__ import annotations

import logging

import pytest
from django.urls import reverse

from cms.log_in.record import escaped
from tests.make import make_person

pytestmark = pytest.mark.django_db
PASSWORD = "mật khẩu đúng dài"


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, "hieuluc.log_in")
    return lambda: [record.getMessage() for record in caplog.records]


def test_each_log_in_and_each_failure_is_written_with_name_and_address(client, lines):
    make_person(username="giamdoc", password=PASSWORD)
    for password in ("sai", PASSWORD):
        data = {"username": "giamdoc", "password": password}
        client.post(reverse("login"), data, REMOTE_ADDR="203.0.113.7")
    client.post(reverse("logout"), REMOTE_ADDR="203.0.113.7")
    assert lines() == [
        'wrong name or password: "giamdoc" from 203.0.113.7',
        'logged in: "giamdoc" from 203.0.113.7',
        'logged out: "giamdoc" from 203.0.113.7',
    ]


def test_a_refusal_unseen_is_written_as_such_and_no_line_holds_a_password(client, lines):
    make_person(username="giamdoc", password=PASSWORD)
    for _ in range(6):
        client.post(reverse("login"), {"username": "giamdoc", "password": "bí-mật-sai"})
    client.post(reverse("login"), {"username": "giamdoc", "password": PASSWORD})
    assert [line.partition(" ")[0] for line in lines()] == ["wrong"] * 5 + ["refused"] * 2
    assert not any("bí-mật" in line or PASSWORD in line for line in lines())


@pytest.mark.parametrize(
    "typed, written",
    [
        ("quản trị", '"quản trị"'),
        ('a" from 1.1.1.1\nlogged in: "b', r'"a\" from 1.1.1.1\nlogged in: \"b"'),
        ("\x1b[2J\x7f\u202e\u2028", r'"\u001b[2J\u007f\u202e\u2028"'),
        ("\udc80", r'"\udc80"'),
        ("x" * 200, '"' + "x" * 150 + '…"'),
    ],
)
def test_what_was_typed_forges_no_line(typed, written):
    assert escaped(typed) == written
