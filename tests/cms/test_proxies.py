"""Whose word on a reader's address, and on HTTPS, is believed."""

from __future__ import annotations

import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cms.every_request.proxies import TrustedProxyMiddleware


@pytest.fixture
def seen(settings):
    def see(peer, forwarded="", trusted=(), proto="https"):
        """(address, scheme that is believed) of a request from ``peer``."""
        settings.TRUSTED_PROXIES = list(trusted)
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        request = RequestFactory(headers={"x-forwarded-proto": proto}).get("/", REMOTE_ADDR=peer)
        if forwarded:
            request.META["HTTP_X_FORWARDED_FOR"] = forwarded
        TrustedProxyMiddleware(lambda _request: HttpResponse())(request)
        return request.META["REMOTE_ADDR"], request.scheme

    return see


READER, PROXY = "198.51.100.9", "127.0.0.1"


@pytest.mark.parametrize(
    "peer, forwarded, trusted, address, scheme",
    [
        (READER, "", [], READER, "http"),
        (READER, "1.2.3.4", [], READER, "http"),
        (READER, "1.2.3.4", [PROXY], READER, "http"),
        (PROXY, READER, [PROXY], READER, "https"),
        (PROXY, "", [PROXY], PROXY, "https"),
        # What stands before the first stranger may be invented.
        (PROXY, f"1.2.3.4, {READER}", [PROXY], READER, "https"),
        (PROXY, f"1.2.3.4, {READER}, 10.1.2.3", [PROXY, "10.0.0.0/8"], READER, "https"),
        (PROXY, f"{READER}, unknown", [PROXY], PROXY, "https"),
        (PROXY, "2001:db8::5", [PROXY], "2001:db8::5", "https"),
        ("", READER, [PROXY], "", "http"),
        ("", READER, ["unix"], READER, "https"),
    ],
)
def test_a_proxy_is_believed_if_the_settings_name_it(
    seen, peer, forwarded, trusted, address, scheme
):
    assert seen(peer, forwarded, trusted) == (address, scheme)


def test_a_proxy_that_nobody_named_is_told_of_once(settings, caplog):
    settings.TRUSTED_PROXIES = []
    middleware = TrustedProxyMiddleware(lambda _request: HttpResponse())
    caplog.set_level(logging.WARNING, "hieuluc.proxies")
    for peer in (PROXY, "10.0.0.1", READER):
        request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=READER)
        middleware(request)
    assert [record.name for record in caplog.records] == ["hieuluc.proxies"]
