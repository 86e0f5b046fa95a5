"""Measures whether a site answers while strangers try passwords."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from tools.measuring import Times, seconds

WAIT = 60  # seconds for one answer
PAUSE = 0.05


class Site:
    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, Any]:
        """(status, headers) of the answer; each request has a connection of its own."""
        connection = HTTPConnection(self.host, timeout=WAIT)
        try:
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            response.read()
            return response.status, response.headers
        finally:
            connection.close()

    def token(self) -> str:
        """Of the form, as the log-in page gives it: cookie and field may be the same."""
        _status, headers = self.ask("GET", reverse("login"))
        cookies = [line for line in headers.get_all("Set-Cookie", []) if "csrftoken=" in line]
        if not cookies:
            raise CommandError(f"http://{self.host}{reverse('login')} is no log-in page.")
        return cookies[0].partition("csrftoken=")[2].partition(";")[0]

    def try_password(self, name: str, token: str) -> int:
        form = {"username": name, "password": "wrong", "csrfmiddlewaretoken": token}
        status, _headers = self.ask(
            "POST",
            reverse("login"),
            urlencode(form),
            **{
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"csrftoken={token}",
            },
        )
        return status

    def health(self) -> float:
        return seconds(lambda: self.ask("GET", reverse("health")))


class Command(BaseCommand):
    help = (
        "Try wrong passwords at a running site of yours, many at once, and measure how fast "
        "/khoe/ answers before and meanwhile. Prints JSON."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="of the site, as http://127.0.0.1:8000")
        parser.add_argument("--at-once", type=int, default=16)
        parser.add_argument("--seconds", type=float, default=10)
        parser.add_argument(
            "--name", default="quantri", help='the account; "*" tries another name each time'
        )

    def handle(
        self, *, address: str, at_once: int, seconds: float, name: str, **options: Any
    ) -> None:
        site = Site(address)
        try:
            token = site.token()
        except OSError as error:
            raise CommandError(f"{address} does not answer: {error}") from error
        quiet = Times.of([_paused(site) for _ in range(20)])
        until = time.monotonic() + seconds
        serial = count()

        def press() -> Counter[int]:
            answers: Counter[int] = Counter()
            while time.monotonic() < until:
                tried = f"name{next(serial)}" if name == "*" else name
                answers[site.try_password(tried, token)] += 1
            return answers

        with ThreadPoolExecutor(at_once) as pool:
            pressing = [pool.submit(press) for _ in range(at_once)]
            pressed = []
            while time.monotonic() < until:
                pressed.append(_paused(site))
            answers = sum((future.result() for future in pressing), Counter[int]())
        report = {
            "health_before_ms": quiet.as_json(),
            "health_meanwhile_ms": Times.of(pressed).as_json(),
            "answers_by_status": {str(status): n for status, n in sorted(answers.items())},
        }
        self.stdout.write(json.dumps(report, indent=2))


def _paused(site: Site) -> float:
    time.sleep(PAUSE)
    return site.health()
