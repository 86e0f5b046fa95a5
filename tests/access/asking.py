"""Asking the site as each visitor, and telling from the answer whether they were let in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any
from unittest.mock import patch

from django.contrib.messages import SUCCESS, get_messages
from django.db import transaction
from django.http import HttpResponseBase
from django.template.backends.django import Template
from django.test import Client

from cms.access_table.table import Entry
from cms.access_table.visitors import Visitor
from tests.access.addresses import url_of
from tests.access.world import World

SESSION = "sessionid"
LOG_IN = ("/dang-nhap/", "/admin/login/")
ADMINISTRATION = "/admin/"
REFUSED = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}


class Asking:
    """Every question is taken back after its answer, so that none knows of another."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clients = world.clients()
        self._sessions = {
            visitor: client.cookies[SESSION].value
            for visitor, client in self.clients.items()
            if SESSION in client.cookies
        }

    def ask(self, entry: Entry, visitor: Visitor, method: str) -> HttpResponseBase:
        client = self._fresh(visitor)
        with transaction.atomic():
            answer = client.generic(method, url_of(entry.address, self.world, visitor))
            if answer.streaming:
                list(answer.streaming_content)  # to its end, which closes the file
            transaction.set_rollback(True)
        return answer

    def _fresh(self, visitor: Visitor) -> Client:
        client = self.clients[visitor]
        client.cookies.clear()
        if visitor in self._sessions:
            client.cookies[SESSION] = self._sessions[visitor]
        return client


@contextmanager
def nothing_drawn() -> Iterator[None]:
    """Views and their guards run; their templates do not. What a page looks like does not depend
    on who may see it, and drawing it is most of the time that an answer takes."""

    def nothing(self: Template, context: Any = None, request: Any = None) -> str:
        return ""

    with patch.object(Template, "render", nothing):
        yield


def is_let_in(answer: Any) -> bool:
    """Refused is: led to the log-in, or back to the first page of the administration without word
    of a success, 403, 404, and 405 for a method that the view does not know. What a form says of
    its fields is no refusal."""
    if answer.status_code in REFUSED:
        return False
    leads_to = answer.headers.get("Location", "")
    # Whoever has logged out is led there too, but not to come back to what they asked for.
    must_log_in = leads_to.startswith(LOG_IN) and "next=" in leads_to
    return not must_log_in and (leads_to != ADMINISTRATION or _tells_of_success(answer))


def _tells_of_success(answer: Any) -> bool:
    told = get_messages(answer.wsgi_request)
    return any(message.level == SUCCESS for message in told)
