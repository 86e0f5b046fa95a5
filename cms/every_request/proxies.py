"""Whom a proxy speaks for, when the settings say that it is ours.

Anybody may write ``X-Forwarded-For`` and ``X-Forwarded-Proto`` into a request. They are believed
only of a proxy that TRUSTED_PROXIES names, and never beyond the first address that is none.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cms.settings.env import UNIX

logger = logging.getLogger("hieuluc.proxies")

GetResponse = Callable[[HttpRequest], HttpResponse]
FORWARDED_FOR, FORWARDED_PROTO = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"


class TrustedProxyMiddleware:
    """``REMOTE_ADDR`` is the reader's address from here on."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.unix = UNIX in settings.TRUSTED_PROXIES
        self.networks = [
            ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES if proxy != UNIX
        ]
        self.has_warned = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        forwarded = request.META.get(FORWARDED_FOR, "")
        if self._is_ours(peer):
            request.META["REMOTE_ADDR"] = self._reader(peer, forwarded)
        else:
            request.META.pop(FORWARDED_PROTO, None)
            if forwarded:
                self._warn(peer)
        return self.get_response(request)

    def _is_ours(self, address: str) -> bool:
        if not address:
            return self.unix
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self.networks)

    def _reader(self, peer: str, forwarded: str) -> str:
        """Each proxy adds at the end whom it heard: from there back to the first that is not
        ours. What stands before that may be invented."""
        reader = peer
        for heard in reversed([part.strip() for part in forwarded.split(",") if part.strip()]):
            try:
                reader = str(ip_address(heard))
            except ValueError:
                break
            if not self._is_ours(reader):
                break
        return reader

    def _warn(self, peer: str) -> None:
        """Once a process: limits by address would then count all readers as one."""
        if not self.has_warned and peer and self._is_near(peer):
            self.has_warned = True
            logger.warning(
                "Requests come through a proxy at %s that TRUSTED_PROXIES does not name: "
                "its readers count as one address",
                peer,
            )

    @staticmethod
    def _is_near(peer: str) -> bool:
        try:
            return ip_address(peer).is_private
        except ValueError:
            return False
